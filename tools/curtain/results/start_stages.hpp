#pragma once
// The stages of the start of an instance, from the scenario.
#include "models/experiment/run.hpp"
#include "tools/curtain/results/records.hpp"

namespace curtain::tools {

/// One row for each stage in order of time, with its duration according to the settings. The initialisation
/// of a function (`init` of the workload) is weighted by the number of instances of the function that were
/// created in the window. The column `applies` states which starts have the stage, and `measured_mean_s` is
/// the mean time of the stage over the starts of the run.
Records start_stage_records(const Scenario& scenario, const RunResult& result);

}  // namespace curtain::tools
