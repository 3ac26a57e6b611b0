#pragma once
// Warnings about settings that are valid but have no effect in their scenario.
#include "models/config/reader.hpp"
#include "models/config/scenario.hpp"

namespace curtain::config {

/// Adds a warning to `reader` for every setting of a valid scenario that has no effect. The position is the
/// position of the key, or `fallback`. Settings of a profile cause no warning, because the user did not write
/// them.
void warn_of_settings_without_effect(const Scenario& scenario, Reader& reader, const Place& fallback);

}  // namespace curtain::config
