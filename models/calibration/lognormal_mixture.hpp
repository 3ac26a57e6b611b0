#pragma once
// The fit of a mixture of two lognormal distributions, which has five parameters.
#include <optional>
#include <span>

#include "sim/distribution.hpp"

namespace curtain {

/// The least sigma of a part. A narrower part would describe values that the log rounds to the same number,
/// and its likelihood would have no limit.
inline constexpr double kNarrowestPart = 0.01;

/// Expectation maximisation (Dempster, Laird and Rubin, 1977) from several starting points. `values` are
/// positive and in ascending order. Nothing if one of the parts describes less than two values.
std::optional<sim::Distribution> fit_two_lognormals(std::span<const double> values);

}  // namespace curtain
