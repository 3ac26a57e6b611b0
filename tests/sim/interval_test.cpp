// Tests of Student's t, compared with published tables and closed forms, and of intervals worked out by hand.
#include "sim/interval.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "sim/check.hpp"
#include "sim/distribution.hpp"
#include "sim/philox.hpp"
#include "sim/special.hpp"
#include "sim/trigonometric.hpp"
#include "tests/catch.hpp"

using sim::confidence_interval;
using sim::paired_difference;
using sim::student_t_quantile;

TEST_CASE("t quantiles equal those of the tables") {
  struct Entry {
    double p;
    double degrees;
    double t;
  };
  // Critical values of Student's t, NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
  const std::vector<Entry> table = {
      {0.90, 1, 3.078},    {0.95, 1, 6.314},   {0.975, 1, 12.706},  {0.99, 1, 31.821},  {0.995, 1, 63.657},
      {0.999, 1, 318.309}, {0.90, 2, 1.886},   {0.95, 2, 2.920},    {0.975, 2, 4.303},  {0.99, 2, 6.965},
      {0.995, 2, 9.925},   {0.975, 3, 3.182},  {0.975, 4, 2.776},   {0.90, 5, 1.476},   {0.95, 5, 2.015},
      {0.975, 5, 2.571},   {0.99, 5, 3.365},   {0.995, 5, 4.032},   {0.999, 5, 5.893},  {0.975, 9, 2.262},
      {0.90, 10, 1.372},   {0.95, 10, 1.812},  {0.975, 10, 2.228},  {0.99, 10, 2.764},  {0.995, 10, 3.169},
      {0.999, 10, 4.144},  {0.975, 19, 2.093}, {0.975, 20, 2.086},  {0.95, 29, 1.699},  {0.975, 29, 2.045},
      {0.995, 30, 2.750},  {0.975, 60, 2.000}, {0.975, 100, 1.984}, {0.999, 100, 3.174}};
  for (const auto& entry : table) {
    CAPTURE(entry.p, entry.degrees);
    CHECK(student_t_quantile(entry.p, entry.degrees) == Approx(entry.t).margin(0.000501).epsilon(0));
    CHECK(student_t_quantile(1 - entry.p, entry.degrees) == Approx(-entry.t).margin(0.000501).epsilon(0));
  }
}

TEST_CASE("t quantiles have closed forms for 1, 2 and 4 degrees") {
  constexpr double pi = 3.14159265358979323846;
  for (const double p : {0.5000001, 0.51, 0.6, 0.75, 0.9, 0.975, 0.995, 0.9999, 0.9999999}) {
    CAPTURE(p);
    const double upper = 1 - p;
    CHECK(student_t_quantile(p, 1) == Approx(1 / sim::tan(pi * upper)).epsilon(1e-10).margin(1e-12));
    const double product = 4 * p * upper;
    CHECK(student_t_quantile(p, 2) ==
          Approx((p - upper) * std::sqrt(2 / product)).epsilon(1e-10).margin(1e-12));
    // Shaw 2006: t = 2 sqrt(q - 1), q = cos(acos(sqrt(product)) / 3) / sqrt(product).
    const double root = std::sqrt(product);
    const double q = std::cos(std::acos(root) / 3) / root;
    CHECK(student_t_quantile(p, 4) == Approx(2 * std::sqrt(q - 1)).epsilon(1e-8).margin(1e-8));
  }
}

TEST_CASE("t quantiles approach the normal quantiles, without a step between the two methods") {
  for (const double p : {0.55, 0.9, 0.975, 0.995, 0.99999}) {
    CAPTURE(p);
    CHECK(student_t_quantile(p, 1e12) == Approx(sim::normal_quantile(p)).epsilon(1e-10));
    // The series in 1 / degrees and the exact function meet at 2000. The values of t at 2000 and just above
    // differ by the slope.
    const double below = student_t_quantile(p, 1999);
    const double at = student_t_quantile(p, 2000);
    const double above = student_t_quantile(p, 2001);
    CHECK(at - above == Approx(below - at).epsilon(2e-3).margin(1e-12));
  }
}

