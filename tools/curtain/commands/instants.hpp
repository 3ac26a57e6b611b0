#pragma once
// Times and dates that options take.
#include <optional>
#include <string>

#include "models/config/scenario.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/text/breakdown_text.hpp"

namespace curtain::tools {

/// A length of time such as "10min", the value of an option. Throws UsageError.
Duration duration_of(const char* option, const std::string& text);

/// The part of the run given by --from and --to, for the curves and the table by time; nothing if neither is
/// given. Each is a time since the start of the run, or a date if the scenario has an `epoch`. Throws
/// UsageError.
std::optional<Stretch> stretch_of(const RunCommand& command, const Scenario& scenario);

/// An option and its value, an instant of the run; empty if it is not given.
struct InstantOption {
  const char* name;
  const std::string& text;
};

/// The part of the run between two instants, by default its beginning and its end. Throws UsageError.
Stretch part_of(const InstantOption& from, const InstantOption& to, const Scenario& scenario);

}  // namespace curtain::tools
