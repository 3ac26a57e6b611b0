#include "sim/double_double.hpp"

#include "tests/catch.hpp"

using sim::DoubleDouble;

TEST_CASE("The error-free sum and product are exact") {
  constexpr DoubleDouble sum = sim::exact_sum(1.0, 0x1p-80);
  CHECK(sum.high == 1.0);
  CHECK(sum.low == 0x1p-80);
  constexpr DoubleDouble reversed = sim::exact_sum(0x1p-80, 1.0);
  CHECK(reversed.low == 0x1p-80);
  constexpr double odd = 1.0 + 0x1p-52;
  constexpr DoubleDouble product = sim::exact_product(odd, odd);  // 1 + 2^-51 + 2^-104
  CHECK(product.high == 1.0 + 0x1p-51);
  CHECK(product.low == 0x1p-104);
}

TEST_CASE("1/3 times 3 is 1, to a hundred bits") {
  constexpr DoubleDouble third = DoubleDouble{1.0} / 3.0;
  constexpr DoubleDouble one = third * DoubleDouble{3.0};
  constexpr DoubleDouble difference = one + -DoubleDouble{1.0};
  CHECK(third.low != 0.0);
  CHECK(difference.high > -0x1p-100);
  CHECK(difference.high < 0x1p-100);
}
