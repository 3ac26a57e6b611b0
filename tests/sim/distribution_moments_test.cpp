#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

#include "sim/distribution.hpp"
#include "sim/elementary.hpp"
#include "tests/catch.hpp"

using sim::Distribution;

using sim::kInfinity;

namespace {

/// Computes mean and variance as sums over a million equally likely quantiles. This is rough, but independent
/// of the closed forms.
std::pair<double, double> numerical_moments(const Distribution& distribution, int steps = 1'000'000) {
  long double sum = 0;
  long double squares = 0;
  for (int i = 0; i < steps; ++i) {
    const long double value = distribution.quantile((i + 0.5) / steps);
    sum += value;
    squares += value * value;
  }
  const long double mean = sum / steps;
  return {static_cast<double>(mean), static_cast<double>(squares / steps - mean * mean)};
}

std::vector<Distribution> one_of_each() {
  return {Distribution::constant(4),
          Distribution::uniform(1, 9),
          Distribution::exponential(8),
          Distribution::normal(9, 7),
          Distribution::lognormal(5, 0.8),
          Distribution::weibull(2, 6),
          Distribution::weibull(0.8, 6),
          Distribution::pareto(5, 5),
          Distribution::burr(2, 3, 8),
          Distribution::empirical({{0, 1}, {25, 3}, {50, 3}, {99, 20}, {100, 50}}),
          Distribution::samples({1, 2, 3, 30}),
          Distribution::empirical({{20, 5}, {90, 10}})};
}

}  // namespace

TEST_CASE("Means and variances equal those of the textbook") {
  CHECK(Distribution::uniform(1, 9).mean() == 5);
  CHECK(Distribution::uniform(1, 9).variance() == Approx(64.0 / 12));
  CHECK(Distribution::exponential(8).mean() == 8);
  CHECK(Distribution::exponential(8).variance() == 64);
  CHECK(Distribution::normal(9, 7).mean() == 9);
  CHECK(Distribution::normal(9, 7).variance() == 49);
  CHECK(Distribution::lognormal(5, 0.8).mean() == Approx(5 * std::exp(0.32)).epsilon(1e-14));
  CHECK(Distribution::lognormal(5, 0.8).variance() ==
        Approx(25 * std::exp(0.64) * std::expm1(0.64)).epsilon(1e-14));
  CHECK(Distribution::weibull(2, 6).mean() == Approx(6 * std::tgamma(1.5)).epsilon(1e-14));
  CHECK(Distribution::gamma(2.5, 6).mean() == 15);
  CHECK(Distribution::gamma(2.5, 6).variance() == 90);
  CHECK(Distribution::pareto(3, 6).mean() == Approx(9).epsilon(1e-14));
  CHECK(Distribution::pareto(3, 6).variance() == Approx(27).epsilon(1e-14));
  CHECK(Distribution::burr(1, 3, 6).mean() == Approx(3).epsilon(1e-13));  // the mean of a Lomax: scale / (k -
                                                                          // 1)
  CHECK(Distribution::burr(1, 3, 6).variance() == Approx(27).epsilon(1e-12));
  CHECK(Distribution::samples({1, 2, 3, 30}).mean() == 9);
  CHECK(Distribution::samples({1, 2, 3, 30}).variance() == Approx((64 + 49 + 36 + 441) / 4.0));
  CHECK(Distribution::constant(4).mean() == 4);
  CHECK(Distribution::constant(4).variance() == 0);
  // 0.2 at 5, 0.7 uniform on 5..10, 0.1 at 10
  CHECK(Distribution::empirical({{20, 5}, {90, 10}}).mean() == Approx(0.2 * 5 + 0.7 * 7.5 + 0.1 * 10));
}

TEST_CASE("Closed forms agree with the sum over quantiles, unbounded and with different bounds") {
  const std::pair<double, double> bounds[] = {{-kInfinity, kInfinity}, {0, 15},         {2.5, 7}, {-3, 4},
                                              {6, kInfinity},          {-kInfinity, 6}, {12, 40}, {-10, -5}};
  for (const Distribution& free : one_of_each()) {
    for (const auto& [low, high] : bounds) {
      const Distribution distribution = free.clamped(low, high);
      INFO(distribution.to_string());
      const auto [mean, variance] = numerical_moments(distribution);
      CHECK(distribution.mean() == Approx(mean).epsilon(2e-5).margin(1e-9));
      CHECK(distribution.variance() == Approx(variance).epsilon(2e-3).margin(1e-9));
    }
  }
}

