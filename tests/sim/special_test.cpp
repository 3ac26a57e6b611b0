#include "sim/special.hpp"

#include <cmath>
#include <limits>

#include "sim/elementary.hpp"
#include "tests/catch.hpp"

using sim::kInfinity;

namespace {

double relative_error(double got, long double exact) {
  return static_cast<double>(std::abs((static_cast<long double>(got) - exact) / exact));
}

}  // namespace

TEST_CASE("the gamma function and its logarithm are accurate") {
  double worst = 0;
  double worst_log = 0;
  for (double x = 0.001; x < 171.6; x += 0.0137) {
    const auto exact = static_cast<long double>(x);
    worst = std::max(worst, relative_error(sim::gamma_function(x), std::tgamma(exact)));
    const long double logarithm = std::lgamma(exact);
    const auto error = static_cast<double>(std::abs(static_cast<long double>(sim::log_gamma(x)) - logarithm));
    worst_log = std::max(worst_log, error / std::max(1.0, static_cast<double>(std::abs(logarithm))));
  }
  CHECK(worst < 1e-14);
  CHECK(worst_log < 1e-14);
  CHECK(sim::gamma_function(5.0) == Approx(24.0).epsilon(1e-14));
  CHECK(sim::gamma_function(180.0) == kInfinity);
  CHECK(std::isnan(sim::gamma_function(0.0)));
  CHECK(sim::log_gamma(1e6) == Approx(12815504.569147611).epsilon(1e-14));
  CHECK(std::isnan(sim::log_gamma(-1.0)));
  CHECK(sim::log_gamma(kInfinity) == kInfinity);
}

TEST_CASE("the incomplete gamma function agrees with its finite sum for whole shapes") {
  for (int shape = 1; shape < 20; ++shape) {
    for (double x = 0.01; x < 60; x *= 1.1) {
      long double term = std::exp(-static_cast<long double>(x));
      long double upper = term;
      for (int n = 1; n < shape; ++n) {
        term *= static_cast<long double>(x) / n;
        upper += term;
      }
      REQUIRE(relative_error(sim::gamma_upper(shape, x), upper) < 3e-14);
      REQUIRE(sim::gamma_lower(shape, x) + sim::gamma_upper(shape, x) == Approx(1.0).epsilon(1e-14));
    }
  }
  CHECK(sim::gamma_lower(2.0, 0.0) == 0.0);
  CHECK(sim::gamma_upper(2.0, kInfinity) == 0.0);
  CHECK(std::isnan(sim::gamma_lower(0.0, 1.0)));
  CHECK(std::isnan(sim::gamma_upper(1.0, -1.0)));
}

TEST_CASE("the normal distribution function is accurate in its tails") {
  for (double z = -37.0; z < 9.0; z += 0.0317) {
    const long double exact = 0.5L * std::erfc(-static_cast<long double>(z) / std::sqrt(2.0L));
    REQUIRE(relative_error(sim::normal_cumulative(z), exact) < 1e-12);
  }
  CHECK(sim::normal_cumulative(0.0) == 0.5);
  CHECK(sim::normal_cumulative(-kInfinity) == 0.0);
  CHECK(sim::normal_cumulative(kInfinity) == 1.0);
}

TEST_CASE("normal quantiles are accurate") {
  CHECK(sim::normal_quantile(0.5) == 0.0);
  CHECK(sim::normal_quantile(0.99) == Approx(2.3263478740408408).epsilon(1e-15));
  CHECK(sim::normal_quantile(1e-200) == Approx(-30.205594179579634).epsilon(1e-15));
  for (double z = -30.0; z < 3.0; z += 0.0317) {
    REQUIRE(sim::normal_quantile(sim::normal_cumulative(z)) == Approx(z).epsilon(1e-12).margin(1e-13));
  }
  CHECK(sim::normal_quantile(0.0) == -kInfinity);
  CHECK(sim::normal_quantile(1.0) == kInfinity);
  CHECK(std::isnan(sim::normal_quantile(-0.1)));
  CHECK(std::isnan(sim::normal_quantile(std::numeric_limits<double>::quiet_NaN())));
}
