#pragma once
// Statistics that show how far a small sample is from the assumptions of an interval by Student's t.
#include <cstddef>
#include <span>

namespace sim {

/// For n values; all 0 for fewer than 3 values, or if they are all equal.
struct SampleShape {
  /// The third central moment over the 3/2 power of the second (both with divisor n): 0 if symmetric, at most
  /// (n - 2) / sqrt(n - 1).
  double skewness = 0;
  /// The share of the value that is furthest from the mean in the sum of squared deviations.
  double largest_share = 0;
  /// The number of values that are equal to the most frequent one, as a share of n.
  double commonest_share = 0;
};
[[nodiscard]] SampleShape shape_of(std::span<const double> values);

}  // namespace sim
