#pragma once
// Warnings about settings that had no effect in a run.
#include "models/config/scenario.hpp"
#include "models/platform/platform.hpp"
#include "models/warning.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The scenario's warnings, then those of the run, each with the place of its key: crashes of VMs that did
/// not exist, bins that were merged, and a pool whose memory size no function has.
Warnings all_warnings(const Scenario& scenario, const RunOutcome& outcome, const FunctionTable& functions);

}  // namespace curtain
