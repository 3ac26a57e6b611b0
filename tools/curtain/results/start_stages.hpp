#pragma once
// What the start of an instance consists of, from the scenario.
#include "models/experiment/run.hpp"
#include "tools/curtain/results/records.hpp"

namespace curtain::tools {

/// One row per stage in the order of a start: how long it takes by the settings. A function's own
/// initialisation (`init` of the workload) counts as often as the function had instances created in the
/// window. `applies` says which starts have the stage.
Records start_stage_records(const Scenario& scenario, const RunResult& result);

}  // namespace curtain::tools
