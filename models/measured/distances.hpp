#pragma once
// The distance between a sample and a distribution, p-values, and intervals of probabilities. The distances
// between two samples are in sim/empirical_distance.hpp.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace curtain {

/// The Kolmogorov-Smirnov statistic of one sample, which is the largest difference between its empirical
/// distribution function and `cdf`, which must be continuous. The sample has any order and at least one
/// value.
double ks_distance(std::vector<double> sample, const std::function<double(double)>& cdf);

/// The probability of a Kolmogorov-Smirnov statistic of at least `distance` between two samples of these
/// sizes from one continuous distribution. With `second` = 0, the probability for one sample and a
/// distribution. It is Kolmogorov's limit 2 sum (-1)^(k-1) exp(-2 k^2 t^2) at t = (s + 0.12 + 0.11 / s) d,
/// where s is the root of the effective size n m / (n + m) (Stephens, "Use of the Kolmogorov-Smirnov,
/// Cramer-von Mises and related statistics without extensive tables", J. R. Stat. Soc. B 32, 1970).
double ks_p_value(double distance, std::size_t first, std::size_t second = 0);

/// An interval of a probability.
struct ProbabilityInterval {
  double low = 0;
  double high = 1;
};
/// The score interval of Wilson (J. Am. Stat. Assoc. 22, 1927) for `hits` of `total`, with the quantile `z`
/// of the normal distribution, which is that of 95 % by default. It is [0, 1] if `total` is 0.
ProbabilityInterval wilson_interval(std::uint64_t hits, std::uint64_t total, double z = 1.959963984540054);

/// The two-sided p-value of `hits` of `total` under the probability `p`. It is the sum of the probabilities
/// of all counts that are at most as probable as `hits`, so it is 1 if `total` is 0.
double binomial_p_value(std::uint64_t hits, std::uint64_t total, double p);

}  // namespace curtain
