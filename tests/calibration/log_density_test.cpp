#include "models/calibration/log_density.hpp"

#include <array>
#include <cmath>

#include "sim/elementary.hpp"
#include "tests/catch.hpp"

using namespace curtain;
using sim::Distribution;

TEST_CASE("Densities are those of the textbooks") {
  const double pi = 3.141592653589793;
  CHECK(log_density(Distribution::exponential(2), 3) == Approx(std::log(0.5 * std::exp(-1.5))));
  CHECK(log_density(Distribution::exponential(2), 0) == Approx(std::log(0.5)));
  CHECK(log_density(Distribution::normal(1, 2), 4) ==
        Approx(std::log(std::exp(-9.0 / 8) / (2 * std::sqrt(2 * pi)))));
  CHECK(log_density(Distribution::lognormal(2, 0.5), 3) ==
        Approx(std::log(std::exp(-0.5 * std::pow(std::log(1.5) / 0.5, 2)) / (3 * 0.5 * std::sqrt(2 * pi)))));
  CHECK(log_density(Distribution::weibull(2, 3), 1.5) == Approx(std::log(2.0 / 3 * 0.5 * std::exp(-0.25))));
  CHECK(log_density(Distribution::gamma(3, 2), 5) == Approx(std::log(25 * std::exp(-2.5) / (2 * 8))));
  CHECK(log_density(Distribution::pareto(3, 2), 4) == Approx(std::log(3 * 8.0 / 256)));
  CHECK(log_density(Distribution::burr(2, 3, 1), 1) == Approx(std::log(6.0 / 16)));
  CHECK(log_density(Distribution::uniform(2, 6), 3) == Approx(std::log(0.25)));
}

TEST_CASE("A density is zero outside the support") {
  for (const Distribution& d :
       {Distribution::exponential(2), Distribution::lognormal(2, 1), Distribution::weibull(2, 1),
        Distribution::gamma(2, 1), Distribution::burr(2, 1, 1), Distribution::pareto(2, 1),
        Distribution::uniform(0, 1), Distribution::shifted(3, Distribution::gamma(2, 1))}) {
    CAPTURE(d.to_string());
    CHECK(log_density(d, -1) == -sim::kInfinity);
  }
  CHECK(log_density(Distribution::shifted(3, Distribution::gamma(2, 1)), 2.9) == -sim::kInfinity);
  CHECK(log_density(Distribution::uniform(0, 1), 1.1) == -sim::kInfinity);
}

TEST_CASE("Densities of mixtures and shifted distributions follow from those of their parts") {
  const auto mixture =
      Distribution::mixture({{1, Distribution::exponential(1)}, {3, Distribution::exponential(10)}});
  CHECK(log_density(mixture, 2) == Approx(std::log(0.25 * std::exp(-2.0) + 0.75 * 0.1 * std::exp(-0.2))));
  CHECK(log_density(mixture, -2) == -sim::kInfinity);
  CHECK(log_density(Distribution::shifted(5, Distribution::exponential(2)), 8) ==
        log_density(Distribution::exponential(2), 3));
}

TEST_CASE("A density is the derivative of the distribution function") {
  for (const Distribution& d :
       {Distribution::normal(3, 2), Distribution::lognormal(2, 0.8), Distribution::weibull(1.7, 3),
        Distribution::gamma(2.5, 1.2), Distribution::burr(3, 0.7, 2), Distribution::pareto(1.5, 0.7),
        Distribution::shifted(0.5, Distribution::lognormal(2, 0.3)),
        Distribution::mixture(
            {{2, Distribution::lognormal(1, 0.2)}, {1, Distribution::lognormal(3, 0.5)}})}) {
    for (const double x : {0.9, 1.7, 4.0}) {
      CAPTURE(d.to_string(), x);
      const double step = 1e-5;
      CHECK(std::exp(log_density(d, x)) ==
            Approx((d.cumulative(x + step) - d.cumulative(x - step)) / (2 * step)).epsilon(1e-5));
    }
  }
}

TEST_CASE("A likelihood is the product of the densities") {
  // exp(-1 / 2) / 2 x exp(-3 / 2) / 2 x exp(-2 / 2) / 2 = exp(-3) / 8
  const std::array<double, 3> values{1, 3, 2};
  CHECK(log_likelihood(Distribution::exponential(2), values) == Approx(-3 - std::log(8)));
  CHECK(log_likelihood(Distribution::exponential(2), {}) == 0);
}

TEST_CASE("Constants, samples and percentiles have no density") {
  CHECK_THROWS(log_density(Distribution::constant(2), 2));
  CHECK_THROWS(log_density(Distribution::samples({1, 2}), 2));
}
