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

}  // namespace curtain
