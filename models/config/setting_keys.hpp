#pragma once
// The dotted keys that `--set` accepts, for completion and listings.
#include <string>
#include <vector>

namespace curtain {

/// One value of a scenario that an override can change.
struct SettingKey {
  std::string path;                  ///< "cluster.hosts.count"
  std::string meaning;               ///< one line, from the schema
  std::vector<std::string> choices;  ///< allowed words; other values may be allowed, too
};

/// Every key of a scenario that is not only a mapping, in the order of the schema. Keys in lists (workload,
/// expect) are left out, because their paths contain numbers.
std::vector<SettingKey> setting_keys();

/// The paths of the keys whose last part is that name ("policies.placement" for "placement"); if there are
/// none, those with a similar name, which may be a typing error. The shortest paths come first.
std::vector<std::string> setting_paths(const std::string& name);

/// The kinds of workload ("poisson", "population") whose entries have a key of that name.
std::vector<std::string> workload_kinds_with(const std::string& name);

}  // namespace curtain
