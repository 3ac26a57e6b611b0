#pragma once
// Merges all sources of a scenario into one stream.
#include <memory>
#include <vector>

#include "models/workload/arrival.hpp"

namespace curtain {

/// Returns one source with the arrivals of all `sources` in order of time. Arrivals at one instant are in the
/// order of `sources`. A single source is returned unchanged. The horizon is the latest horizon of the
/// sources. It is empty if a source has no horizon, because such a source may have arrivals after all other
/// horizons. Without sources the stream is empty. The clients are those of all sources, in the order of
/// `sources`.
std::unique_ptr<ArrivalSource> merge(std::vector<std::unique_ptr<ArrivalSource>> sources);

}  // namespace curtain
