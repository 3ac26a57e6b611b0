#pragma once
// Distances between two samples of numbers, as distributions.
#include <vector>

namespace sim {

/// A value and its weight: 1 for a single observation, more for several.
struct WeightedValue {
  double value = 0;
  double weight = 1;  ///< > 0
};

/// The first Wasserstein distance: the integral of |F - G|, which is the least mean distance by which mass
/// has to be moved to turn one distribution into the other (Vallender, "Calculation of the Wasserstein
/// distance between probability distributions on the line", 1974). In the unit of the values. The samples may
/// be of different sizes and in any order; throws InvariantBroken if one is empty.
[[nodiscard]] double weighted_wasserstein_distance(std::vector<WeightedValue> a,
                                                   std::vector<WeightedValue> b);
[[nodiscard]] double wasserstein_distance(const std::vector<double>& a, const std::vector<double>& b);

/// The statistic of Kolmogorov and Smirnov: the largest |F - G|, between 0 and 1. The samples are as above.
[[nodiscard]] double kolmogorov_smirnov_distance(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace sim
