#pragma once
// Statistics that show how far a small sample is from the assumptions of an interval by Student's t.
#include <cstddef>
#include <span>

namespace sim {

/// Statistics of n values. All are 0 for fewer than 3 values, or if all values are equal.
struct SampleShape {
  /// The third central moment divided by the 3/2 power of the second (both with divisor n). The skewness is 0
  /// for symmetric values, and at most (n - 2) / sqrt(n - 1).
  double skewness = 0;
  /// The contribution of the value furthest from the mean to the sum of squared deviations, as a share.
  double largest_share = 0;
  /// The number of values that are equal to the most frequent value, as a share of n.
  double commonest_share = 0;
};
[[nodiscard]] SampleShape shape_of(std::span<const double> values);

}  // namespace sim
