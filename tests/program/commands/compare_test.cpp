// Tests of `curtain compare`: paired runs of variants.
#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::Json;

namespace {

std::vector<std::string> texts_of(const Json& array) {
  std::vector<std::string> texts;
  for (const Json& item : array.items) {
    texts.push_back(item.text);
  }
  return texts;
}

}  // namespace

TEST_CASE("Variants are a grid of all values, the last axis fastest") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Ended ended =
      curtain({"compare", scenario, "--vary", "policies.placement=first-fit,best-fit", "--vary",
               "policies.keep_alive=none,{fixed: {timeout: 1s}}", "--replications", "2", "--json"});
  REQUIRE(ended.status == 0);
  CHECK(ended.err.empty());
  const Json json = support::parse_json(ended.out);
  CHECK(texts_of(json["variants"]) ==
        std::vector<std::string>{"first-fit none", "first-fit {fixed: {timeout: 1s}}", "best-fit none",
                                 "best-fit {fixed: {timeout: 1s}}"});
  CHECK(json["replications"].text == "2");
  CHECK(json["fingerprints"].items.size() == 4);
  const Json& warm = json["metrics"]["attempts.warm"];
  CHECK(warm["by_variant"].items[0]["mean"].number == 0);
  CHECK(warm["by_variant"].items[1]["mean"].number > 1000);
  CHECK(warm["difference_to_first"].items[0]["mean"].number == 0);
  CHECK(warm["difference_to_first"].items[1]["mean"].number == warm["by_variant"].items[1]["mean"].number);
}

TEST_CASE("Each cell of a comparison is the run of that variant and replication") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Json json =
      support::parse_json(curtain({"compare", scenario, "--vary", "policies.keep_alive=none,forever",
                                   "--replications", "2", "--json"})
                              .out);
  for (const std::size_t variant : {0U, 1U}) {
    for (const std::size_t replication : {0U, 1U}) {
      const Json run = support::parse_json(
          curtain({"run", scenario, "--json", "--replication", std::to_string(replication), "--set",
                   "policies.keep_alive=" + json["variants"].items[variant].text})
              .out);
      CHECK(run["fingerprint"].text == json["fingerprints"].items[variant].items[replication].text);
    }
  }
}

TEST_CASE("The number of threads changes nothing in a comparison") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  std::vector<std::string> outputs;
  for (const char* const threads : {"1", "4"}) {
    for (const char* const form : {"--json", "--audit"}) {
      const Ended ended = curtain({"compare", scenario, "--vary", "policies.placement=first-fit,worst-fit",
                                   "--replications", "3", "--threads", threads, form});
      CHECK(ended.status == 0);
      outputs.push_back(ended.out);
    }
  }
  CHECK(outputs[0] == outputs[2]);
  CHECK(outputs[1] == outputs[3]);
}

TEST_CASE("A comparison has a table and a folder with the same results") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Ended ended =
      curtain({"compare", scenario, "--vary", "policies.keep_alive=none,forever", "--replications", "3",
               "--metric", "attempts.warm", "--out", folder / "results"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("forever against none"));
  CHECK_THAT(ended.out, ContainsSubstring("attempts.warm"));
  CHECK(ended.out.find("latency.mean_s") == std::string::npos);
  CHECK(folder.names() == std::vector<std::string>{"results", "small.yaml"});
  const Json json = support::parse_json(support::read_file(folder / "results/comparison.json"));
  CHECK(texts_of(json["variants"]) == std::vector<std::string>{"none", "forever"});
  CHECK(support::read_file(folder / "results/comparison.csv").rfind("metric,variant,mean,", 0) == 0);
  CHECK(curtain({"run", folder / "results/variant-2.yaml", "-q"}).status == 0);
}

