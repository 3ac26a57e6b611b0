#pragma once
// The dotted keys that `--set` takes, for those who complete or list them.
#include <string>
#include <vector>

namespace curtain {

/// One value of a scenario that an override can change.
struct SettingKey {
  std::string path;                  ///< "cluster.hosts.count"
  std::string meaning;               ///< one line, as in the schema
  std::vector<std::string> choices;  ///< words that it may be; others may be allowed beside
};

/// Every key of a scenario that is no mapping only, in the order of the schema. What is in lists (workload,
/// expect) is left out: its keys hold numbers.
std::vector<SettingKey> setting_keys();

/// The paths of the keys whose last part is that name ("policies.placement" for "placement"), or near enough
/// to be a slip of the fingers where there is none; the shortest paths first.
std::vector<std::string> setting_paths(const std::string& name);

/// The kinds of workload ("poisson", "population") whose entries have a key of that name.
std::vector<std::string> workload_kinds_with(const std::string& name);

}  // namespace curtain
