#include "sim/elementary.hpp"

#include <cmath>
#include <limits>

#include "sim/draws.hpp"
#include "tests/catch.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/units_in_last_place.hpp"

using support::error_in_ulp;
using support::largest_error;

using sim::kInfinity;
using sim::kNaN;

namespace {

constexpr double kTiny = std::numeric_limits<double>::denorm_min();

/// Draws a positive double of any magnitude, including denormals.
double any_positive(sim::Draw& draw) {
  return std::bit_cast<double>(draw.bits() % 0x7FF0000000000000);
}
/// Draws a number in (-1, 1). Small numbers of all magnitudes are as likely as large ones.
double any_small(sim::Draw& draw) {
  const double fraction = 2 * draw.uniform() - 1;  // compilers differ in the order in which they evaluate the
                                                   // arguments of a call
  return std::ldexp(fraction, -static_cast<int>(draw.below(60)));
}

}  // namespace

TEST_CASE("log is within 1 ulp") {
  const auto ours = [](double x) { return sim::log(x); };
  const auto exact = [](long double x) { return std::log(x); };
  CHECK(largest_error(ours, exact, any_positive) < 1);
  CHECK(largest_error(ours, exact, [](sim::Draw& draw) { return 0.5 + 1.5 * draw.uniform(); }) < 1);
  CHECK(largest_error(ours, exact, [](sim::Draw& draw) { return 1.0 + 0.01 * any_small(draw); }) < 1);
  CHECK(sim::log(1.0) == 0.0);
  CHECK(sim::log(0.0) == -kInfinity);
  CHECK(sim::log(-0.0) == -kInfinity);
  CHECK(sim::log(kInfinity) == kInfinity);
  CHECK(std::isnan(sim::log(-1.0)));
  CHECK(std::isnan(sim::log(-kTiny)));
  CHECK(std::isnan(sim::log(kNaN)));
  CHECK(error_in_ulp(sim::log(kTiny), std::log(static_cast<long double>(kTiny))) < 1);
}

TEST_CASE("exp is within 1 ulp, even if the result is denormal") {
  const auto ours = [](double x) { return sim::exp(x); };
  const auto exact = [](long double x) { return std::exp(x); };
  CHECK(largest_error(ours, exact, [](sim::Draw& draw) { return 1416 * draw.uniform() - 708; }) < 1);
  CHECK(largest_error(ours, exact, [](sim::Draw& draw) { return -700 - 45.13 * draw.uniform(); }) < 1);
  CHECK(largest_error(ours, exact, [](sim::Draw& draw) { return 700 + 9.78 * draw.uniform(); }) < 1);
  CHECK(largest_error(ours, exact, any_small) < 1);
  CHECK(sim::exp(0.0) == 1.0);
  CHECK(sim::exp(1000.0) == kInfinity);
  CHECK(sim::exp(709.79) == kInfinity);
  CHECK(sim::exp(kInfinity) == kInfinity);
  CHECK(sim::exp(-1000.0) == 0.0);
  CHECK(sim::exp(-kInfinity) == 0.0);
  CHECK(std::isnan(sim::exp(kNaN)));
}

TEST_CASE("log1p and expm1 are within 3 ulp and return tiny arguments unchanged") {
  const auto log1p_exact = [](long double x) { return std::log1p(x); };
  const auto expm1_exact = [](long double x) { return std::expm1(x); };
  CHECK(largest_error([](double x) { return sim::log1p(x); }, log1p_exact, any_small) < 3);
  CHECK(largest_error([](double x) { return sim::log1p(x); }, log1p_exact, any_positive) < 3);
  CHECK(largest_error([](double x) { return sim::expm1(x); }, expm1_exact, any_small) < 3);
  CHECK(largest_error([](double x) { return sim::expm1(x); }, expm1_exact,
                      [](sim::Draw& draw) { return 800 * draw.uniform() - 100; }) < 3);
  CHECK(sim::log1p(kTiny) == kTiny);
  CHECK(sim::log1p(-1.0) == -kInfinity);
  CHECK(sim::log1p(kInfinity) == kInfinity);
  CHECK(std::isnan(sim::log1p(-1.5)));
  CHECK(std::isnan(sim::log1p(kNaN)));
  CHECK(sim::expm1(-kTiny) == -kTiny);
  CHECK(std::signbit(sim::expm1(-0.0)));
  CHECK(sim::expm1(-kInfinity) == -1.0);
  CHECK(sim::expm1(kInfinity) == kInfinity);
  CHECK(std::isnan(sim::expm1(kNaN)));
}

TEST_CASE("pow is within 1 ulp") {
  sim::Draw draw(sim::DrawKey(1, 2, 3), 4, 5);
  const auto exact = [](double x, double y) {
    return std::pow(static_cast<long double>(x), static_cast<long double>(y));
  };
  double worst = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double any = any_positive(draw);
    const double to_any_result = (2 * draw.uniform() - 1) * 745 / std::log(any);
    worst = std::max(worst, error_in_ulp(sim::pow(any, to_any_result), exact(any, to_any_result)));
    const double near_one = 1 + 0.02 * any_small(draw);
    const double large = (2 * draw.uniform() - 1) * 700 / std::log(near_one);
    worst = std::max(worst, error_in_ulp(sim::pow(near_one, large), exact(near_one, large)));
    const double usual = 20 * draw.uniform();
    const double small = 20 * draw.uniform() - 10;
    worst = std::max(worst, error_in_ulp(sim::pow(usual, small), exact(usual, small)));
  }
  CHECK(worst < 1);
  CHECK(worst > 0.4);  // the reference has errors that can be measured
}

TEST_CASE("pow treats special numbers as IEEE 754 requires") {
  const double numbers[] = {0.0,   -0.0,   1,     -1,     kInfinity, -kInfinity, kNaN,        2,
                            -2,    3,      -3,    0.5,    -0.5,      0x1p53,     -0x1p53 + 1, 0x1p52 + 1,
                            kTiny, -kTiny, 1e308, -1e308, 1.5,       2.5};
  for (const double x : numbers) {
    for (const double y : numbers) {
      INFO("pow(" << x << ", " << y << ")");
      const double expected = std::pow(x, y);
      const double got = sim::pow(x, y);
      CHECK(std::isnan(got) == std::isnan(expected));
      if (!std::isnan(expected)) {
        CHECK(error_in_ulp(got, expected) <= 1);
        CHECK(std::signbit(got) == std::signbit(expected));
      }
    }
  }
}

TEST_CASE("sqrt, abs and floor equal those of the C library") {
  CHECK(sim::sqrt(2.0) == 0x1.6a09e667f3bcdp+0);
  CHECK(std::isnan(sim::sqrt(-1.0)));
  CHECK(sim::abs(-3.5) == 3.5);
  CHECK(!std::signbit(sim::abs(-0.0)));
  CHECK(sim::abs(-kInfinity) == kInfinity);
  CHECK(sim::floor(-1.5) == -2.0);
}

TEST_CASE("Elementary functions give the same bits on every machine") {
  support::BitChecksum checksum;
  sim::Draw draw(sim::DrawKey(6, 0, 0), 0, 0);
  for (int i = 0; i < 10'000; ++i) {
    const double any = any_positive(draw);
    const double small = any_small(draw);
    checksum.add(sim::log(any));
    checksum.add(sim::exp(1500 * small));
    checksum.add(sim::log1p(small));
    checksum.add(sim::expm1(small));
    checksum.add(sim::pow(any, small));
  }
  CHECK(checksum.value() == 0x14d9d5cc5694005u);
}
