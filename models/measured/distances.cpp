#include "models/measured/distances.hpp"

#include <algorithm>

#include "sim/check.hpp"
#include "sim/elementary.hpp"
#include "sim/special.hpp"

namespace curtain {

double ks_distance(std::vector<double> sample, const std::function<double(double)>& cdf) {
  SIM_CHECK(!sample.empty());
  std::sort(sample.begin(), sample.end());
  const auto size = static_cast<double>(sample.size());
  double most = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double at = cdf(sample[i]);
    most = std::max({most, static_cast<double>(i + 1) / size - at, at - static_cast<double>(i) / size});
  }
  return most;
}

double ks_p_value(double distance, std::size_t first, std::size_t second) {
  const auto n = static_cast<double>(first);
  const auto m = static_cast<double>(second);
  const double root = sim::sqrt(second == 0 ? n : n * m / (n + m));
  if (!(root > 0) || !(distance > 0)) {
    return 1;
  }
  const double t = (root + 0.12 + 0.11 / root) * distance;
  double sum = 0;
  double sign = 1;
  for (int k = 1; k <= 100; ++k) {
    const double term = sim::exp(-2.0 * k * k * t * t);
    sum += sign * term;
    sign = -sign;
    if (term < 1e-16) {
      return std::clamp(2 * sum, 0.0, 1.0);
    }
  }
  return 1;  // the series converges slowly only for small t, where the probability is 1
}

ProbabilityInterval wilson_interval(std::uint64_t hits, std::uint64_t total, double z) {
  if (total == 0) {
    return {};
  }
  const auto n = static_cast<double>(total);
  const double share = static_cast<double>(hits) / n;
  const double whole = 1 + z * z / n;
  const double centre = (share + z * z / (2 * n)) / whole;
  const double half = z / whole * sim::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  return {hits == 0 ? 0 : std::max(0.0, centre - half), hits == total ? 1 : std::min(1.0, centre + half)};
}

double binomial_p_value(std::uint64_t hits, std::uint64_t total, double p) {
  SIM_CHECK(hits <= total);
  if (p <= 0 || p >= 1) {
    return hits == (p <= 0 ? 0 : total) ? 1 : 0;
  }
  const auto n = static_cast<double>(total);
  const double log_p = sim::log(p);
  const double log_q = sim::log1p(-p);
  const auto log_probability = [&](std::uint64_t count) {
    const auto k = static_cast<double>(count);
    return sim::log_gamma(n + 1) - sim::log_gamma(k + 1) - sim::log_gamma(n - k + 1) + k * log_p +
           (n - k) * log_q;
  };
  // Counts that are equally probable differ by rounding.
  const double limit = log_probability(hits) + 1e-7;
  double sum = 0;
  for (std::uint64_t count = 0; count <= total; ++count) {
    const double log_of = log_probability(count);
    sum += log_of <= limit ? sim::exp(log_of) : 0;
  }
  return std::min(1.0, sum);
}

}  // namespace curtain
