#pragma once
// The one-sample Kolmogorov-Smirnov test, for tests that compare samples with a known continuous
// distribution.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace support {

/// The largest distance between the empirical distribution function of `samples` (any order, at least one)
/// and the continuous distribution function `cumulative`.
template <class Cumulative>
double kolmogorov_distance(std::vector<double> samples, Cumulative cumulative) {
  std::sort(samples.begin(), samples.end());
  const auto count = static_cast<double>(samples.size());
  double distance = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double expected = cumulative(samples[i]);
    const auto rank = static_cast<double>(i);
    distance = std::max({distance, expected - rank / count, (rank + 1) / count - expected});
  }
  return distance;
}

/// The probability that `count` samples from the distribution have a distance of at least `distance`.
/// Kolmogorov's limit with Stephens' correction (1970) is used, which is accurate for counts from about 10.
inline double kolmogorov_probability(double distance, std::size_t count) {
  const double root = std::sqrt(static_cast<double>(count));
  const double scaled = (root + 0.12 + 0.11 / root) * distance;
  if (scaled < 0.2) {
    return 1.0;  // the series below needs many terms for such arguments, and the result is 1 to 12 digits
  }
  double sum = 0;
  for (int k = 1; k <= 100; ++k) {
    sum += (k % 2 == 1 ? 2.0 : -2.0) * std::exp(-2.0 * k * k * scaled * scaled);
  }
  return std::clamp(sum, 0.0, 1.0);
}

/// The p-value of `samples` under `cumulative`. It is small (say below 0.001) if the samples are from another
/// distribution.
template <class Cumulative>
double kolmogorov_smirnov(const std::vector<double>& samples, Cumulative cumulative) {
  return kolmogorov_probability(kolmogorov_distance(samples, cumulative), samples.size());
}

}  // namespace support
