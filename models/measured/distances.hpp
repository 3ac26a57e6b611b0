#pragma once
// Distances between two samples, and between a sample and a distribution.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace curtain {

/// The Kolmogorov-Smirnov distance, which is the largest difference of the two empirical distribution
/// functions. The samples need not be sorted. Both must have at least one value.
double ks_distance(std::vector<double> first, std::vector<double> second);

/// The largest difference between the empirical distribution function of a sample and the distribution
/// function `cdf`, which must be continuous.
double ks_distance(std::vector<double> sample, const std::function<double(double)>& cdf);

/// The first Wasserstein distance, which is the area between the two empirical distribution functions. It is
/// in the unit of the samples.
double wasserstein_distance(std::vector<double> first, std::vector<double> second);

/// The probability of a Kolmogorov-Smirnov distance of at least `distance` if both samples have the same
/// continuous distribution, by the limit distribution of Kolmogorov with the effective size
/// n m / (n + m) and the correction of Stephens (1970). For one sample, `second` is 0.
double ks_p_value(double distance, std::size_t first, std::size_t second = 0);

/// An interval of a probability.
struct Wilson {
  double low = 0;
  double high = 1;
};
/// The interval of Wilson (1927) for `hits` of `total`, with the quantile `z` of the normal distribution. For
/// no observations it is [0, 1].
Wilson wilson_interval(std::uint64_t hits, std::uint64_t total, double z = 1.959963984540054);

}  // namespace curtain
