#pragma once
// Warnings about settings of an input that have no effect or an unexpected effect. Models collect warnings as
// values. Tools print the warnings, and reports list them.
#include <string>
#include <vector>

namespace curtain {

/// One warning. The run continues after a warning. An input that cannot be simulated causes an error instead.
struct Warning {
  std::string setting;  ///< full path of the key, such as "workload[0].timer.provisioned"; empty if the
                        ///< warning concerns no key
  std::string text;     ///< one line without a full stop: the setting without effect, the reason, and what to
                        ///< type instead
  std::string where;    ///< "file:line:column" of the key; empty if the key was not given

  /// The warning as "file:line:column: warning: setting: text". Empty parts are left out.
  [[nodiscard]] std::string line() const {
    std::string line = where.empty() ? "" : where + ": ";
    line += "warning: ";
    line += setting.empty() ? "" : setting + ": ";
    return line + text;
  }
  bool operator==(const Warning&) const = default;
};

/// Warnings in the order in which they were found.
using Warnings = std::vector<Warning>;

}  // namespace curtain
