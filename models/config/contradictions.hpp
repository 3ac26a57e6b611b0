#pragma once
// What each key allows but the whole does not.
#include "models/config/reader.hpp"
#include "models/config/scenario.hpp"

namespace curtain::config {

/// Bins of the time series that a scenario may ask for; a run merges them to far fewer.
inline constexpr std::int64_t kMostBins = 10'000'000;

/// Tells `reader` of every contradiction between the keys of a scenario, each at the key that was given last,
/// or at `fallback`.
void check_contradictions(const Scenario& scenario, Reader& reader, const Place& fallback);

}  // namespace curtain::config
