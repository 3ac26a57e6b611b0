#include "models/calibration/families.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "models/calibration/log_density.hpp"
#include "sim/elementary.hpp"
#include "tests/calibration/fit_support.hpp"
#include "tests/catch.hpp"

using namespace curtain;
using fits::drawn;
using sim::Distribution;

namespace {

Distribution fitted(const std::string& family, std::vector<double> values) {
  std::sort(values.begin(), values.end());
  for (const Family& each : families()) {
    if (each.name == family) {
      const auto fit = each.fit(values);
      REQUIRE(fit);
      return *fit;
    }
  }
  FAIL("unknown family " << family);
  return {};
}

constexpr std::size_t kMany = 4'000;

}  // namespace

TEST_CASE("Fits with closed forms are worked out by hand") {
  // The mean of 1, 2, 6 is 3, and the variance with divisor 3 is (4 + 1 + 9) / 3.
  CHECK(fitted("exponential", {1, 2, 6}) == Distribution::exponential(3));
  const Distribution normal = fitted("normal", {1, 2, 6});
  CHECK(normal.first_parameter() == Approx(3));
  CHECK(normal.second_parameter() == Approx(std::sqrt(14.0 / 3)));
  // The logarithms of 1, e and e^2 have the mean 1 and the variance 2 / 3.
  const Distribution lognormal = fitted("lognormal", {1, std::exp(1.0), std::exp(2.0)});
  CHECK(lognormal.first_parameter() == Approx(std::exp(1.0)));
  CHECK(lognormal.second_parameter() == Approx(std::sqrt(2.0 / 3)));
  const Distribution shifted = fitted("shifted exponential", {1, 2, 6});
  CHECK(shifted == Distribution::shifted(1, Distribution::exponential(2)));
}

TEST_CASE("Fits recover the parameters of samples of the simulator, within four standard errors") {
  SECTION("exponential: the standard error of the mean is mean / sqrt(n)") {
    CHECK(fitted("exponential", drawn(Distribution::exponential(2), kMany)).first_parameter() ==
          Approx(2).margin(4 * 2 / std::sqrt(kMany)));
  }
  SECTION("lognormal: sigma / sqrt(n) of log median, sigma / sqrt(2 n) of sigma") {
    const Distribution fit = fitted("lognormal", drawn(Distribution::lognormal(3, 0.5), kMany));
    CHECK(std::log(fit.first_parameter()) == Approx(std::log(3)).margin(4 * 0.5 / std::sqrt(kMany)));
    CHECK(fit.second_parameter() == Approx(0.5).margin(4 * 0.5 / std::sqrt(2 * kMany)));
  }
  SECTION("Weibull: 0.78 shape / sqrt(n) of the shape, 1.05 scale / (shape sqrt(n)) of the scale") {
    const Distribution fit = fitted("Weibull", drawn(Distribution::weibull(2.5, 1.5), kMany));
    CHECK(fit.first_parameter() == Approx(2.5).margin(4 * 0.78 * 2.5 / std::sqrt(kMany)));
    CHECK(fit.second_parameter() == Approx(1.5).margin(4 * 1.05 * 1.5 / 2.5 / std::sqrt(kMany)));
  }
  SECTION("gamma: shape / sqrt(n (shape trigamma(shape) - 1)) is 0.068 for shape 3 (trigamma(3) = 0.3949)") {
    const Distribution fit = fitted("gamma", drawn(Distribution::gamma(3, 0.4), kMany));
    const double error = std::sqrt(3 / (kMany * (3 * 0.3949 - 1)));
    CHECK(fit.first_parameter() == Approx(3).margin(4 * error));
    CHECK(fit.first_parameter() * fit.second_parameter() ==
          Approx(1.2).margin(4 * 0.4 * std::sqrt(3.0 / kMany)));
  }
  SECTION("shifted lognormal: the quantiles, because shift and sigma depend on each other") {
    const auto truth = Distribution::shifted(2, Distribution::lognormal(0.5, 0.7));
    const Distribution fit = fitted("shifted lognormal", drawn(truth, kMany));
    CHECK(fit.first_parameter() == Approx(2).margin(0.06));
    for (const double p : {0.1, 0.5, 0.9, 0.99}) {
      CAPTURE(p);
      CHECK(fit.quantile(p) == Approx(truth.quantile(p)).epsilon(0.04));
    }
  }
  SECTION("shifted gamma and shifted Weibull") {
    const auto gamma = Distribution::shifted(2, Distribution::gamma(2, 0.3));
    CHECK(fitted("shifted gamma", drawn(gamma, kMany)).first_parameter() == Approx(2).margin(0.06));
    const auto weibull = Distribution::shifted(2, Distribution::weibull(1.8, 0.5));
    CHECK(fitted("shifted Weibull", drawn(weibull, kMany)).first_parameter() == Approx(2).margin(0.06));
  }
  SECTION("Burr: the quantiles") {
    const auto truth = Distribution::burr(4, 0.8, 1.3);
    const Distribution fit = fitted("Burr", drawn(truth, kMany));
    for (const double p : {0.05, 0.5, 0.95}) {
      CAPTURE(p);
      CHECK(fit.quantile(p) == Approx(truth.quantile(p)).epsilon(0.05));
    }
  }
  SECTION("a mixture of two lognormals: its weight has the standard error sqrt(w (1 - w) / n)") {
    const auto truth = Distribution::mixture(
        {{0.7, Distribution::lognormal(1, 0.1)}, {0.3, Distribution::lognormal(2, 0.2)}});
    const Distribution fit = fitted("mixture of two lognormals", drawn(truth, kMany));
    REQUIRE(fit.components().size() == 2);
    CHECK(fit.components()[0].up_to == Approx(0.7).margin(4 * std::sqrt(0.7 * 0.3 / kMany)));
    CHECK(fit.components()[0].of.first_parameter() == Approx(1).epsilon(4 * 0.1 / std::sqrt(0.7 * kMany)));
    CHECK(fit.components()[1].of.first_parameter() == Approx(2).epsilon(4 * 0.2 / std::sqrt(0.3 * kMany)));
  }
}

TEST_CASE("The likelihood of a fit is at least that of the true parameters") {
  for (const Family& family : families()) {
    const auto values = [&] {
      std::vector<double> sample = drawn(Distribution::shifted(1, Distribution::gamma(2, 0.4)), 500, 3);
      std::sort(sample.begin(), sample.end());
      return sample;
    }();
    const auto fit = family.fit(values);
    REQUIRE(fit);
    CAPTURE(family.name, fit->to_string());
    const double most = log_likelihood(*fit, values);
    // Other parameters of the same family, near those of the fit, are less likely.
    for (const double by : {0.98, 1.02}) {
      CHECK(log_likelihood(times(*fit, by), values) <= most);
    }
  }
}

TEST_CASE("No family has more than five parameters, and all can be scaled") {
  for (const Family& family : families()) {
    CHECK(family.parameters <= 5);
    CHECK(family.parameters >= 1);
  }
  const auto mixture = Distribution::mixture(
      {{1, Distribution::shifted(2, Distribution::weibull(2, 3))}, {2, Distribution::burr(2, 1, 4)}});
  for (const double p : {0.1, 0.5, 0.9}) {
    CHECK(times(mixture, 1e9).quantile(p) == Approx(1e9 * mixture.quantile(p)));
  }
  CHECK_THROWS(times(Distribution::samples({1, 2}), 2));
}