TEST_CASE("Replications without a value are counted, and the other replications are compared") {
  const Folder folder;
  // There are 10 calls in 1,000 s. If instances are kept for longer than a gap, some replications have no
  // cold start.
  const std::string scenario = folder.write("rare.yaml", R"(name: rare
seed: 1
duration: 2000s
warmup: 1000s
platform: ideal
cold_start: {sandbox: 1s}
workload:
  - poisson: {tenant: t, function: f, rate: 0.01/s, memory: 128MiB, duration: 1ms}
)");
  const std::vector<std::string> command = {"compare",
                                            scenario,
                                            "--vary",
                                            "policies.keep_alive={fixed: {timeout: 250s}},{fixed: "
                                            "{timeout: 400s}}",
                                            "--metric",
                                            "cold_start.mean_s"};
  const Ended ended = curtain(command);
  CHECK(ended.status == 0);
  std::vector<std::string> with_json = command;
  with_json.emplace_back("--json");
  const Json json = support::parse_json(curtain(with_json).out);
  const Json& metric = json["metrics"]["cold_start.mean_s"];
  std::vector<double> with_value;
  for (const std::size_t variant : {0U, 1U}) {
    const Json& interval = metric["by_variant"].items[variant];
    CHECK(interval["mean"].number == 1);
    CHECK(interval["half_width"].number == 0);
    with_value.push_back(interval["n"].number);
  }
  CHECK(with_value[0] > with_value[1]);
  CHECK(with_value[1] > 1);
  CHECK(with_value[0] < 10);
  CHECK(metric["difference_to_first"].items[1]["mean"].number == 0);
  CHECK(metric["difference_to_first"].items[1]["n"].number <= with_value[1]);
  CHECK_THAT(
      ended.out,
      ContainsSubstring(fmt::format(
          "no value in {} and {} of 10 replications, because there was no cold start:\n    cold_start.mean_s",
          10 - with_value[0], 10 - with_value[1])));
  CHECK_THAT(ended.out, ContainsSubstring("the same in every replication: cold_start.mean_s"));
}

TEST_CASE("A comparison without data prints no data, null in JSON, and an empty field in CSV") {
  const Folder folder;
  const std::string scenario = folder.write("off.yaml", R"(name: off
seed: 1
duration: 100s
platform: ideal
workload:
  - poisson: {function: f, rate: 1/s, memory: 128MiB, duration: {exponential: {mean: 1s}}}
)");
  const Ended ended =
      curtain({"compare", scenario, "--vary", "workload[0].poisson.concurrency_limit=5,0", "--replications",
               "3", "--metric", "latency.p99_s", "--out", folder / "results"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("no data"));
  const std::size_t verdicts = ended.out.find("concurrency_limit=0 against concurrency_limit=5");
  REQUIRE(verdicts != std::string::npos);
  CHECK(ended.out.find("less", verdicts) == std::string::npos);
  CHECK_THAT(ended.out,
             ContainsSubstring("no value in 0 and 3 of 3 replications, because nothing completed"));
  const Json json = support::parse_json(support::read_file(folder / "results/comparison.json"));
  const Json& p99 = json["metrics"]["latency.p99_s"];
  for (const Json* const interval : {&p99["by_variant"].items[1], &p99["difference_to_first"].items[1]}) {
    CHECK((*interval)["n"].number == 0);
    for (const char* const figure : {"mean", "half_width", "sd"}) {
      CHECK((*interval)[figure].kind == Json::Kind::null);
    }
  }
  CHECK_THAT(support::read_file(folder / "results/comparison.csv"),
             ContainsSubstring("\nlatency.p99_s,concurrency_limit=0,,,,0,0,,,,0,0,,no data,0\n"));
}

TEST_CASE("Scenarios that cannot be compared give status 2 before anything runs") {
  struct Case {
    std::vector<std::string> options;
    std::string message;
  };
  const std::vector<Case> cases = {
      {{"--vary", "policies.placement"},
       "curtain: --vary needs a path and values, as in --vary policies.placement=first-fit,best-fit; found "
       "'policies.placement'\n"},
      {{"--vary", "policies.placement="},
       "curtain: --vary needs a path and values, as in --vary policies.placement=first-fit,best-fit; found "
       "'policies.placement='\n"},
      {{"--vary", "policies.placement=first-fit"},
       "curtain: --vary policies.placement has only one value; write at least two values, separated by "
       "commas\n"},
      {{"--vary", "policies.placement=first-fit,,best-fit"},
       "curtain: --vary policies.placement has an empty value; write a value between two commas; found "
       "'first-fit,,best-fit'\n"},
      {{"--vary", "policies.placement=first-fit,bst-fit"},
       "curtain: --vary policies.placement: unknown policy 'bst-fit'; allowed: first-fit, best-fit, "
       "worst-fit, next-fit, last-fit, random, round-robin, power-of-two-choices, dot-product, "
       "function-spread, "
       "tenant-affinity, openwhisk-hash, hermod, rules, zone-spread, locality; "
       "did you mean 'best-fit'?\n"},
      {{"--vary", "policies.placement=first-fit,best-fit,first-fit"},
       "curtain: --vary policies.placement has the value 'first-fit' twice; each value makes a variant, so "
       "list it once\n"},
      {{"--vary", "seed=1,2", "--metric", "vms.peek"},
       "curtain: there is no metric 'vms.peek'; did you mean 'vms.peak'?\n"},
  };
  const Folder folder;
  const std::string scenario = folder.write("endless.yaml", support::kEndless);
  for (const Case& wrong : cases) {
    std::vector<std::string> arguments = {"compare", scenario, "--out", folder / "results"};
    arguments.insert(arguments.end(), wrong.options.begin(), wrong.options.end());
    const Ended ended = curtain(arguments);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err == wrong.message);
    CHECK(folder.names() == std::vector<std::string>{"endless.yaml"});
  }
  for (const char* const option : {"--replications=0", "--threads=many", "--confidence=100"}) {
    INFO(option);
    const Ended ended = curtain({"compare", scenario, "--vary", "seed=1,2", option});
    CHECK(ended.status == 2);
    CHECK(ended.err.rfind("curtain: --", 0) == 0);
  }
}

