#include "models/config/scenario_fields.hpp"

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::errors_of;
using testing::tree_of;

TEST_CASE("a scenario's fields have the order of a resolved scenario") {
  CHECK(scenario_fields().names() ==
        std::vector<std::string>{"name",       "description", "lesson",   "seed",     "duration",  "warmup",
                                 "epoch",      "bin",         "platform", "frontend", "scheduler", "cluster",
                                 "cold_start", "cpu",         "disk",     "network",  "lifetimes", "freeze",
                                 "billing",    "faults",      "async",    "updates",  "policies",  "workload",
                                 "programmes", "expect",      "cases"});
}

TEST_CASE("the epoch is a date, by default a Monday") {
  const std::string rest = "platform: ideal\nduration: 1h\nworkload: [{azure-like: {}}]\n";
  CHECK(parse_scenario(rest, "s").epoch == kMonday2024);
  const Scenario scenario = parse_scenario("epoch: 2024-01-06T12:00\n" + rest, "s");
  CHECK(scenario.epoch == kMonday2024 + (5 * 24 + 12) * 60);
  CHECK_THAT(resolved_yaml(scenario), ContainsSubstring("epoch: 2024-01-06T12:00\n"));
  CHECK(errors_of("epoch: 2023-02-29\n" + rest) ==
        "s.yaml:1:8: epoch: there is no date 2023-02-29 from 1970 to 9999");
  CHECK(errors_of("epoch: today\n" + rest) ==
        "s.yaml:1:8: epoch: 'today' is not a date; write for example 2024-01-01 or 2024-01-01T09:30");
}

TEST_CASE("in a resolved scenario the platform is only a name") {
  CHECK(profile_of(tree_of("{resolved: x}")) == nullptr);
  const Node name = tree_of("x");
  CHECK(profile_of(name) == &name);
  const std::string rest = "duration: 1h\nworkload: [{azure-like: {}}]\n";
  CHECK(errors_of("platform: {resolve: x}\n" + rest) ==
        "s.yaml:1:11: platform: expected the name of a profile or a path, or {resolved: NAME}, found a "
        "mapping");
  CHECK_THAT(errors_of("platform: {resolved: x}\n" + rest),
             ContainsSubstring("cluster.vms: the key 'memory' is missing"));
  CHECK(errors_of("platform:\n" + rest) ==
        "s.yaml:1:1: platform: has no value; expected the profile whose settings the sections below "
        "override: a built-in one, or a path to a YAML file");
}

TEST_CASE("A warm-up is a time or a rule, and is written in the form in which it was read") {
  const std::string rest =
      "platform: ideal\nduration: 1h\nworkload:\n  - poisson: {function: f, rate: 1/s, duration: 1s}\n";
  CHECK(!parse_scenario("warmup: 10min\n" + rest, "s.yaml").warmup_by);
  for (const auto& [text, signal] :
       {std::pair{"mser-5", WarmUpSignal::latency}, std::pair{"{mser-5: latency}", WarmUpSignal::latency},
        std::pair{"{mser-5: cold-starts}", WarmUpSignal::cold_starts},
        std::pair{"{mser-5: instances}", WarmUpSignal::instances}}) {
    const Scenario scenario = parse_scenario(std::string("warmup: ") + text + "\n" + rest, "s.yaml");
    CHECK(scenario.warmup_by == signal);
    const Scenario again = parse_scenario(resolved_yaml(scenario), "again.yaml");
    CHECK(again.warmup_by == signal);
    // A time in an override replaces the rule.
    CHECK(!parse_scenario(resolved_yaml(scenario), "again.yaml", {{"warmup", "5min"}}).warmup_by);
  }
  CHECK(errors_of("warmup: {mser: latency}\n" + rest) ==
        "s.yaml:1:9: warmup: expected a time such as 10min, mser-5, or {mser-5: SIGNAL} where SIGNAL is "
        "latency, "
        "cold-starts or instances, found a mapping");
  CHECK_THAT(errors_of("warmup: {mser-5: latencies}\n" + rest), ContainsSubstring("did you mean 'latency'?"));
  CHECK_THAT(errors_of("warmup: mser5\n" + rest), ContainsSubstring("s.yaml:1:9: warmup: "));
}
