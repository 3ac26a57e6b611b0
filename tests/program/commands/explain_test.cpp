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
      {{"--vm", "0", "--function", "a"}, "--function needs --cold-starts or --why-slow"},
      {{"--invocation", "a/1", "--tenant", "a"}, "--tenant needs --cold-starts or --why-slow"},
      {{"--why-slow", "--function", "d"}, "there is no function 'd'; the functions are a, b, c"},
      {{"--cold-starts", "--tenant", "shop"}, "there is no tenant 'shop'; the tenants are default"},
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
    for (const char* const part : {"frontend", "queueing", "start", "thaw", "retry", "execution"}) {
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
            "The client sends the request at 2024-03-01 09:30:00.5.", "Its execution will take 2 s.",
            "It reaches the platform.",
            "The admission policy concurrency-limit admits it: 1 of at most 2 requests of the tenant are "
            "already in progress, 0 of them of the function.",
            "Function b has never had an instance.",
            "The scaling policy per-request starts a new instance for it.",
            "Instance 0 starts in VM 0 on host 0.",
            "This is the only open VM that instances of this function are allowed to use.",
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
             ContainsSubstring("It ran after a cold start in a new VM. The answer arrived after 3.51 s."));
  CHECK_THAT(explained(s, {"--instance", "a/0"}).out,
             ContainsSubstring("It existed for 18 s. It served 3 requests and was busy for 44.44 % of its"));
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
  CHECK(explained(folder / "r", {"--vm", "0", "--replication", "4"}).err ==
        "curtain: '" + (folder / "r") +
            "' contains the results of replication 3, not of replication 4; remove --replication, or explain "
            "the scenario\n");
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

TEST_CASE("Of several replications the explained one is named, and must be one of them") {
  const Folder folder;
  const std::string s = write_stories(folder);
  REQUIRE(curtain({"run", s, "--quiet", "--replications", "3", "--out", folder / "r"}).status == 0);
  for (const char* const asked : {"--why-slow", "--cold-starts"}) {
    CAPTURE(asked);
    CHECK_THAT(explained(folder / "r", {asked}).out,
               ContainsSubstring("on ideal, seed 1, replication 0 (of 0 to 2)"));
    CHECK_THAT(explained(folder / "r", {asked, "--replication", "2"}).out,
               ContainsSubstring("replication 2 (of 0 to 2)"));
    CHECK(explained(folder / "r", {asked, "--replication", "3"}).err ==
          "curtain: '" + (folder / "r") + "' contains the replications 0 to 2; found --replication 3\n");
  }
}

TEST_CASE("Cold starts and slow requests are explained for a part of the functions") {
  const Folder folder;
  const std::string s = write_stories(folder);
  const Ended slow = explained(s, {"--why-slow", "--function", "a"});
  CHECK_THAT(slow.out, ContainsSubstring("of function a, on ideal, seed 1"));
  CHECK_THAT(slow.out, ContainsSubstring("The slowest 1 % of 2 completed requests is 1 request"));
  CHECK_THAT(slow.out, ContainsSubstring("1 request did not complete and is not included: 1 timed out."));
  CHECK_THAT(
      explained(s, {"--why-slow"}).out,
      ContainsSubstring("2 requests did not complete and are not included: 1 throttled and 1 timed out."));
  const Json causes = support::parse_json(explained(s, {"--cold-starts", "--function", "b", "--json"}).out);
  CHECK(causes["of_function"].text == "b");
  CHECK(causes["cold_starts"].number == 1);
  CHECK(causes["starts"].number == 2);
  const Json tenant = support::parse_json(explained(s, {"--why-slow", "--tenant", "default", "--json"}).out);
  CHECK(tenant["arrived"].number == 6);
  CHECK(tenant["not_completed"]["throttled"].number == 1);
}