TEST_CASE("A variant that fails does not stop the others, is marked in its column, and gives status 3") {
  // The second variant's executions are drawn far beyond the longest possible run.
  const Folder folder;
  const std::string scenario = folder.write(
      "s.yaml",
      "duration: 10min\nplatform: ideal\nworkload: [{poisson: {function: f, rate: 1/s, duration: 1s}}]\n");
  const std::string far = "{pareto: {shape: 0.1, scale: 1s}}";
  const std::string why = "2 of 2 replications failed, replication 0 with: a draw of ";
  const auto with = [&](const std::string& values, const std::vector<std::string>& more) {
    std::vector<std::string> words = {
        "compare",        scenario, "--vary",   "workload[0].poisson.duration=" + values,
        "--replications", "2",      "--metric", "invocations.completed"};
    words.insert(words.end(), more.begin(), more.end());
    return curtain(words);
  };
  SECTION("with text output") {
    const Ended ended = with("1s," + far + ",2s", {});
    CHECK(ended.status == 3);
    CHECK_THAT(ended.err, ContainsSubstring("curtain: duration=" + far + " failed: " + why));
    CHECK_THAT(ended.out, ContainsSubstring("failed: 2 of 2 replications failed"));
    CHECK_THAT(ended.out, ContainsSubstring("duration=2s against duration=1s"));
    CHECK(ended.out.find("no value in") == std::string::npos);
  }
  SECTION("with JSON and a folder, when the first variant fails") {
    const Ended ended = with(far + ",1s,2s", {"--json", "--out", folder / "results"});
    CHECK(ended.status == 3);
    const Json json = support::parse_json(ended.out);
    CHECK(json["failures"].items[0].text.rfind(why, 0) == 0);
    CHECK(json["failures"].items[1].kind == Json::Kind::null);
    CHECK(json["first_that_ran"].text == "duration=1s");
    CHECK(json["fingerprints"].items[0].items[1].kind == Json::Kind::null);
    CHECK(json["fingerprints"].items[1].items[1].text.size() == 16);
    const Json& completed = json["metrics"]["invocations.completed"];
    CHECK(completed["by_variant"].items[0]["mean"].kind == Json::Kind::null);
    CHECK(completed["by_variant"].items[0]["n"].number == 0);
    CHECK(completed["by_variant"].items[2]["mean"].number > 500);
    CHECK(completed["difference_to_first"].items[2]["n"].number == 2);
    CHECK(support::parse_json(support::read_file(folder / "results/comparison.json"))["failures"]
              .items.size() == 3);
    CHECK_THAT(support::read_file(folder / "results/comparison.csv"),
               ContainsSubstring("\ninvocations.completed,duration=1s,"));
  }
  SECTION("a variant fails in the run that searches for the warm-up") {
    const Ended ended = with("1s," + far, {"--set", "warmup=mser-5"});
    CHECK(ended.status == 3);
    CHECK_THAT(ended.err, ContainsSubstring(why));
  }
  SECTION("all variants fail, so nothing is printed") {
    const Ended ended = with(far + ",{pareto: {shape: 0.11, scale: 1s}}", {});
    CHECK(ended.status == 3);
    CHECK(ended.out.empty());
    CHECK(ended.err.rfind("curtain: a draw of ", 0) == 0);
  }
}

TEST_CASE("A replication that fails makes its variant fail, and its number is reported") {
  const Folder folder;
  // About one execution in 800 takes longer than 146 years.
  const std::string scenario = folder.write(
      "s.yaml",
      "duration: 10min\nplatform: ideal\nworkload: [{poisson: {function: f, rate: 1/s, duration: 1s}}]\n");
  const Ended ended = curtain({"compare", scenario, "--vary",
                               "workload[0].poisson.duration=1s,{pareto: {shape: 0.3, scale: 1s}}",
                               "--replications", "6", "--json"});
  CHECK(ended.status == 3);
  const std::string why = support::parse_json(ended.out)["failures"].items[1].text;
  CHECK_THAT(why, ContainsSubstring(" of 6 replications failed, replication "));
  CHECK(why.rfind("6 of 6", 0) == std::string::npos);
}
