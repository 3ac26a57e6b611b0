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

/// The part of the run given by --from and --to, for the table by time; nothing if neither is given. Each is
/// a time since the start of the run, or a date if the scenario has an `epoch`. Throws UsageError.
std::optional<Stretch> stretch_of(const RunCommand& command, const Scenario& scenario);

}  // namespace curtain::tools
