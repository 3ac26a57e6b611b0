#pragma once
// The scenario that curtain explain simulates again: a file, or the scenario of a results folder.
#include "models/config/scenario.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/text/explain_words.hpp"

namespace curtain::tools {

/// Loads the scenario of the command, with its overrides. If the command names a results folder, the scenario
/// is the resolved scenario in this folder. `replication` is set to the replication that the command names.
/// If the command names none, it is set to the first replication of the results folder, or to 0 for a file.
/// Throws UsageError if the folder is incomplete or does not contain the replication, if it has several
/// variants and the command chooses none, or if a file that the run read is missing or has changed. Throws
/// also the exceptions of load().
Scenario scenario_to_explain(const ExplainCommand& command, ExplainedReplication& replication);

}  // namespace curtain::tools
