#pragma once
// Mechanisms of the platform that can be switched off, for `curtain validate --mechanisms`.
#include <string>
#include <string_view>
#include <vector>

namespace curtain {

/// A mechanism, with the settings that switch the mechanism off.
struct Mechanism {
  std::string name;  ///< as in `rests_on` of a case
  std::string description;
  std::vector<std::string> without;  ///< changes in the form of --set: "policies.placement=random"
};

/// Reads a file with the key `mechanisms`. Throws ScenarioError with all errors.
std::vector<Mechanism> load_mechanisms(const std::string& path);
/// Reads the text of such a file. `name_for_messages` replaces the path of the file in messages.
std::vector<Mechanism> parse_mechanisms(std::string_view text, const std::string& name_for_messages);

}  // namespace curtain
