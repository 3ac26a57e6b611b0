#include "tools/curtain/text/interval_text.hpp"

#include <regex>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using curtain::Unit;
using curtain::tools::half_width_text;
using curtain::tools::with_half_width;

namespace {

/// The text with "+-" for the sign, which depends on the terminal.
std::string with_interval_of(Unit unit, double value, double half_width) {
  return std::regex_replace(with_half_width(unit, value, half_width), std::regex("±"), "+-");
}

}  // namespace

TEST_CASE("A half-width has two significant digits, and its value the same decimals") {
  struct Case {
    Unit unit;
    double value;
    double half_width;
    const char* text;
  };
  const std::vector<Case> cases = {
      {Unit::share, 0.00031, 0.0000032, "0.03100 +-0.00032 %"},
      {Unit::share, 0.5, 0.034, "50.0 +-3.4 %"},
      {Unit::share, 0.99997, 0.000011, "99.9970 +-0.0011 %"},
      {Unit::seconds, 1.2044, 0.0123, "1.204 +-0.012 s"},
      {Unit::seconds, 0.2044, 1.5, "0.2 +-1.5 s"},
      {Unit::seconds, 7500, 60, "2.083 +-0.017 h"},
      {Unit::seconds, -0.0031, 0.0004, "-3.10 +-0.40 ms"},
      {Unit::number, 12345, 1234, "12,300 +-1,200"},
      {Unit::number, 12345, 99.6, "12,350 +-100"},
      {Unit::number, 12345, 10, "12,345 +-10"},
      {Unit::count, 3, 0.0996, "3.00 +-0.10"},
      {Unit::number, -0.0004, 0.03, "0.000 +-0.030"},
      {Unit::usd, 1.2, 0.034, "$1.200 +-0.034"},
      {Unit::usd, -0.00012, 0.000034, "-$0.000120 +-0.000034"},
      {Unit::gib_seconds, 12.3, 0.25, "12.30 +-0.25 GiB s"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(with_interval_of(one.unit, one.value, one.half_width) == one.text);
  }
  CHECK(half_width_text(Unit::seconds, 0.01234) == "12 ms");
  CHECK(half_width_text(Unit::share, 0.0000032) == "0.00032 %");
}

TEST_CASE("In the tables of a comparison each value has the decimals of its half-width") {
  const support::Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const support::Ended ended = support::curtain(
      {"compare", scenario, "--replications", "4", "--vary", "policies.keep_alive.fixed.timeout=1s,10min"});
  REQUIRE(ended.status == 0);
  const std::regex interval("([0-9,]+)(\\.[0-9]+)? (?:±|\\+-)([0-9,]+)(\\.[0-9]+)?");
  std::size_t found = 0;
  for (std::sregex_iterator each(ended.out.begin(), ended.out.end(), interval), end; each != end; ++each) {
    CAPTURE(each->str());
    CHECK((*each)[2].length() == (*each)[4].length());
    ++found;
  }
  CHECK(found > 5);
}
