#pragma once
// Merges all sources of a scenario into one stream.
#include <memory>
#include <vector>

#include "models/workload/arrival.hpp"

namespace curtain {

/// One source that gives the arrivals of all `sources` in order of time and, at one instant, of the source's
/// position. A single source is returned unchanged. The horizon is the latest of the sources' horizons, or
/// empty if one source has none, because that source may have arrivals later than any other horizon. Without
/// sources the stream is empty. The clients are those of all sources, in the same order.
std::unique_ptr<ArrivalSource> merge(std::vector<std::unique_ptr<ArrivalSource>> sources);

}  // namespace curtain
