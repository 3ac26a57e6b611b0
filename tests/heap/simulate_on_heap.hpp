#pragma once
// Runs a cell on a plain binary heap instead of the calendar, as a reference for the order of events.
#include "models/platform/platform.hpp"

namespace curtain {

/// Does the same as make_cell(), with another queue of pending events.
std::unique_ptr<Cell> make_cell_on_heap(const PlatformParameters& parameters, const FunctionTable& functions,
                                        ArrivalSource& source, const RunOptions& options);

/// Does the same as simulate(), with another queue of pending events. The results are the same.
RunOutcome simulate_on_heap(const PlatformParameters& parameters, const FunctionTable& functions,
                            ArrivalSource& source, const RunOptions& options);

}  // namespace curtain