TEST_CASE("t quantiles at the edges") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(student_t_quantile(0.5, 3) == 0);
  CHECK(student_t_quantile(1, 3) == infinity);
  CHECK(student_t_quantile(0, 3) == -infinity);
  CHECK(std::isnan(student_t_quantile(-0.1, 3)));
  CHECK(std::isnan(student_t_quantile(1.1, 3)));
  CHECK(std::isnan(student_t_quantile(0.5, 0)));
  CHECK(std::isnan(student_t_quantile(std::nan(""), 5)));
}

TEST_CASE("an interval worked out by hand") {
  const std::vector<double> values = {9, 10, 11, 12, 13};  // the mean is 11, and the variance 2.5
  const auto interval = confidence_interval(values);
  CHECK(interval.n == 5);
  CHECK(interval.mean == 11);
  CHECK(interval.standard_deviation == Approx(std::sqrt(2.5)).epsilon(1e-15));
  CHECK(interval.half_width == Approx(2.776445105 * std::sqrt(0.5)).epsilon(1e-9));
  CHECK(interval.low() == interval.mean - interval.half_width);
  CHECK(interval.high() == interval.mean + interval.half_width);
  CHECK(confidence_interval(values, 0.99).half_width == Approx(4.604094871 * std::sqrt(0.5)).epsilon(1e-9));
}

TEST_CASE("an interval of one value is infinite, and an interval of no value is a defect") {
  const std::vector<double> one = {3};
  const auto interval = confidence_interval(one);
  CHECK(interval.mean == 3);
  CHECK(std::isinf(interval.half_width));
  CHECK(std::isinf(interval.standard_deviation));
  CHECK(std::isinf(interval.high()));
  CHECK_THROWS_AS(confidence_interval({}), sim::InvariantBroken);
  CHECK_THROWS_AS(confidence_interval(one, 1.0), sim::InvariantBroken);
  CHECK_THROWS_AS(confidence_interval(one, 0.0), sim::InvariantBroken);
}

TEST_CASE("equal values give a width of zero, and a large offset loses no digits") {
  const std::vector<double> equal(7, 0.1);
  CHECK(confidence_interval(equal).standard_deviation < 1e-16);
  const std::vector<double> offset = {1e9 + 1, 1e9 + 2, 1e9 + 3};
  CHECK(confidence_interval(offset).mean == 1e9 + 2);
  CHECK(confidence_interval(offset).standard_deviation == 1);
}

TEST_CASE("a paired difference removes common variation") {
  const std::vector<double> a = {101, 205, 299, 407};
  const std::vector<double> b = {100, 203, 298, 403};  // the differences are 1, 2, 1, 4
  const auto difference = paired_difference(a, b);
  CHECK(difference.mean == 2);
  CHECK(difference.standard_deviation == Approx(std::sqrt(2.0)).epsilon(1e-15));
  CHECK(difference.half_width == Approx(3.182446305 / std::sqrt(2.0)).epsilon(1e-9));
  CHECK(difference.half_width < confidence_interval(a).half_width / 10);
  CHECK_THROWS_AS(paired_difference(a, std::vector<double>{1}), sim::InvariantBroken);
}

TEST_CASE("95 % intervals of normal values contain the mean 95 times in 100") {
  int covered = 0;
  constexpr int trials = 4000;
  for (std::uint32_t trial = 0; trial < trials; ++trial) {
    std::vector<double> values;
    for (std::uint32_t i = 0; i < 4; ++i) {
      const auto block = sim::philox({trial, 95}, {i, 0, 0, 0});
      values.push_back(5 + 2 * sim::normal_quantile((block[0] + 0.5) / 4294967296.0));
    }
    const auto interval = confidence_interval(values);
    covered += interval.low() <= 5 && 5 <= interval.high() ? 1 : 0;
  }
  // The count is binomial with a standard error of 0.34 %; 4 standard errors are allowed.
  CHECK(covered / double{trials} == Approx(0.95).margin(0.014).epsilon(0));
}

TEST_CASE("Equal values have no spread, even if their sum is rounded") {
  const std::vector<double> values(7, 0.1);
  const sim::Interval interval = sim::confidence_interval(values);
  CHECK(interval.mean == 0.1);
  CHECK(interval.half_width == 0);
  CHECK(interval.standard_deviation == 0);
}
