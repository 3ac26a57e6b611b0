#include "models/config/programme_fields.hpp"

#include "models/config/scenario.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::rewritten;

namespace {

std::string read_again(const std::string& steps) {
  return rewritten(*programmes_form(), "{p: {steps: " + steps + "}}");
}

}  // namespace

TEST_CASE("every step is written as it is read") {
  for (const char* const step :
       {"{invoke: {functions: f, at_once: 20, more_each_round: 5, hold: 10s, as: first, wait: false}}",
        "{wait: 5min}", "{wait: answers}",
        "{repeat: {times: 3, every: 1min, steps: [{wait: 1s}, {wait: answers}]}}",
        "{search: {functions: f, shortest: 1min, longest: 1h, precision: 10s, record: idle}}",
        "{update: {functions: f, consistent_after: 6s}}", "{delete: {functions: f, except: g}}",
        "{keep_group: {from: f, members: 5, as: g}}",
        "{record: {name: rate, of: disk-rate, from: f, among: new}}"}) {
    CAPTURE(step);
    CHECK(read_again("[" + std::string(step) + "]").find(step) != std::string::npos);
  }
  CHECK(read_again("[{deploy: {functions: f, memory: 1GiB, memory_step: 64MiB, runtime: python}}]")
            .find("memory_step: 64MiB") != std::string::npos);
}

TEST_CASE("an unknown step, two steps in one and a missing key are refused in their place") {
  CHECK(
      read_again("[{invok: {functions: f}}]")
          .find(
              "t.yaml:1:15: p.steps[0]: unknown step 'invok'; allowed: deploy, invoke, wait, repeat, search, "
              "update, delete, keep_group, record, expect; did you mean 'invoke'?") != std::string::npos);
  CHECK(read_again("[{wait: 1s, delete: {functions: f}}]").find("found wait, delete") != std::string::npos);
  CHECK(read_again("[{invoke: {at_once: 3}}]").find("the key 'functions' is missing") != std::string::npos);
  CHECK(read_again("[{wait: soon}]").find("t.yaml:1:21: p.steps[0].wait: ") != std::string::npos);
  CHECK(read_again("[{search: {functions: f, shortest: 2h, longest: 1h, precision: 1s, record: r}}]")
            .find("longest must be more than shortest; type a longer time") != std::string::npos);
  CHECK(rewritten(*programmes_form(), "[]").find("expected programmes by name") != std::string::npos);
}

TEST_CASE("expectations of steps become expectations of the scenario") {
  const Scenario scenario = parse_scenario(
      "platform: ideal\nprogrammes:\n  p:\n    steps:\n      - deploy: {functions: f}\n      - repeat:\n"
      "          times: 2\n          steps:\n            - invoke: {functions: f}\n"
      "            - record: {name: n, of: latency}\n"
      "            - expect: {metric: 'recorded.count{record=n}', equals: 2}\n",
      "s.yaml");
  REQUIRE(scenario.expect.size() == 1);
  CHECK(scenario.expect[0].metric == "recorded.count{record=n}");
  CHECK(scenario.expect[0].where == "s.yaml:11:23");
  const Scenario again = parse_scenario(resolved_yaml(scenario), "again.yaml");
  CHECK(again.expect.size() == 1);
  CHECK(resolved_yaml(again) == resolved_yaml(scenario));
}
