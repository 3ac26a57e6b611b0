#pragma once
// Settings that are valid and do nothing where they stand: a warning each.
#include "models/config/reader.hpp"
#include "models/config/scenario.hpp"

namespace curtain::config {

/// Adds a warning to `reader` for every setting of a valid scenario that has no effect, at the key that was
/// given, or at `fallback`. A setting that a profile gives is not warned about: the user did not write it.
void warn_of_settings_without_effect(const Scenario& scenario, Reader& reader, const Place& fallback);

}  // namespace curtain::config
