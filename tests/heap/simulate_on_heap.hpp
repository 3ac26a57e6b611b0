#pragma once
// The cell on a plain binary heap in place of the calendar: an oracle for the order of events.
#include "models/platform/platform.hpp"

namespace curtain {

/// As simulate(), with another queue of pending events. Results are the same.
RunOutcome simulate_on_heap(const PlatformParameters& parameters, const FunctionTable& functions,
                            ArrivalSource& source, const RunOptions& options);

}  // namespace curtain
