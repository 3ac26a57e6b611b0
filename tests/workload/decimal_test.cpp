#include "models/workload/decimal.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include "sim/draws.hpp"
#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using curtain::DecimalReader;
using Outcome = DecimalReader::Outcome;

namespace {

constexpr std::int64_t kBillion = 1'000'000'000;

/// Returns the result of the careful reader. The fast reader must agree or decline.
std::int64_t value_of(const std::string& text, std::int64_t unit = kBillion) {
  const DecimalReader reader(unit);
  std::int64_t careful = -1;
  REQUIRE(reader.read(text, careful) == Outcome::ok);
  std::int64_t quick = -1;
  const std::string line = text + "\n";
  if (const char* const end = reader.read_plain(line.data(), quick); end != nullptr && *end == '\n') {
    CHECK(quick == careful);
  }
  return careful;
}

Outcome outcome_of(const std::string& text, std::int64_t unit = kBillion) {
  const DecimalReader reader(unit);
  std::int64_t ignored = 0;
  const std::string line = text + "\n";
  const char* const end = reader.read_plain(line.data(), ignored);
  const Outcome outcome = reader.read(text, ignored);
  if (outcome != Outcome::ok) {
    CHECK((end == nullptr || *end != '\n'));
  }
  return outcome;
}

}  // namespace

TEST_CASE("decimals are read exactly") {
  CHECK(value_of("0") == 0);
  CHECK(value_of("12") == 12 * kBillion);
  CHECK(value_of("0.25") == 250'000'000);
  CHECK(value_of("1587750815.123456789") == 1'587'750'815'123'456'789);
  CHECK(value_of("+3.000000001") == 3'000'000'001);
  CHECK(value_of("0.1") == 100'000'000);
  CHECK(value_of("1.5e-3") == 1'500'000);
  CHECK(value_of("2E3") == 2'000 * kBillion);
  CHECK(value_of("2e+0") == 2 * kBillion);
  CHECK(value_of("0.000000000000001e15") == kBillion);
  CHECK(value_of("-0.0") == 0);
  CHECK(value_of("0e999999999999") == 0);
  CHECK(value_of("00000000000000000000000007") == 7 * kBillion);
  CHECK(value_of("1591382300588.576172", 1'000'000) == 1'591'382'300'588'576'172);
  CHECK(value_of("2.5", 60 * kBillion) == 150 * kBillion);
  CHECK(value_of("17", 1) == 17);
  CHECK(value_of(".5") == 500'000'000);
  CHECK(value_of("5.") == 5 * kBillion);
  CHECK(value_of("+.25e1") == 2'500'000'000);
  CHECK(value_of("2.e-1") == 200'000'000);
}

TEST_CASE("decimals are rounded half up to a whole unit, using all digits") {
  CHECK(value_of("0.0000000005") == 1);
  CHECK(value_of("0.00000000049999999999999999999999") == 0);
  CHECK(value_of("0.07949090003967285") == 79'490'900);
  CHECK(value_of("57.15786004066467") == 57'157'860'041);
  CHECK(value_of("1.9999999999") == 2 * kBillion);
  CHECK(value_of("1e-400") == 0);
  CHECK(value_of("0.5", 1) == 1);
  CHECK(value_of("0.00000000001", 60 * kBillion) == 1);   // 0.6 ns is rounded up
  CHECK(value_of("0.000000000008", 60 * kBillion) == 0);  // 0.48 ns is rounded down
}

TEST_CASE("invalid decimals are recognised") {
  for (const char* text :
       {"",      " ",   ".",    "-.",  ".e1", "-",   "+",    "--1", "1e",    "1e+",   "e5",
        "1.2.3", "1,2", "0x10", "nan", "NaN", "inf", "-inf", "1 2", "12abc", "1_000", "\xEF\xBC\x91"}) {
    INFO(text);
    CHECK(outcome_of(text) == Outcome::not_a_number);
  }
  CHECK(outcome_of("-1") == Outcome::negative);
  CHECK(outcome_of("-1e-30") == Outcome::negative);
  CHECK(outcome_of("4611686018.427387904") == Outcome::ok);
  CHECK(value_of("4611686018.427387904") == DecimalReader::kLargest);
  CHECK(outcome_of("4611686018.427387905") == Outcome::too_large);
  CHECK(outcome_of("9223372036854775808") == Outcome::too_large);
  CHECK(outcome_of("99999999999999999999999999") == Outcome::too_large);
  CHECK(outcome_of("1e400") == Outcome::too_large);
  CHECK(outcome_of("1e99999999999999999999") == Outcome::too_large);
}

TEST_CASE("an integer that is printed as a decimal is read as the same integer") {
  sim::Draw draw(sim::DrawKey(5, 0, 0), 0, 0);
  for (int i = 0; i < 20'000; ++i) {
    const auto value = static_cast<std::int64_t>(draw.bits() >> (2 + draw.below(61)));
    const int places = static_cast<int>(draw.below(10));
    std::int64_t unit = 1;
    for (int place = 0; place < places; ++place) {
      unit *= 10;
    }
    std::string digits = std::to_string(value % unit);
    digits.insert(0,
                  static_cast<std::size_t>(places) -
                      std::min<std::size_t>(digits.size(), static_cast<std::size_t>(places)),
                  '0');
    const std::string text = std::to_string(value / unit) + (places > 0 ? "." + digits : "");
    INFO(text);
    REQUIRE(value_of(text, unit) == value);
  }
}

TEST_CASE("a unit must be a positive number") {
  CHECK(support::error_of<std::invalid_argument>([] { DecimalReader(0); }) ==
        "a unit of 0 ns; it must be greater than 0");
  CHECK(support::error_of<std::invalid_argument>([] { DecimalReader((std::int64_t{1} << 62) + 1); }) ==
        "a unit of 4611686018427387905 ns; it must be a number below 2^40 times a power of ten");
}

TEST_CASE("nanoseconds are reported as seconds, exactly") {
  CHECK(curtain::in_seconds(0) == "0 s");
  CHECK(curtain::in_seconds(1'250'000'000) == "1.25 s");
  CHECK(curtain::in_seconds(-1) == "-0.000000001 s");
  CHECK(curtain::in_seconds(100'000'000'000) == "100 s");
}
