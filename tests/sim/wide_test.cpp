#include "sim/wide.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/philox.hpp"
#include "tests/catch.hpp"

using sim::Int128;
using sim::ratio;
using sim::to_string;
using sim::UInt128;

namespace {

constexpr Int128 power_of_two(int exponent) {
  return static_cast<Int128>(UInt128{1} << exponent);
}

}  // namespace

TEST_CASE("128-bit integers are printed in decimal") {
  CHECK(to_string(Int128{0}) == "0");
  CHECK(to_string(Int128{-1}) == "-1");
  CHECK(to_string(Int128{std::numeric_limits<std::int64_t>::min()}) == "-9223372036854775808");
  CHECK(to_string(power_of_two(64)) == "18446744073709551616");
  CHECK(to_string(power_of_two(127)) == "-170141183460469231731687303715884105728");
  CHECK(to_string(~UInt128{0}) == "340282366920938463463374607431768211455");
  CHECK(to_string(Int128{1'000'000'000'000'000'000} * 1'000'000'000) == "1000000000000000000000000000");
}

TEST_CASE("a 128-bit integer is converted to the nearest double") {
  CHECK(sim::to_double(0) == 0.0);
  CHECK(sim::to_double(power_of_two(100)) == 0x1p100);
  CHECK(sim::to_double(power_of_two(100) + 1) == 0x1p100);
  // a tie is rounded to the even double
  CHECK(sim::to_double(-(power_of_two(100) + power_of_two(47))) == -0x1p100);
  CHECK(sim::to_double(power_of_two(100) + power_of_two(47) + 1) == 0x1.0000000000001p100);
}

TEST_CASE("a ratio of small integers is the IEEE quotient") {
  CHECK(ratio(1, 3) == 1.0 / 3.0);
  CHECK(ratio(-1, 3) == -1.0 / 3.0);
  CHECK(ratio(-10, -4) == 2.5);
  CHECK(ratio(0, 7) == 0.0);
  CHECK(ratio(0, -7) == 0.0);
  CHECK(std::isnan(ratio(1, 0)));
  // The numerator and the denominator are exact as doubles, so a division of doubles is also rounded
  // correctly.
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const auto block = sim::philox({8, 8}, {i, 0, 0, 0});
    const auto a = static_cast<std::int64_t>((std::uint64_t{block[0]} << 20 | block[1]) >> (block[3] % 50));
    const auto b =
        static_cast<std::int64_t>((std::uint64_t{block[2]} << 20 | block[3]) >> (block[1] % 50)) + 1;
    REQUIRE(ratio(a, b) == static_cast<double>(a) / static_cast<double>(b));
  }
}

TEST_CASE("a ratio of large integers is rounded once") {
  const Int128 large = power_of_two(126);
  CHECK(ratio(large, large) == 1.0);
  CHECK(ratio(1, large) == 0x1p-126);
  CHECK(ratio(large, 1) == 0x1p126);
  CHECK(ratio(power_of_two(127), 1) == -0x1p127);
  CHECK(ratio(power_of_two(127), power_of_two(127)) == 1.0);
  CHECK(ratio(large, 3) == 0x1.5555555555555p124);
  // The ratio is slightly more than half of 2^53 + 1. The tie is broken only by the remainder, 1 part in
  // 2^100.
  const Int128 odd = power_of_two(54) + 2;  // twice (2^53 + 1), which is halfway between two doubles
  CHECK(ratio(odd * power_of_two(60), power_of_two(61)) == 0x1p53);
  CHECK(ratio(odd * power_of_two(60) + 1, power_of_two(61)) == 0x1p53 + 2);
  CHECK(ratio(odd * power_of_two(60) - 1, power_of_two(61)) == 0x1p53);
  // (a * k) / (b * k) is a / b.
  for (std::uint32_t i = 0; i < 5'000; ++i) {
    const auto block = sim::philox({9, 9}, {i, 0, 0, 0});
    const Int128 k = (static_cast<Int128>(block[2]) << 32) + block[3] + 1;
    REQUIRE(ratio(block[0] * k, (Int128{block[1]} + 1) * k) ==
            static_cast<double>(block[0]) / (static_cast<double>(block[1]) + 1));
  }
}
