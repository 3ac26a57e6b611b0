#pragma once
// Common functions for the tests of single-function generators.
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "tests/workload/workload_support.hpp"

namespace support {

/// A function with constant durations of 1 ms.
inline curtain::SingleFunction function_named(const std::string& name) {
  curtain::SingleFunction function;
  function.function = name;
  function.duration = sim::Distribution::constant(1e6);
  return function;
}

/// Returns the arrivals in each window of `seconds` from `first` seconds on.
inline std::vector<double> counts_of(const std::vector<curtain::Arrival>& arrivals, double seconds,
                                     std::size_t windows, double first = 0) {
  std::vector<double> counts(windows);
  for (const curtain::Arrival& arrival : arrivals) {
    const double window = (arrival.time.seconds() - first) / seconds;
    if (window >= 0 && window < static_cast<double>(windows)) {
      ++counts[static_cast<std::size_t>(window)];
    }
  }
  return counts;
}

struct Moments {
  double mean = 0;
  double variance = 0;
};
inline Moments moments_of(const std::vector<double>& values) {
  Moments moments;
  for (const double value : values) {
    moments.mean += value;
  }
  moments.mean /= static_cast<double>(values.size());
  for (const double value : values) {
    moments.variance += (value - moments.mean) * (value - moments.mean);
  }
  moments.variance /= static_cast<double>(values.size() - 1);
  return moments;
}

/// The sum of (count - mean)^2 / mean. It is chi-square with as many degrees of freedom if the counts are
/// Poisson.
inline double chi_square(const std::vector<double>& counts, const std::vector<double>& means) {
  double sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    sum += (counts[i] - means[i]) * (counts[i] - means[i]) / means[i];
  }
  return sum;
}
/// Returns whether the sum is within five standard deviations of its mean, above and below.
inline bool is_usual_chi_square(double value, std::size_t freedom) {
  const auto n = static_cast<double>(freedom);
  return std::abs(value - n) < 5 * std::sqrt(2 * n);
}

/// Returns true if arrivals depend only on seed, replication, entry number and specification.
inline bool is_addressed(const curtain::WorkloadSpec& spec, double seconds) {
  const auto with = [&](std::uint64_t seed, std::uint32_t replication, std::uint32_t number, double length,
                        std::size_t size) {
    return Opened(spec, context_of(seed, length, replication, number), size).arrivals;
  };
  const auto base = with(1, 0, 0, seconds, 1000);
  auto longer = with(1, 0, 0, 2 * seconds, 1000);
  longer.resize(base.size());
  return !base.empty() && in_order(base) && with(1, 0, 0, seconds, 1) == base &&
         with(1, 0, 0, seconds, 7) == base && with(2, 0, 0, seconds, 1000) != base &&
         with(1, 1, 0, seconds, 1000) != base && with(1, 0, 1, seconds, 1000) != base && longer == base;
}

}  // namespace support
