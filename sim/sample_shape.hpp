#pragma once
// How far a small sample is from the assumptions of an interval by Student's t.
#include <cstddef>
#include <span>

namespace sim {

/// Of n values; all 0 for fewer than 3, or if they are all equal.
struct SampleShape {
  /// The third central moment over the 3/2 power of the second (both with divisor n): 0 if symmetric, at most
  /// (n - 2) / sqrt(n - 1).
  double skewness = 0;
  /// Of the sum of squared deviations from the mean the share of the value that is furthest off.
  double largest_share = 0;
  /// How many of the values are equal to the commonest one, as a share of n.
  double commonest_share = 0;
};
[[nodiscard]] SampleShape shape_of(std::span<const double> values);

}  // namespace sim
