#include "models/config/numeric_settings.hpp"

#include <algorithm>

#include "tests/catch.hpp"

using namespace curtain;

namespace {

Scenario scenario_with_lists() {
  return parse_scenario(
      "platform: aws-lambda-2018\nduration: 1min\nworkload: [{timer: {function: f, every: 1s, duration: "
      "1ms}}]\n",
      "s.yaml");
}

const NumericSetting& setting_at(const std::vector<NumericSetting>& settings, const std::string& path) {
  const auto found = std::find_if(settings.begin(), settings.end(),
                                  [&path](const NumericSetting& one) { return one.path == path; });
  REQUIRE(found != settings.end());
  return *found;
}

}  // namespace

TEST_CASE("the numbers of a platform are found in sections, lists and policies, each increased by 10 %") {
  const std::vector<NumericSetting> settings = numeric_settings(scenario_with_lists());
  const NumericSetting& latency = setting_at(settings, "frontend.request_latency");
  CHECK(latency.value == "12500us");
  CHECK(latency.changed == "13750us");
  CHECK(latency.number == 0.0125);
  CHECK(latency.relative_change == Approx(0.1));
  const NumericSetting& memory = setting_at(settings, "cluster.vms.instance_memory");
  CHECK(memory.value == "3328MiB");
  CHECK(memory.changed == "3661MiB");  // 3660.8, in whole MiB
  const NumericSetting& vcpus = setting_at(settings, "cluster.vms.vcpus");
  CHECK(vcpus.changed == "3");
  CHECK(vcpus.relative_change == Approx(0.5));
  CHECK(setting_at(settings, "policies.keep_alive.fixed.timeout").changed == "29.7min");
  CHECK(setting_at(settings, "policies.admission.concurrency-limit.tenant").changed == "1100");
  CHECK(std::count_if(settings.begin(), settings.end(), [](const NumericSetting& one) {
          return one.path.starts_with("workload") || one.path == "duration";
        }) == 0);
}

TEST_CASE("a changed setting changes only its own value") {
  const Scenario scenario = scenario_with_lists();
  const std::vector<NumericSetting> settings = numeric_settings(scenario);
  const auto changed = with_changed(scenario, setting_at(settings, "policies.keep_alive.fixed.timeout"));
  REQUIRE(changed.has_value());
  const std::vector<std::string> before = resolved_settings(scenario);
  const std::vector<std::string> after = resolved_settings(*changed);
  REQUIRE(before.size() == after.size());
  std::vector<std::string> different;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] != after[i]) {
      different.push_back(after[i]);
    }
  }
  CHECK(different == std::vector<std::string>{"policies.keep_alive: {fixed: {timeout: 1782s}}"});
}
