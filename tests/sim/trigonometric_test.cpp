#include "sim/trigonometric.hpp"

#include <cmath>
#include <limits>

#include "sim/draws.hpp"
#include "tests/catch.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/units_in_last_place.hpp"

using support::largest_error;

TEST_CASE("sin, cos and tan are accurate from small angles to the end of the domain") {
  const double range = GENERATE(1e-6, 2.0, 20.0, 0x1p20);
  const auto angle = [range](sim::Draw& draw) { return (2 * draw.uniform() - 1) * range; };
  CHECK(largest_error([](double x) { return sim::sin(x); }, [](long double x) { return std::sin(x); },
                      angle) < 1);
  CHECK(largest_error([](double x) { return sim::cos(x); }, [](long double x) { return std::cos(x); },
                      angle) < 1);
  CHECK(largest_error([](double x) { return sim::tan(x); }, [](long double x) { return std::tan(x); },
                      angle) < 3);
}

TEST_CASE(
    "sin, cos and tan are accurate near multiples of pi / 2, where a plain reduction loses all digits") {
  for (int n = 1; n < 100'000; n += 7) {
    const double x = n * 1.5707963267948966;
    const auto exact = static_cast<long double>(x);
    REQUIRE(support::error_in_ulp(sim::sin(x), std::sin(exact)) < 1);
    REQUIRE(support::error_in_ulp(sim::cos(x), std::cos(exact)) < 1);
  }
}

TEST_CASE("sin, cos and tan of special numbers follow IEEE 754") {
  CHECK(sim::sin(0.0) == 0.0);
  CHECK(std::signbit(sim::sin(-0.0)));
  CHECK(std::signbit(sim::tan(-0.0)));
  CHECK(sim::cos(0.0) == 1.0);
  for (const double x :
       {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN(), 1e7, -1e300}) {
    CHECK(std::isnan(sim::sin(x)));
    CHECK(std::isnan(sim::cos(x)));
    CHECK(std::isnan(sim::tan(x)));
  }
}

TEST_CASE("Trigonometric functions give the same bits on every machine") {
  support::BitChecksum checksum;
  sim::Draw draw(sim::DrawKey(6, 0, 1), 0, 0);
  for (int i = 0; i < 10'000; ++i) {
    const double x = (2 * draw.uniform() - 1) * (i % 2 == 0 ? 8.0 : 1e6);
    checksum.add(sim::sin(x));
    checksum.add(sim::cos(x));
    checksum.add(sim::tan(x));
  }
  CHECK(checksum.value() == 0xa20e40a0ecb30624u);
}
