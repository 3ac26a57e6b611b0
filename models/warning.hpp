#pragma once
// Warnings: settings of an input that have no effect, or another effect than they seem to have. Models
// collect them as values; tools print them, and reports list them.
#include <string>
#include <vector>

namespace curtain {

/// One warning. The run continues after a warning; an input that cannot be run is an error.
struct Warning {
  std::string setting;  ///< full path of the key, such as "workload[0].timer.provisioned"; empty if the
                        ///< warning concerns no key
  std::string text;     ///< what has no effect, why, and what to type instead; one line, no full stop
  std::string where;    ///< "file:line:column" of the key; empty if the key was not given

  /// "file:line:column: warning: setting: text", without the parts that are empty.
  [[nodiscard]] std::string line() const {
    std::string line = where.empty() ? "" : where + ": ";
    line += "warning: ";
    line += setting.empty() ? "" : setting + ": ";
    return line + text;
  }
  bool operator==(const Warning&) const = default;
};

/// In the order in which they were found.
using Warnings = std::vector<Warning>;

}  // namespace curtain
