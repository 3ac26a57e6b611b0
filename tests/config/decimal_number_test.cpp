#include "models/config/decimal_number.hpp"

#include <string>

#include "sim/draws.hpp"
#include "tests/catch.hpp"

using curtain::config::DecimalNumber;

namespace {

DecimalNumber number(std::string_view text) {
  const auto value = DecimalNumber::take(text);
  REQUIRE(value);
  REQUIRE(text.empty());
  return *value;
}

}  // namespace

TEST_CASE("a decimal number is parsed from the beginning of a text") {
  std::string_view text = "12.50ms";
  REQUIRE(DecimalNumber::take(text));
  CHECK(text == "ms");
  text = "1e3/s";
  REQUIRE(DecimalNumber::take(text)->whole() == 1000u);
  CHECK(text == "/s");
  text = "2e";  // no exponent, because the e belongs to the unit
  REQUIRE(DecimalNumber::take(text)->whole() == 2u);
  CHECK(text == "e");
  for (const std::string_view bad : {"", ".", "x", "-1", "e3", "+1", "1e401"}) {
    std::string_view rest = bad;
    CHECK_FALSE(DecimalNumber::take(rest));
    CHECK(rest == bad);
  }
  const std::string digits(401, '1');
  std::string_view rest = digits;
  CHECK_FALSE(DecimalNumber::take(rest));
}

TEST_CASE("decimal numbers are multiplied without loss") {
  CHECK(number("0.1").times(1, 9).whole() == 100'000'000u);
  CHECK(number("1.5").times(1024).whole() == 1536u);
  CHECK(number("0.000000001").times(1, 9).whole() == 1u);
  CHECK_FALSE(number("0.0000000001").times(1, 9).is_whole());
  // the number is not representable as a double
  CHECK(number("4503599627370497.5").times(2).whole() == 9007199254740995u);
  CHECK(number("18446744073709551615").whole() == 18446744073709551615u);
  CHECK_FALSE(number("18446744073709551616").whole());
  CHECK(number("18446744073709551616").is_whole());
  CHECK(number("0.000").is_zero());
  CHECK(number("0e300").times(86400, 9).whole() == 0u);
}

TEST_CASE("products agree with those of 128-bit integers") {
  sim::Draw draw(sim::DrawKey(7, 0, 1), 1, 0);
  for (int i = 0; i < 2000; ++i) {
    const std::uint64_t a = draw() >> 32;
    const std::uint64_t factor = 1 + draw() % 86'400;
    REQUIRE(number(std::to_string(a)).times(factor).whole() == a * factor);
  }
}

TEST_CASE("real values are the nearest doubles") {
  CHECK(number("0.1").real() == 0.1);
  CHECK(number("123456789.123456789e-3").real() == 123456.789123456789);
  CHECK(number("9007199254740993").real() == 9007199254740992.0);  // a tie is rounded to even
  CHECK(number("1e-400").real() == 0.0);
  CHECK_FALSE(number("1e309").real());
}
