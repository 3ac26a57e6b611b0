#pragma once
// Warnings about settings that had no effect in a run.
#include "models/config/scenario.hpp"
#include "models/platform/platform.hpp"
#include "models/warning.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// Returns the warnings of the scenario, then the warnings of the run, each with the place of its key. The
/// run warns of crashes of VMs that did not exist, of merged bins, and of a pool whose memory size no
/// function has.
Warnings all_warnings(const Scenario& scenario, const RunOutcome& outcome, const FunctionTable& functions);

}  // namespace curtain
