#pragma once
// Checks for contradictions between keys that are valid on their own.
#include "models/config/reader.hpp"
#include "models/config/scenario.hpp"

namespace curtain::config {

/// The largest number of bins of a time series that a scenario may request. During a run, bins are merged to
/// a far smaller number.
inline constexpr std::int64_t kMostBins = 10'000'000;

/// Reports every contradiction between the keys of a scenario to `reader`. The position is the position of a
/// key of the contradiction, or `fallback` if that key is not set.
void check_contradictions(const Scenario& scenario, Reader& reader, const Place& fallback);

}  // namespace curtain::config
