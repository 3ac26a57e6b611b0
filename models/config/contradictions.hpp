#pragma once
// Checks for contradictions between keys that are valid on their own.
#include "models/config/reader.hpp"
#include "models/config/scenario.hpp"

namespace curtain::config {

/// The largest number of bins of the time series that a scenario may request; a run merges them to far fewer.
inline constexpr std::int64_t kMostBins = 10'000'000;

/// Reports every contradiction between the keys of a scenario to `reader`, each at the key that was given
/// last, or at `fallback`.
void check_contradictions(const Scenario& scenario, Reader& reader, const Place& fallback);

}  // namespace curtain::config
