// Tests of the keys that an override may name.
#include "models/config/setting_keys.hpp"

#include <algorithm>

#include "models/config/scenario.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

const SettingKey* find(const std::vector<SettingKey>& keys, const std::string& path) {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&path](const SettingKey& key) { return key.path == path; });
  return found == keys.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("Setting keys are dotted, with their meanings and words") {
  const std::vector<SettingKey> keys = setting_keys();
  const SettingKey* const seed = find(keys, "seed");
  REQUIRE(seed != nullptr);
  CHECK(seed->meaning == "the seed, which determines all random numbers");
  CHECK(seed->choices.empty());
  const SettingKey* const binding = find(keys, "scheduler.binding");
  REQUIRE(binding != nullptr);
  CHECK(binding->choices == std::vector<std::string>{"early", "late"});
  const SettingKey* const placement = find(keys, "policies.placement");
  REQUIRE(placement != nullptr);
  CHECK(std::count(placement->choices.begin(), placement->choices.end(), "best-fit") == 1);
  CHECK(find(keys, "policies.keep_alive.fixed.timeout") != nullptr);
  const SettingKey* const platform = find(keys, "platform");
  REQUIRE(platform != nullptr);
  CHECK(platform->choices == platform_profiles());
  CHECK(find(keys, "cluster.hosts.count") != nullptr);
}

TEST_CASE("Setting keys do not include mappings and items of lists, and have no duplicates") {
  const std::vector<SettingKey> keys = setting_keys();
  CHECK(find(keys, "cluster") == nullptr);
  CHECK(find(keys, "workload") == nullptr);
  std::vector<std::string> paths;
  for (const SettingKey& key : keys) {
    paths.push_back(key.path);
  }
  std::sort(paths.begin(), paths.end());
  CHECK(std::adjacent_find(paths.begin(), paths.end()) == paths.end());
}

TEST_CASE("A word that a setting key offers is a word that the scenario accepts") {
  const std::string scenario = "workload: [{poisson: {function: f, rate: 1/s, duration: 1ms}}]";
  for (const SettingKey& key : setting_keys()) {
    if (key.path.rfind("policies.", 0) == 0 && key.path.find('.', 9) != std::string::npos) {
      continue;  // a parameter, which excludes the other policies of its seam
    }
    for (const std::string& word : key.choices) {
      INFO(key.path << "=" << word);
      try {
        parse_scenario(scenario, "scenario", {{key.path, word}});
      } catch (const ScenarioError& error) {
        // The words may contradict other settings, but they are known words.
        CHECK_THAT(error.what(), !ContainsSubstring("unknown") && !ContainsSubstring("expected"));
      }
    }
  }
}

TEST_CASE("a key is found by its last part in any section") {
  using curtain::setting_paths;
  using Paths = std::vector<std::string>;
  CHECK(setting_paths("placement") == Paths{"policies.placement"});
  CHECK(setting_paths("placment") == Paths{"policies.placement"});
  CHECK(setting_paths("hosts") == Paths{"cluster.hosts"});
  const Paths memory = setting_paths("memory");
  REQUIRE(memory.size() > 1);
  CHECK(memory[0] == "cluster.hosts.memory");
  CHECK(memory[1] == "cluster.vms.memory");
  CHECK(setting_paths("seed") == Paths{"seed"});
  CHECK(setting_paths("a").empty());
  CHECK(setting_paths("weather").empty());
}

TEST_CASE("the kinds of workload that have a key are reported") {
  const std::vector<std::string> kinds = curtain::workload_kinds_with("rate");
  REQUIRE(kinds.size() > 1);
  CHECK(kinds.front() == "poisson");
  CHECK(curtain::workload_kinds_with("jitter") == std::vector<std::string>{"timer"});
  CHECK(curtain::workload_kinds_with("weather").empty());
}
