#pragma once
// Warnings: what an input says that has no effect, or not the effect that it seems to have. Models collect
// them as values; tools print them, and reports list them.
#include <string>
#include <vector>

namespace curtain {

/// One warning. A run goes on after it; what cannot be run is an error.
struct Warning {
  std::string setting;  ///< full path of the key, as "workload[0].timer.provisioned"; empty: no key's
  std::string text;     ///< what has no effect, why, and what to type instead; one line, no full stop
  std::string where;    ///< "file:line:column" of the key; empty where it was not given

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
