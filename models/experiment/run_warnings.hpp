#pragma once
// What a run shows of settings without effect.
#include "models/config/scenario.hpp"
#include "models/platform/platform.hpp"
#include "models/warning.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The scenario's warnings, then those of the run, with the places of their keys: crashes of VMs that were
/// not there, bins that were merged, and a pool whose memory size none of the functions has.
Warnings all_warnings(const Scenario& scenario, const RunOutcome& outcome, const FunctionTable& functions);

}  // namespace curtain
