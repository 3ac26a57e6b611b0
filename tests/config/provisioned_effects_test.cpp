#include "models/config/provisioned_effects.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;

namespace {

/// Returns the warnings of a valid scenario, one per line.
std::string warned(const std::string& text) {
  std::string lines;
  for (const Warning& warning : parse_scenario(text, "s.yaml").warnings) {
    lines += (lines.empty() ? "" : "\n") + warning.line();
  }
  return lines;
}

std::string provisioned_as(const std::string& traits, const std::string& pre_warm) {
  return "duration: 1h\nplatform: ideal\npolicies: {pre_warm: " + pre_warm +
         "}\nworkload:\n  - timer: {function: f, every: 1min, duration: 1s, " + traits + "}\n";
}

}  // namespace

TEST_CASE("a schedule and a maximum that the pre-warm policy does not read are warned about") {
  const std::string schedule = "provisioned: 1, provisioned_schedule: [{at: '0 8 * * *', level: 5}]";
  CHECK(
      warned(provisioned_as(schedule, "provisioned")) ==
      "s.yaml:5:69: warning: workload[0].timer.provisioned_schedule: has no effect: the pre-warm policy "
      "provisioned does not read the schedule; choose policies.pre_warm: provisioned-schedule, or remove the "
      "key");
  CHECK(warned(provisioned_as(schedule, "provisioned-schedule")).empty());
  CHECK(warned(provisioned_as("provisioned: 1, provisioned_max: 5", "provisioned-schedule")) ==
        "s.yaml:5:69: warning: workload[0].timer.provisioned_max: has no effect: the pre-warm policy "
        "provisioned-schedule does not raise provisioned concurrency; choose policies.pre_warm: "
        "target-tracking, "
        "or remove the key");
  CHECK(warned(provisioned_as("provisioned: 1, provisioned_max: 5", "target-tracking")).empty());
}

TEST_CASE("provisioned concurrency that target-tracking can never raise is warned about") {
  CHECK(warned(provisioned_as("provisioned: 3", "target-tracking")) ==
        "s.yaml:5:53: warning: workload[0].timer.provisioned: is never raised by the pre-warm policy "
        "target-tracking, because provisioned_max is 0; type provisioned_max: 4 or more");
  CHECK(warned(provisioned_as("provisioned: 3, provisioned_max: 3", "target-tracking"))
            .find("because provisioned_max is 3; type provisioned_max: 4 or more") != std::string::npos);
}
