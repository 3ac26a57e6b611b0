// Tests of `curtain explain`: what happened to a request, an instance or a VM, and why.
#include <filesystem>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::CsvTable;
using support::curtain;
using support::Ended;
using support::Folder;
using support::Json;
using support::read_file;

namespace {

/// Two functions share a VM, whose boot takes 1 s. The account has two units of concurrency. Executions are
/// cut off after 5 s.
const std::string kFiveStories =
    "name: stories\n"
    "epoch: 2024-03-01 09:30\n"
    "platform: ideal\n"
    "frontend: {request_latency: 5ms, response_latency: 5ms}\n"
    "cluster: {hosts: {memory: 8GiB, vcpus: 8}, vms: {memory: 2GiB, vcpus: 2, isolation: shared}}\n"
    "cold_start: {vm_boot: 1s, sandbox: 200ms, function_init: 300ms}\n"
    "policies: {admission: {concurrency-limit: {tenant: 2, over: throttle}}, placement: best-fit,\n"
    "           keep_alive: {fixed: {timeout: 10min}}}\n"
    "workload:\n"
    "  - trace: {format: csv, path: calls.csv, timeout: 5s}\n";
const std::string kStoryCalls =
    "function_id,arrival_s,duration_s,memory_mb\n"
    "a,0,2,1024\n"
    "b,0.5,2,512\n"
    "a,12,1,1024\n"
    "a,13,10,1024\n"
    "b,14,3,512\n"
    "c,15,1,256\n";

/// Creates a folder with both files, and returns the path of the scenario.
std::string write_stories(const Folder& in) {
  in.write("calls.csv", kStoryCalls);
  return in.write("s.yaml", kFiveStories);
}

Ended explained(const std::string& scenario, std::vector<std::string> more) {
  std::vector<std::string> words = {"explain", scenario};
  words.insert(words.end(), more.begin(), more.end());
  return curtain(words);
}

}  // namespace

TEST_CASE("The options of explain are checked before anything is simulated") {
  const Folder folder;
  const std::string s = write_stories(folder);
  struct Case {
    std::vector<std::string> words;
    std::string message;
  };
  const std::vector<Case> cases = {
      {{},
       "explain needs one of the options --invocation FUNCTION/N, --instance FUNCTION/N, --vm N, "
       "--cold-starts, --why-slow"},
      {{"--vm", "1", "--why-slow"},
       "explain takes only one of these options at a time; found --vm and --why-slow"},
      {{"--vm", "1", "--top", "3"}, "--top needs --cold-starts"},
      {{"--invocation", "a"},
       "--invocation needs a function and a number from 1 on, such as checkout/12, or with the tenant "
       "shop/checkout/12; found 'a'"},
      {{"--invocation", "a/0"},
       "--invocation needs a function and a number from 1 on, such as checkout/12, or with the tenant "
       "shop/checkout/12; found 'a/0'"},
      {{"--instance", "/3"},
       "--instance needs a function and a number from 0 on, such as checkout/11, or with the tenant "
       "shop/checkout/11; found '/3'"},
      {{"--invocation", "a/99999999999999999999"},
       "--invocation needs a function and a number from 1 on, such as checkout/12, or with the tenant "
       "shop/checkout/12; found 'a/99999999999999999999'"},
      {{"--vm", "-1"}, "--vm needs a whole number from 0 to 18,446,744,073,709,551,615; found '-1'"},
      {{"--invocation", "a/1", "--variant", "x"},
       "--variant chooses a variant of a comparison, but a scenario has no variants; remove --variant"},
      {{"--invocation", "d/1"}, "there is no function 'd'; the functions are a, b, c"},
      {{"--invocation", "a/4"}, "a has 3 arrivals; ask for one of a/1 to a/3"},
      {{"--invocation", "default/c/2"}, "default/c has 1 arrival, default/c/1"},
      {{"--instance", "a/7"}, "a has 1 instance in this run, a/0"},
      {{"--vm", "4"}, "this run opens 1 VM, number 0"},
  };
  for (const Case& wrong : cases) {
    CAPTURE(wrong.words);
    const Ended ended = explained(s, wrong.words);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err == "curtain: " + wrong.message + "\n");
  }
}

TEST_CASE("The parts of the latency that explain reports agree with the row of --invocations") {
  const Folder folder;
  const std::string s = write_stories(folder);
  REQUIRE(curtain({"run", s, "--quiet", "--invocations", folder / "rows.csv"}).status == 0);
  const CsvTable rows(read_file(folder / "rows.csv"));
  REQUIRE(rows.size() == 6);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string asked = rows.at(i, "function") + "/" + rows.at(i, "n");
    CAPTURE(asked);
    const Ended ended = explained(s, {"--invocation", asked, "--json"});
    REQUIRE(ended.status == 0);
    const Json account = support::parse_json(ended.out);
    double parts = 0;
    for (const char* const part : {"frontend", "queueing", "start", "retry", "execution"}) {
      parts += account["parts_ns"][part].number;
    }
    CHECK(parts == account["latency_ns"].number);
    CHECK(account["latency_ns"].number / 1e9 ==
          Approx(std::stod(rows.at(i, "answer_s")) - std::stod(rows.at(i, "arrival_s"))));
    CHECK(account["outcome"].text == rows.at(i, "outcome"));
    CHECK(account["charged_ns"].number / 1e9 == Approx(std::stod(rows.at(i, "charged_s"))));
  }
}

