#pragma once
// Families of distributions with at most five parameters, and their maximum-likelihood fits.
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "sim/distribution.hpp"

namespace curtain {

/// A family of distributions that Curtain can draw.
struct Family {
  std::string_view name;
  int parameters = 0;
  bool needs_positive = true;  ///< the family has no values of 0 or less
  /// The distribution with the largest likelihood. `values` are in ascending order, of about 1 in size, not
  /// all equal, and positive if the family needs it. Nothing if the likelihood has no maximum.
  std::optional<sim::Distribution> (*fit)(std::span<const double> values) = nullptr;
};

/// All families, the simplest first.
const std::vector<Family>& families();

/// The distribution whose values are `by` times those of `of`, of the kinds that families() gives.
sim::Distribution times(const sim::Distribution& of, double by);

}  // namespace curtain
