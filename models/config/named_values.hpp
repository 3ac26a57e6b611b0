#pragma once
// Values of one setting, each with a name: "policies.keep_alive: {short: .., long: ..}".
#include <cstddef>
#include <string>
#include <vector>

namespace curtain {

/// A value of a setting, with the name that the user gives it.
struct NamedValue {
  std::string name;   ///< printable, 1 to kLongestName bytes, without blanks at its ends
  std::string value;  ///< YAML in one line, as for --set
};

/// At least two values of the setting at `path`. The names differ from each other, and so do the values.
struct NamedValues {
  static constexpr std::size_t kLongestName = 80;

  std::string path;  ///< in the form of Override::path
  std::vector<NamedValue> values;
};

/// Reads `text`, a YAML mapping with one key. The key is the path of the setting, and its value is a mapping
/// from names to values. Throws ScenarioError with all findings. Each finding has its position in the text,
/// and `source` as the name of its file.
NamedValues read_named_values(const std::string& text, const std::string& source);

}  // namespace curtain
