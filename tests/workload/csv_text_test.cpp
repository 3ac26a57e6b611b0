#include "models/workload/csv_text.hpp"

#include <limits>

#include "tests/catch.hpp"

using curtain::append_seconds;
using curtain::csv_field;

namespace {

std::string seconds_text(std::int64_t ns) {
  std::string text = "x";
  append_seconds(text, ns);
  return text;
}

}  // namespace

TEST_CASE("a field is quoted where RFC 4180 requires it") {
  CHECK(csv_field("") == "");
  CHECK(csv_field("plain text; 'quoted'\t") == "plain text; 'quoted'\t");
  CHECK(csv_field("a,b") == "\"a,b\"");
  CHECK(csv_field("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(csv_field("two\nlines") == "\"two\nlines\"");
  CHECK(csv_field("\r") == "\"\r\"");
}

TEST_CASE("seconds are written exactly to the nanosecond, without trailing zeros") {
  CHECK(seconds_text(0) == "x0");
  CHECK(seconds_text(1) == "x0.000000001");
  CHECK(seconds_text(1'000'000'000) == "x1");
  CHECK(seconds_text(1'500'000'000) == "x1.5");
  CHECK(seconds_text(1'550'000'000) == "x1.55");
  CHECK(seconds_text(999'999'999) == "x0.999999999");
  CHECK(seconds_text(2'100'000'001) == "x2.100000001");
  CHECK(seconds_text(90'000'000'010) == "x90.00000001");
  CHECK(seconds_text(100'000'000'000) == "x100");
  CHECK(seconds_text(std::numeric_limits<std::int64_t>::max()) == "x9223372036.854775807");
}
