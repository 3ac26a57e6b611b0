#pragma once
// The workload of a scenario: all its sources as one stream.
#include <memory>
#include <vector>

#include "models/workload/arrival.hpp"

namespace curtain {

/// One source that gives the arrivals of all `sources` in order of time and, at one instant, of the source's
/// position. A single source is handed back as it is. The horizon is the latest of theirs, and nothing if one
/// of them has none: that one may bring arrivals later than any horizon of the others. No source at all gives
/// an empty stream. The clients are those of all sources, in the same order.
std::unique_ptr<ArrivalSource> merge(std::vector<std::unique_ptr<ArrivalSource>> sources);

}  // namespace curtain
