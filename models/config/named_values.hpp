#pragma once
// A setting with names for several of its values: "policies.keep_alive: {short: .., long: ..}".
#include <cstddef>
#include <string>
#include <vector>

namespace curtain {

/// A value of a setting, with its name.
struct NamedValue {
  std::string name;   ///< printable, 1 to kLongestName bytes, without blanks at its ends
  std::string value;  ///< YAML in one line
};

/// At least two values of the setting at `path`; names and values differ from each other.
struct NamedValues {
  static constexpr std::size_t kLongestName = 80;

  std::string path;  ///< in the form of Override::path
  std::vector<NamedValue> values;
};

/// Reads `text`: a YAML mapping with one key, the path of the setting, whose value is a mapping from names to
/// values. Throws ScenarioError with all findings, each with its position in the text; the findings name
/// `source` as their file.
NamedValues read_named_values(const std::string& text, const std::string& source);

}  // namespace curtain
