#pragma once
// The scenario that curtain explain simulates again. It is read from a file or from a results folder.
#include <cstdint>

#include "models/config/scenario.hpp"
#include "tools/curtain/commands/commands.hpp"

namespace curtain::tools {

/// Loads the scenario of the command, with its overrides. For a results folder, this is the resolved scenario
/// in the folder, and `replication` is the replication of the run unless the command sets it. Throws
/// UsageError if the folder is incomplete, if it has several variants and the command chooses none, or if a
/// file that the run read has been removed or changed. Also throws the exceptions of load().
Scenario scenario_to_explain(const ExplainCommand& command, std::uint32_t& replication);

}  // namespace curtain::tools
