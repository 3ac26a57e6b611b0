#include "models/calibration/fit_distribution.hpp"

#include <algorithm>
#include <cmath>

#include "sim/elementary.hpp"
#include "tests/calibration/fit_support.hpp"
#include "tests/catch.hpp"

using namespace curtain;
using fits::drawn;
using sim::Distribution;

namespace {

const DistributionFit& of_family(const FitReport& report, std::string_view family) {
  const auto found = std::find_if(report.fits.begin(), report.fits.end(),
                                  [&](const DistributionFit& fit) { return fit.family == family; });
  REQUIRE(found != report.fits.end());
  return *found;
}

}  // namespace

TEST_CASE("The criterion of Akaike is worked out by hand") {
  // The mean of 1, 2, 3, 4, 10, each twice, is 4. The exponential distribution with this mean has the
  // log-likelihood -10 log 4 - 40 / 4.
  const FitReport report = fit_distributions({3, 1, 4, 2, 10, 1, 2, 3, 4, 10});
  const DistributionFit& exponential = of_family(report, "exponential");
  CHECK(exponential.log_likelihood == Approx(-10 * std::log(4) - 10));
  CHECK(exponential.aic == Approx(2 + 20 * std::log(4) + 20));
  CHECK(exponential.distribution.first_parameter() == Approx(4));
  // A normal distribution has one parameter more. The variance is (9 + 4 + 1 + 0 + 36) / 5 = 10.
  const DistributionFit& normal = of_family(report, "normal");
  CHECK(normal.log_likelihood == Approx(-5 * std::log(2 * 3.141592653589793 * 10) - 5));
  CHECK(normal.aic == Approx(4 - 2 * normal.log_likelihood));
  // The distribution function at 1, 2, 3, 4, 10 is 0.221, 0.393, 0.528, 0.632, 0.918, so the largest
  // difference from the steps of 1 / 5 is 0.221 - 0 at the smallest value.
  CHECK(exponential.ks == Approx(1 - std::exp(-0.25)));
}

TEST_CASE("The criterion chooses the family of a large sample") {
  const std::vector<std::pair<std::string, Distribution>> cases = {
      {"exponential", Distribution::exponential(3)},
      {"normal", Distribution::normal(50, 3)},
      {"lognormal", Distribution::lognormal(2, 0.9)},
      {"gamma", Distribution::gamma(2, 3)},
      {"Weibull", Distribution::weibull(3, 2)},
      {"shifted lognormal", Distribution::shifted(200, Distribution::lognormal(40, 0.8))},
      {"mixture of two lognormals", Distribution::mixture({{2, Distribution::lognormal(50, 0.05)},
                                                           {1, Distribution::lognormal(90, 0.1)}})}};
  for (const auto& [family, truth] : cases) {
    CAPTURE(family);
    const FitReport report = fit_distributions(drawn(truth, 5'000));
    REQUIRE(report.has_fit());
    // A family that contains the true one may be chosen by chance: its likelihood is then hardly larger.
    const DistributionFit& own = of_family(report, family);
    CAPTURE(report.best().family, report.best().aic, own.aic);
    CHECK(own.aic - report.best().aic < 2);
    CHECK(own.p > 0.01);
    CHECK(of_family(report, family == "exponential" ? "normal" : "exponential").aic > own.aic + 100);
  }
}

TEST_CASE("A fit does not depend on the order and the unit of the values") {
  const std::vector<double> values = drawn(Distribution::shifted(2, Distribution::lognormal(0.5, 0.7)), 300);
  std::vector<double> scaled;
  for (const double value : values) {
    scaled.insert(scaled.begin(), value * 0x1p40);
  }
  const FitReport one = fit_distributions(values);
  const FitReport other = fit_distributions(scaled);
  REQUIRE(one.fits.size() == other.fits.size());
  for (std::size_t i = 0; i < one.fits.size(); ++i) {
    CHECK(one.fits[i].family == other.fits[i].family);
    CHECK(one.fits[i].ks == other.fits[i].ks);
    CHECK(other.fits[i].distribution.quantile(0.5) ==
          Approx(one.fits[i].distribution.quantile(0.5) * 0x1p40));
    CHECK(other.fits[i].log_likelihood == Approx(one.fits[i].log_likelihood - 300 * 40 * std::log(2)));
  }
}

TEST_CASE("A sample without a distribution gets a reason instead of a fit") {
  CHECK(fit_distributions({}).cannot == "0 values, but a fit needs at least 5");
  CHECK(fit_distributions({1}).cannot == "1 value, but a fit needs at least 5");
  CHECK(fit_distributions({1, 2, 3, 4}).cannot == "4 values, but a fit needs at least 5");
  CHECK(fit_distributions({7, 7, 7, 7, 7, 7}).cannot == "all values are equal, so they show no distribution");
  CHECK(fit_distributions({0, 0, 0, 0, 0, 0}).cannot == "all values are equal, so they show no distribution");
  CHECK(fit_distributions({1, 2, 3, 4, sim::kNaN}).cannot == "a value is not a finite number");
  CHECK(fit_distributions({1, 2, 3, 4, sim::kInfinity}).cannot == "a value is not a finite number");
}

TEST_CASE("Zeros, negative values and ties give finite fits") {
  for (const std::vector<double>& values :
       {std::vector<double>{0, 0, 0, 1, 2, 3, 0, 0, 1, 5, 0, 0},
        {-3, -1, 0, 1, 2, 3, 4, 9, 9, 9},
        {-1, -2, -3, -4, -5, -6},
        {0, 0, 0, 0, 0, 0, 0, 1e-300},
        {1, 1, 1, 1, 1, 1, 1, 1, 1, 2},
        {1e-12, 1, 1e12, 5, 5, 5},
        {100, 100, 100, 101, 101, 101, 101, 100, 100, 100, 101, 102, 100}}) {
    const FitReport report = fit_distributions(values);
    CAPTURE(values, report.cannot);
    CHECK(report.has_fit() == report.cannot.empty());
    for (const DistributionFit& fit : report.fits) {
      CAPTURE(fit.family, fit.distribution.to_string());
      CHECK(std::isfinite(fit.aic));
      CHECK(std::isfinite(fit.distribution.quantile(0.5)));
      CHECK(fit.ks >= 0);
      CHECK(fit.ks <= 1);
      CHECK(fit.p >= 0);
      CHECK(fit.p <= 1);
    }
  }
}

TEST_CASE("A small sample gets families of few parameters only") {
  const FitReport report = fit_distributions(drawn(Distribution::lognormal(3, 0.3), 12));
  for (const DistributionFit& fit : report.fits) {
    CHECK(fit.parameters <= 2);
  }
  CHECK_FALSE(report.notes.empty());
}
