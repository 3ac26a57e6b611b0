#pragma once
// The scenario that curtain explain simulates again: a file, or that of a results folder.
#include <cstdint>

#include "models/config/scenario.hpp"
#include "tools/curtain/commands/commands.hpp"

namespace curtain::tools {

/// Loads the scenario of the command, with its overrides. If it names a results folder, the scenario is the
/// resolved one in it, and `replication` is that of the run unless the command has one. Throws UsageError if
/// the folder is not whole, if it has several variants and none is chosen, or if a file that the run read is
/// gone or has changed; and the exceptions of load().
Scenario scenario_to_explain(const ExplainCommand& command, std::uint32_t& replication);

}  // namespace curtain::tools
