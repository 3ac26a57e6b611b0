#include "models/config/programme_fields.hpp"

#include "models/config/scenario.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// The errors of a scenario whose programme `p` has these steps, one per line, from line 5 on.
std::string errors_in(const std::string& steps) {
  try {
    static_cast<void>(parse_scenario("platform: ideal\nprogrammes:\n  p:\n    steps:\n" + steps, "s.yaml"));
    return "";
  } catch (const ScenarioError& error) {
    return error.what();
  }
}

const std::string kDeploy = "      - deploy: {functions: f}\n";

}  // namespace

TEST_CASE("names that no earlier step defines are refused with the nearest name") {
  CHECK(errors_in(kDeploy + "      - invoke: {functions: g}\n") ==
        "s.yaml:6:18: programmes.p.steps[1].invoke.functions: no earlier deploy or keep_group of this "
        "programme has functions called 'g'; there are f");
  CHECK(errors_in(kDeploy + "      - record: {name: n, of: latency}\n") ==
        "s.yaml:6:9: programmes.p.steps[1].record: there are no answers yet; put an invoke before this step");
  CHECK(errors_in(kDeploy + "      - invoke: {functions: f, as: calls}\n"
                            "      - record: {name: n, of: latency, from: cals}\n") ==
        "s.yaml:7:40: programmes.p.steps[2].record.from: no earlier invoke of this programme has answers "
        "called 'cals'; did you mean 'calls'?; there are calls");
  CHECK(errors_in("      - delete: {functions: f}\n").find("has functions called 'f'") != std::string::npos);
}

TEST_CASE("a record has one unit, and a rate needs work") {
  const std::string calls = kDeploy + "      - invoke: {functions: f}\n";
  CHECK(errors_in(calls + "      - record: {name: n, of: latency}\n      - record: {name: n, of: vms}\n") ==
        "s.yaml:8:18: programmes.p.steps[3].record.name: the record 'n' has values in s in another step, and "
        "plain numbers here; give the records different names");
  CHECK(errors_in(calls + "      - record: {name: n, of: disk-rate}\n") ==
        "s.yaml:7:27: programmes.p.steps[2].record.of: no function of the programme has such work; add work: "
        "{disk: 100MB} to a deploy");
}

TEST_CASE("traits that contradict a programme are refused") {
  CHECK(
      errors_in("      - deploy: {functions: f, invoke: async}\n").find("events have none; remove the key") !=
      std::string::npos);
  CHECK(
      errors_in("      - deploy: {functions: f, reserved_concurrency: 3}\n").find("use concurrency_limit") !=
      std::string::npos);
  CHECK(errors_in("      - deploy: {functions: f, provisioned: 3}\n").find("declare the function in the") !=
        std::string::npos);
  CHECK(errors_in("      - deploy: {functions: f, work: {cpu: 1s}}\n").find("cpu.memory_per_vcpu") !=
        std::string::npos);
}

TEST_CASE("too many functions, rounds or requests are refused") {
  CHECK(
      errors_in("      - repeat: {times: 300000, steps: [{deploy: {functions: f}}]}\n") ==
      "s.yaml:3:3: programmes.p: the programmes create 300000 functions, because each round of a repeat "
      "creates new ones; at most 200000 are allowed; type fewer rounds, or move a deploy before its repeat");
  CHECK(errors_in("      - repeat: {times: 10000, steps: [{repeat: {times: 10000, steps: [{wait: 1s}]}}]}\n")
            .find("the steps are executed 100000000 times; at most 10000000 are allowed") !=
        std::string::npos);
  CHECK(errors_in(kDeploy + "      - invoke: {functions: f, more_each_round: 5}\n")
            .find("has no effect outside a repeat") != std::string::npos);
  CHECK(errors_in(kDeploy +
                  "      - repeat: {times: 100, steps: [{invoke: {functions: f, more_each_round: 5000}}]}\n")
            .find("the last round sends 495001 requests at once; at most 100000 are allowed") !=
        std::string::npos);
}

TEST_CASE("a scenario needs a workload or programmes") {
  CHECK(errors_in(kDeploy).empty());
  CHECK_THROWS_WITH(
      parse_scenario("platform: ideal\n", "s.yaml"),
      "s.yaml:1:1: the key 'workload' is missing: the sources of invocations; each source is one entry");
}
