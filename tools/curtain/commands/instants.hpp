#pragma once
// Times and dates that options take.
#include <optional>
#include <string>

#include "models/config/scenario.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/text/breakdown_text.hpp"

namespace curtain::tools {

/// Parses the value of an option as a length of time such as "10min". Throws UsageError.
Duration duration_of(const char* option, const std::string& text);

/// The part of the run between --from and --to, for the curves and the table by time. Nothing if no such
/// option is given. Each value is a time since the start of the run, or a date if the scenario has an
/// `epoch`. Throws UsageError.
std::optional<Stretch> stretch_of(const RunCommand& command, const Scenario& scenario);

/// An option whose value is an instant of the run. The value is empty if the option is not given.
struct InstantOption {
  const char* name;
  const std::string& text;
};

/// The part of the run between two instants, which are by default the beginning and the end of the run.
/// Throws UsageError.
Stretch part_of(const InstantOption& from, const InstantOption& to, const Scenario& scenario);

}  // namespace curtain::tools