TEST_CASE("Moments of a gamma with bounds agree with the sum over quantiles") {
  for (const double shape : {0.4, 1.0, 7.5}) {  // few quantiles, because each is found by a search
    const std::pair<double, double> bounds[] = {{0, 15}, {2.5, 7}, {-3, 4}, {6, kInfinity}, {-10, -5}};
    for (const auto& [low, high] : bounds) {
      const Distribution distribution = Distribution::gamma(shape, 8 / shape).clamped(low, high);
      INFO(distribution.to_string());
      const auto [mean, variance] = numerical_moments(distribution, 5'000);
      CHECK(distribution.mean() == Approx(mean).epsilon(2e-4).margin(1e-9));
      CHECK(distribution.variance() == Approx(variance).epsilon(1e-2).margin(1e-9));
    }
  }
}

TEST_CASE("Tails too heavy for a mean or variance give infinite values, and finite values with a bound") {
  CHECK(Distribution::pareto(1, 6).mean() == kInfinity);
  CHECK(Distribution::pareto(1, 6).variance() == kInfinity);
  CHECK(Distribution::pareto(2, 6).mean() == 12);
  CHECK(Distribution::pareto(2, 6).variance() == kInfinity);
  CHECK(Distribution::pareto(1, 6).clamped(7, kInfinity).mean() == kInfinity);
  CHECK(Distribution::burr(2, 0.5, 6).mean() == kInfinity);
  CHECK(Distribution::burr(2, 1, 6).variance() == kInfinity);
  // the mean is s + the integral of s / x from s to 10 s
  CHECK(Distribution::pareto(1, 6).clamped(0, 60).mean() == Approx(6 * (1 + std::log(10))).epsilon(1e-13));
  // the second moment is 2 times the integral of s^2 / x from s to 10 s, plus s^2
  const double mean = 12 - 6 * 0.1;
  CHECK(Distribution::pareto(2, 6).clamped(0, 60).variance() ==
        Approx(36 * (1 + 2 * std::log(10)) - mean * mean).epsilon(1e-12));
  // the mean of a Lomax of k = 1: s log(1 + x / s)
  CHECK(Distribution::burr(1, 1, 6).clamped(0, 60).mean() == Approx(6 * std::log(11)).epsilon(1e-12));
}

TEST_CASE("Quantiles and the distribution function are inverse to each other") {
  auto distributions = one_of_each();
  for (const double shape : {0.01, 0.3, 1.0, 40.0, 10'000.0}) {
    distributions.push_back(Distribution::gamma(shape, 6));
  }
  for (const Distribution& distribution : distributions) {
    if (distribution.is_constant() || distribution.is_discrete()) {
      continue;
    }
    INFO(distribution.to_string());
    for (double p = 0.21; p < 0.9; p += 0.07) {
      CHECK(distribution.cumulative(distribution.quantile(p)) >= p - 1e-12);
      CHECK(distribution.cumulative(distribution.quantile(p) * (1 - 1e-12) - 1e-12) <= p + 1e-12);
    }
  }
}

TEST_CASE("Quantiles at 0 and 1, and quantiles of given samples") {
  CHECK(Distribution::uniform(1, 9).quantile(0) == 1);
  CHECK(Distribution::uniform(1, 9).quantile(1) == 9);
  CHECK(Distribution::exponential(8).quantile(0) == 0);
  CHECK(Distribution::exponential(8).quantile(1) == kInfinity);
  CHECK(Distribution::exponential(8).clamped(0, 10).quantile(1) == 10);
  CHECK(Distribution::exponential(8).quantile(0.5) == Approx(8 * std::log(2.0)));
  CHECK(Distribution::normal(9, 7).quantile(0) == -kInfinity);
  CHECK(Distribution::lognormal(5, 0.8).quantile(0) == 0);
  CHECK(Distribution::weibull(2, 6).quantile(1) == kInfinity);
  CHECK(Distribution::gamma(2, 6).quantile(0) == 0);
  CHECK(Distribution::gamma(2, 6).quantile(1) == kInfinity);
  CHECK(Distribution::gamma(1, 8).quantile(0.5) == Approx(8 * std::log(2.0)).epsilon(1e-13));
  CHECK(Distribution::pareto(2, 6).quantile(0) == 6);
  CHECK(Distribution::pareto(2, 6).quantile(0.75) == Approx(12).epsilon(1e-14));
  CHECK(Distribution::pareto(2, 6).quantile(1) == kInfinity);
  CHECK(Distribution::burr(2, 1, 6).quantile(0) == 0);
  CHECK(Distribution::burr(2, 1, 6).quantile(0.8) == Approx(12).epsilon(1e-14));
  CHECK(Distribution::burr(2, 1, 6).quantile(1) == kInfinity);
  const auto samples = Distribution::samples({10, 20, 30, 40});
  CHECK(samples.quantile(0) == 10);
  CHECK(samples.quantile(0.25) == 10);
  CHECK(samples.quantile(0.26) == 20);
  CHECK(samples.quantile(1) == 40);
  CHECK_THROWS_AS(samples.quantile(1.01), std::invalid_argument);
  CHECK_THROWS_AS(samples.quantile(-0.01), std::invalid_argument);
}

TEST_CASE("The distribution function jumps at given samples and at bounds") {
  const auto samples = Distribution::samples({10, 20, 20, 40});
  CHECK(samples.cumulative(9) == 0);
  CHECK(samples.cumulative(10) == 0.25);
  CHECK(samples.cumulative(20) == 0.75);
  CHECK(samples.cumulative(39) == 0.75);
  CHECK(samples.cumulative(40) == 1);
  const auto capped = Distribution::exponential(8).clamped(2, 10);
  CHECK(capped.cumulative(1.9) == 0);
  CHECK(capped.cumulative(2) == Approx(1 - std::exp(-0.25)));
  CHECK(capped.cumulative(9.9) == Approx(1 - std::exp(-9.9 / 8)));
  CHECK(capped.cumulative(10) == 1);
  CHECK(Distribution::constant(4).cumulative(3.9) == 0);
  CHECK(Distribution::constant(4).cumulative(4) == 1);
}
