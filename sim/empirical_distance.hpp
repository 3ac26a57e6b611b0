#pragma once
// Distances between the distributions of two samples of numbers.
#include <vector>

namespace sim {

/// A value and its weight, which is 1 for a single observation and more for several equal observations.
struct WeightedValue {
  double value = 0;
  double weight = 1;  ///< > 0
};

/// The first Wasserstein distance, which is the integral of |F - G| and has the unit of the values. The
/// distance is the least mean distance by which mass must be moved to turn one distribution into the other
/// (Vallender, "Calculation of the Wasserstein distance between probability distributions on the line",
/// 1974). The samples may have different sizes and any order. Throws InvariantBroken if a sample is empty.
[[nodiscard]] double weighted_wasserstein_distance(std::vector<WeightedValue> a,
                                                   std::vector<WeightedValue> b);
[[nodiscard]] double wasserstein_distance(const std::vector<double>& a, const std::vector<double>& b);

/// The Kolmogorov-Smirnov statistic, which is the largest |F - G| and is between 0 and 1. The samples may
/// have different sizes and any order. Throws InvariantBroken if a sample is empty.
[[nodiscard]] double kolmogorov_smirnov_distance(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace sim
