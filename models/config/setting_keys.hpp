#pragma once
// The dotted keys that `--set` accepts. Shell completion and listings use them.
#include <string>
#include <vector>

namespace curtain {

/// One setting of a scenario that `--set` can change.
struct SettingKey {
  std::string path;                  ///< "cluster.hosts.count"
  std::string meaning;               ///< a description in one line, from the schema
  std::vector<std::string> choices;  ///< the words that the setting allows; other values may also be allowed
};

/// Every key of a scenario whose value can be something other than a mapping, in the order of the schema.
/// Keys in lists (workload, expect) are not included, because their paths contain numbers.
std::vector<SettingKey> setting_keys();

/// The paths of all keys whose last part is `name` ("policies.placement" for "placement"). If there are none,
/// the paths of the keys with the nearest name, which may be a typing error. The shortest paths come first.
std::vector<std::string> setting_paths(const std::string& name);

/// The kinds of workload ("poisson", "population") whose entries have a key called `name`.
std::vector<std::string> workload_kinds_with(const std::string& name);

}  // namespace curtain
