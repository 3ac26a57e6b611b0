#pragma once
// What each key allows but the whole does not.
#include "models/config/reader.hpp"
#include "models/config/scenario.hpp"

namespace curtain::config {

/// Tells `reader` of every contradiction between the keys of a scenario, each at the key that was given last,
/// or at `fallback`.
void check_contradictions(const Scenario& scenario, Reader& reader, const Place& fallback);

}  // namespace curtain::config