TEST_CASE("A request is explained in sentences, with one sentence for each event of the request") {
  const Folder folder;
  const std::string s = write_stories(folder);
  const auto sentences_of = [&s](const char* asked) {
    const support::Json account = support::parse_json(explained(s, {"--invocation", asked, "--json"}).out);
    std::vector<std::string> sentences;
    for (const support::Json& sentence : account["sentences"].items) {
      sentences.push_back(sentence["text"].text);
    }
    return sentences;
  };
  CHECK(sentences_of("b/1") ==
        std::vector<std::string>{
            "The client sends the request at 2024-03-01 09:30:00.5.", "Its execution takes 2 s.",
            "It reaches the platform.",
            "The admission policy concurrency-limit admits it: 1 of at most 2 requests of the tenant are "
            "already in progress, 0 of them of the function.",
            "Function b has not had an instance so far.",
            "The scaling policy per-request does not let it wait, and starts a new instance for it.",
            "Instance 0 starts in VM 0 on host 0.", "No other VM may hold an instance of this function.",
            "The VM is still booting, which takes another 500 ms.",
            "Setting up the sandbox of the instance takes 200 ms.",
            "The initialisation of the function takes 300 ms.",
            "The request begins to run on instance 0 in VM 0 on host 0.", "The execution ends after 2 s.",
            "The answer reaches the client."});
  CHECK(sentences_of("c/1") ==
        std::vector<std::string>{"The client sends the request at 2024-03-01 09:30:15.",
                                 "Its execution would take 1 s.", "It reaches the platform.",
                                 "The admission policy concurrency-limit turns it away: 2 of at most 2 "
                                 "requests of the tenant are already in progress, 0 of them of the function.",
                                 "The client gets the error."});
  CHECK_THAT(explained(s, {"--invocation", "a/1"}).out,
             ContainsSubstring("It ran after a cold start in a new VM. The answer came after 3.51 s."));
  CHECK_THAT(
      explained(s, {"--instance", "a/0"}).out,
      ContainsSubstring("It lived for 18 s. It served 3 requests and worked for 44.44 % of its time."));
  CHECK_THAT(explained(s, {"--cold-starts"}).out, ContainsSubstring("2 of 5 requests had a cold start"));
  CHECK_THAT(explained(s, {"--why-slow"}).out,
             ContainsSubstring("The slowest 1 % of 4 completed requests is 1"));
}

TEST_CASE(
    "A folder of results is explained by its own scenario and replication, if its inputs are unchanged") {
  const Folder folder;
  const std::string s = write_stories(folder);
  REQUIRE(curtain({"run", s, "--quiet", "--replication", "3", "--out", folder / "r"}).status == 0);
  const Ended ended = explained(folder / "r", {"--invocation", "a/2"});
  CHECK(ended.err.empty());
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("seed 1, replication\n  3"));
  CHECK(explained(folder / "r", {"--invocation", "a/2", "--set", "seed=4"}).err ==
        "curtain: --set would change the scenario of the results; explain the results without --set, or the "
        "scenario with --set\n");
  CHECK(explained(folder / "r", {"--vm", "0", "--variant", "x"}).err ==
        "curtain: '" + (folder / "r") + "' has one run and no variants; remove --variant\n");
  folder.write("calls.csv", kStoryCalls + "c,16,1,256\n");
  CHECK_THAT(explained(folder / "r", {"--vm", "0"}).err, ContainsSubstring("which has changed since"));
  std::filesystem::remove(folder / "calls.csv");
  const Ended gone = explained(folder / "r", {"--vm", "0"});
  CHECK(gone.status == 2);
  CHECK_THAT(gone.err,
             ContainsSubstring("cannot be explained: ") && ContainsSubstring("calls.csv' does not exist"));
  folder.write("calls.csv", kStoryCalls);
  CHECK(explained(folder / "r", {"--vm", "0"}).status == 0);
  folder.write("r/scenario.yaml", read_file(folder / "r/scenario.yaml") + "\n");
  CHECK_THAT(explained(folder / "r", {"--vm", "0"}).err, ContainsSubstring("edited"));
  CHECK_THAT(explained(folder.path(), {"--vm", "0"}).err, ContainsSubstring("is not a results folder"));
}

TEST_CASE("A command that explain suggests can be pasted into a shell, for any names") {
  const Folder folder;
  const std::string path = folder.write("it's a.yaml",
                                        "duration: 10s\nplatform: ideal\nworkload:\n"
                                        "  - timer: {function: \"f'g\", every: 1s, duration: 100ms}\n");
  const Ended ended = explained(path, {"--why-slow"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("it'\\''s a.yaml' --invocation 'f'\\''g/"));
}

TEST_CASE("One variant of a comparison's folder is explained") {
  const Folder folder;
  const std::string s = write_stories(folder);
  REQUIRE(curtain({"compare", s, "--quiet", "--replications", "2", "--vary",
                   "keep=policies.keep_alive: {short: {fixed: {timeout: 1s}}, long: {fixed: {timeout: 1h}}}",
                   "--out", folder / "c"})
              .status == 0);
  CHECK(explained(folder / "c", {"--invocation", "a/2"}).err ==
        "curtain: '" + (folder / "c") +
            "' is a comparison; choose one of its variants, such as --variant 'short'; the variants are "
            "short, long\n");
  CHECK(explained(folder / "c", {"--invocation", "a/2", "--variant", "shor"}).err ==
        "curtain: '" + (folder / "c") +
            "' has no variant 'shor'; did you mean 'short'?; its variants are short, long\n");
  CHECK_THAT(explained(folder / "c", {"--invocation", "a/2", "--variant", "short"}).out,
             ContainsSubstring("after a cold start"));
  CHECK_THAT(explained(folder / "c", {"--invocation", "a/2", "--variant", "long", "--replication", "1"}).out,
             ContainsSubstring("at once on an idle instance"));
}
