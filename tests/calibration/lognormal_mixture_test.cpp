#include "models/calibration/lognormal_mixture.hpp"

#include <algorithm>

#include "models/calibration/log_density.hpp"
#include "tests/calibration/fit_support.hpp"
#include "tests/catch.hpp"

using namespace curtain;
using sim::Distribution;

namespace {

std::vector<double> sorted(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values;
}

}  // namespace

TEST_CASE("A narrow part within a wide part is found") {
  const auto truth = Distribution::mixture(
      {{0.6, Distribution::lognormal(1, 0.03)}, {0.4, Distribution::lognormal(1, 0.5)}});
  const std::vector<double> values = sorted(fits::drawn(truth, 4'000));
  const auto fit = fit_two_lognormals(values);
  REQUIRE(fit);
  // The likelihood is at least that of the true parameters.
  CHECK(log_likelihood(*fit, values) >= log_likelihood(truth, values));
  double narrow = 1;
  double wide = 0;
  for (const Distribution::Component& part : fit->components()) {
    narrow = std::min(narrow, part.of.second_parameter());
    wide = std::max(wide, part.of.second_parameter());
  }
  CHECK(narrow == Approx(0.03).epsilon(0.1));
  CHECK(wide == Approx(0.5).epsilon(0.1));
}

TEST_CASE("The part with the smaller median comes first, and no part is narrower than the limit") {
  // Half of the values are equal, and the others are spread out.
  std::vector<double> values(50, 1.0);
  for (int i = 0; i < 50; ++i) {
    values.push_back(2.0 + 0.01 * i);
  }
  const auto fit = fit_two_lognormals(values);
  REQUIRE(fit);
  REQUIRE(fit->components().size() == 2);
  CHECK(fit->components()[0].of.first_parameter() == Approx(1));
  CHECK(fit->components()[0].of.second_parameter() == Approx(kNarrowestPart));
  CHECK(fit->components()[0].up_to == Approx(0.5).margin(0.01));
}

TEST_CASE("A mixture needs six values") {
  CHECK_FALSE(fit_two_lognormals(std::vector<double>{1, 2, 3, 4, 5}));
}