namespace {

/// Two zones of two hosts with room for two instances each. The zone 1 is lost at 10 s.
const std::string kLostZone =
    "name: lost\n"
    "epoch: 2024-03-01 09:30\n"
    "duration: 60s\n"
    "platform: ideal\n"
    "cluster:\n"
    "  hosts: {count: 4, vcpus: 2, memory: 2GiB}\n"
    "  vms: {vcpus: 1, memory: 1GiB, instance_memory: 1GiB, isolation: instance}\n"
    "  topology: {zones: 2}\n"
    "cold_start: {function_init: 500ms}\n"
    "policies: {placement: zone-spread, host_placement: zone-spread, keep_alive: forever}\n"
    "faults: {outages: [{at: 10s, zone: 1, repair: 6s}]}\n"
    "workload:\n"
    "  - trace: {format: csv, path: lost.csv}\n";
const std::string kLostZoneCalls =
    "function_id,arrival_s,duration_s,memory_mb\n"
    "a,0,8,1024\n"
    "a,0.1,20,1024\n"
    "a,0.2,2,1024\n"
    "a,0.3,2,1024\n"
    "a,12,3,1024\n"
    "a,12.1,3,1024\n"
    "a,12.2,3,1024\n";

}  // namespace

TEST_CASE("A cold start after an outage is explained by the outage, not by the busy instances") {
  const Folder folder;
  folder.write("lost.csv", kLostZoneCalls);
  const std::string s = folder.write("s.yaml", kLostZone);
  const Json account = support::parse_json(explained(s, {"--invocation", "a/7", "--json"}).out);
  std::string text;
  for (const Json& sentence : account["sentences"].items) {
    text += sentence["text"].text + "\n";
  }
  CHECK_THAT(text, ContainsSubstring("Function a has 2 live instances: both are busy.\n"));
  CHECK_THAT(text,
             ContainsSubstring(
                 "The outage of zone 1 at 09:30:10, 2.2 s before, took 2 instances of this function.\n"));
  const Json causes = support::parse_json(explained(s, {"--cold-starts", "--json"}).out);
  CHECK(causes["causes"].items.back()["cause"].text == "outage");
  CHECK(causes["causes"].items.back()["longest_n"].number == 7);
  CHECK_THAT(explained(s, {"--cold-starts"}).out,
             ContainsSubstring("instances lost in an outage  1 cold start"));
  CHECK_THAT(explained(s, {"--invocation", "a/2"}).out,
             ContainsSubstring("It failed, because its VM was lost in an outage of zone 1."));
  CHECK_THAT(explained(s, {"--invocation", "a/2"}).out,
             ContainsSubstring("VM 1 is lost in an outage of zone 1, and the execution is lost"));
  CHECK_THAT(explained(s, {"--vm", "1"}).out,
             ContainsSubstring("It is lost in an outage of zone 1, and 1 instance is lost with it."));
  CHECK_THAT(explained(s, {"--instance", "a/1"}).out,
             ContainsSubstring("It ends because its VM was lost in an outage of zone 1."));
}

TEST_CASE("A request without room is explained by the hosts that are down") {
  const Folder folder;
  folder.write("lost.csv", "function_id,arrival_s,duration_s,memory_mb\na,0,20,1024\na,11,3,1024\n");
  const std::string one = "cluster:\n  hosts: {count: 2, vcpus: 1, memory: 1GiB}\n";
  std::string text = kLostZone;
  text.replace(text.find("cluster:\n"), text.find("  vms:") - text.find("cluster:\n"), one);
  const Ended ended = explained(folder.write("s.yaml", text), {"--invocation", "a/2", "--json"});
  const Json account = support::parse_json(ended.out);
  const std::string last = account["sentences"].items[account["sentences"].items.size() - 2]["text"].text;
  CHECK_THAT(last, ContainsSubstring("; zone 1 is down in an outage that began at 09:30:10."));
}

