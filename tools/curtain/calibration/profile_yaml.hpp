#pragma once
// Writes fits as YAML: a distribution, a keep-alive policy, a whole profile.
#include <optional>
#include <string>

#include "models/calibration/calibration.hpp"

namespace curtain::tools {

/// A distribution of times as a scenario writes it, with six significant digits: "{lognormal: {median:
/// 266.12ms, sigma: 0.0712}}". The values are in nanoseconds. Values below 0 are not possible in YAML, so a
/// normal distribution gets the bound `min: 0s`.
std::string distribution_yaml(const sim::Distribution& distribution);

/// The keep-alive policy with the fitted numbers. `beside` is the expiry beside busy instances, or nullptr.
std::string keep_alive_yaml(const IdleReport& idle, const IdleReport* beside);

/// A time in seconds as YAML, with the precision of a millisecond: "606.2s".
std::string seconds_yaml(double seconds);

/// A profile that extends `base` and sets what was fitted, with the log, the number of rows and the method of
/// each number under `sources`. Nothing if nothing was fitted that a profile can set.
std::optional<std::string> profile_yaml(const Calibration& calibration, const std::string& base);

}  // namespace curtain::tools
