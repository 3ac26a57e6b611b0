#pragma once
// How far apart two samples of numbers are, as distributions.
#include <vector>

namespace sim {

/// A value and its weight: 1 for one of a sample, more for what counts as several.
struct WeightedValue {
  double value = 0;
  double weight = 1;  ///< > 0
};

/// The first Wasserstein distance: the integral of |F - G|, the least mean way over which mass has to be
/// moved to make one distribution of the other (Vallender, "Calculation of the Wasserstein distance between
/// probability distributions on the line", 1974). In the unit of the values. The samples may be of different
/// sizes and in any order, and are not empty; throws InvariantBroken if one is.
[[nodiscard]] double weighted_wasserstein_distance(std::vector<WeightedValue> a,
                                                   std::vector<WeightedValue> b);
[[nodiscard]] double wasserstein_distance(const std::vector<double>& a, const std::vector<double>& b);

/// The statistic of Kolmogorov and Smirnov: the largest |F - G|, between 0 and 1. Of samples as above.
[[nodiscard]] double kolmogorov_smirnov_distance(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace sim