TEST_CASE("A new VM is explained by the VMs that exist: none, too old, full, or without memory") {
  const Folder folder;
  const auto sentences = [&folder](const char* name, const std::string& settings, const std::string& calls,
                                   const char* asked) {
    folder.write("calls.csv", "function_id,arrival_s,duration_s,memory_mb\n" + calls);
    const std::string s = folder.write(name, "platform: ideal\nduration: 100s\n" + settings +
                                                 "workload: [{trace: {format: csv, path: calls.csv}}]\n");
    return explained(s, {"--invocation", asked}).out;
  };
  CHECK_THAT(sentences("none.yaml", "", "a,0,1,128\n", "a/1"),
             ContainsSubstring("There is no open VM that instances of this function are allowed to"));
  const std::string old = sentences("old.yaml", "lifetimes: {vm: 10s}\n", "a,0,30,128\na,20,1,128\n", "a/2");
  CHECK_THAT(old, ContainsSubstring("The only VM that instances of this function are allowed to use has"));
  CHECK_THAT(old, ContainsSubstring("instance 0, is retired and takes"));
  CHECK_THAT(old, ContainsSubstring("There was one more usable instance: instance 0 was retired 10 s"));
  CHECK(old.find("no VM yet") == std::string::npos);
  CHECK_THAT(sentences("full.yaml", "cluster: {hosts: {memory: 1GiB}, vms: {memory: 128MiB}}\n",
                       "a,0,30,128\na,20,1,128\n", "a/2"),
             ContainsSubstring("The only VM that instances of this function are allowed to use has no"));
}

TEST_CASE("An asynchronous event is explained as an event in a queue, without a client that waits") {
  const Folder folder;
  const std::string s = folder.write("s.yaml",
                                     "duration: 10min\nplatform: ideal\n"
                                     "workload: [{timer: {function: f, every: 5min, duration: 2s, timeout: "
                                     "1s, invoke: async, async_retries: 0}}]\n");
  const std::string text = explained(s, {"--invocation", "f/1"}).out;
  CHECK_THAT(text, ContainsSubstring("the 1st event to function f"));
  CHECK_THAT(text, ContainsSubstring("The event is sent"));
  CHECK_THAT(text, ContainsSubstring("The platform drops the event."));
  CHECK_THAT(text, ContainsSubstring("latency, from the event to the end of its processing"));
  for (const char* const word : {"client", "answer", "the request"}) {
    CAPTURE(word);
    CHECK(text.find(word) == std::string::npos);
  }
  const std::string done = explained(s, {"--invocation", "f/1", "--set", "workload.0.timer.timeout=9s"}).out;
  CHECK_THAT(done, ContainsSubstring("The event was processed 2 s after"));
  CHECK_THAT(done, ContainsSubstring("The event has been processed, and the platform removes it"));
}

TEST_CASE("The memory of a VM over time is drawn with its scale") {
  const Folder folder;
  const std::string s = write_stories(folder);
  const Ended ended = explained(s, {"--vm", "0"});
  CHECK_THAT(ended.out, ContainsSubstring("The full height is "));
  CHECK_THAT(ended.out, ContainsSubstring(" MiB of the 2,048 MiB that the VM has for"));
}

TEST_CASE("Without prices nothing costs $0") {
  const Folder folder;
  const std::string s = write_stories(folder);
  CHECK_THAT(explained(s, {"--invocation", "a/1"}).out, ContainsSubstring("the scenario has no prices"));
  CHECK_THAT(explained(s, {"--invocation", "a/1", "--json"}).out, ContainsSubstring("\"cost_usd\": null"));
  const Ended run = curtain({"run", s, "--by", "function"});
  CHECK_THAT(run.out, ContainsSubstring(": no prices"));
  CHECK(run.out.find('$') == std::string::npos);
  const Ended compared =
      curtain({"compare", s, "--replications", "2", "--vary", "policies.keep_alive.fixed.timeout=1s,1h"});
  CHECK_THAT(compared.out, ContainsSubstring("no prices"));
  CHECK(compared.out.find('$') == std::string::npos);
}

TEST_CASE("A command that explain suggests can be pasted into a shell, for any names") {
  const Folder folder;
  const std::string path = folder.write("it's a.yaml",
                                        "duration: 10s\nplatform: ideal\nworkload:\n"
                                        "  - timer: {function: \"f'g\", every: 1s, duration: 100ms}\n");
  const Ended ended = explained(path, {"--why-slow"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("it'\\''s a.yaml'") && ContainsSubstring("--invocation 'f'\\''g/"));
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
