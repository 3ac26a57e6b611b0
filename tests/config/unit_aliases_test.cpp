#include "models/config/unit_aliases.hpp"

#include "models/config/quantity.hpp"
#include "tests/catch.hpp"

using namespace curtain::config;

namespace {

/// Returns the message with which a quantity is refused.
template <class Parse>
std::string refused(Parse parse, const std::string& text) {
  try {
    parse(text);
  } catch (const QuantityError& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("For weeks, months and years, the number of days is suggested") {
  CHECK(refused(parse_duration, "1y") ==
        "'1y' has the unknown unit 'y'; allowed: ns, us, ms, s, min (or m), h, d; did you mean '365d'?; a "
        "year of 365 days");
  CHECK(instead_of_duration("2w") == "; did you mean '14d'?");
  CHECK(instead_of_duration("2 weeks") == "; did you mean '14d'?");
  CHECK(instead_of_duration("6mo") == "; did you mean '180d'?; a month of 30 days");
  CHECK(instead_of_duration("10 years") == "; did you mean '3650d'?; a year of 365 days");
  CHECK(instead_of_duration("5 fortnights").empty());
  CHECK(instead_of_duration("99999999999999999999y").empty());
}

TEST_CASE(
    "For durations as ISO 8601, as clock times or with decimal commas, the value with a unit is suggested") {
  CHECK(refused(parse_duration, "PT5M") == "'PT5M' is not a length of time; did you mean '5min'?");
  CHECK(instead_of_duration("PT1H30M") == "; did you mean '1h30min'?");
  CHECK(instead_of_duration("P1DT0H0.5S") == "; did you mean '1d0.5s'?");
  CHECK(instead_of_duration("P1M").empty());  // P1M is a month in ISO 8601
  CHECK(instead_of_duration("PT").empty());
  CHECK(
      refused(parse_duration, "00:05:00") ==
      "'00:05:00' has the unknown unit ':'; allowed: ns, us, ms, s, min (or m), h, d; did you mean '5min'?");
  CHECK(instead_of_duration("01:30:00.250") == "; did you mean '1h30min0.250s'?");
  CHECK(instead_of_duration("00:00:00").empty());
  CHECK(instead_of_duration("1,5s") == "; did you mean '1.5s'?");
  CHECK(instead_of_duration("1,5 minutes") == "; did you mean '1.5min'?");
  CHECK(instead_of_duration("1,500ms").empty());  // the comma could separate thousands, or mean one and a
                                                  // half
  for (const char* const text : {"", ":", "::", ",", "P", "1,", ",5s"}) {
    CHECK(instead_of_duration(text).empty());
  }
}

TEST_CASE("For memory sizes as in Kubernetes, in bytes or in words, binary units are suggested") {
  CHECK(refused(parse_memory, "512Mi") ==
        "'512Mi' has the unknown unit 'Mi'; allowed: KiB, MiB, GiB, TiB; did you mean '512MiB'?");
  CHECK(instead_of_memory("536870912B") == "; did you mean '512MiB'?");
  CHECK(instead_of_memory("3221225472 bytes") == "; did you mean '3GiB'?");
  CHECK(instead_of_memory("1000B").empty());
  CHECK(instead_of_memory("2 gigabytes") == "; did you mean '2GiB'?");
  CHECK(refused(parse_memory, "1,5GiB") ==
        "'1,5GiB' has the unknown unit ',5GiB'; allowed: KiB, MiB, GiB, TiB; did you mean '1.5GiB'?");
}

TEST_CASE("For rates in words, the unit is suggested") {
  CHECK(instead_of_rate("100 req/min") == "; did you mean '100/min'?");
  CHECK(instead_of_rate("5 per minute") == "; did you mean '5/min'?");
  CHECK(instead_of_rate("20 requests/s") == "; did you mean '20/s'?");
  CHECK(instead_of_rate("1,5/s") == "; did you mean '1.5/s'?");
}

TEST_CASE("For counts with a unit, the count without it is suggested, rounded up from thousandths") {
  CHECK(refused(parse_count, "1500m") == "'1500m' is not a whole number; 1500m means 1.5; write 2");
  CHECK(refused(parse_count, "4 cores") == "'4 cores' is not a whole number; write 4, without a unit");
  CHECK(instead_of_count("2000m") == "; 2000m means 2; write 2");
  CHECK(instead_of_count("10 vCPU") == "; write 10, without a unit");
  CHECK(instead_of_count("10k") == "; write 10000");
  CHECK(instead_of_count("1,000") == "; write 1000, without separators");
  CHECK(instead_of_count("ten").empty());
  CHECK(instead_of_count("5%").empty());
  CHECK(instead_of_count("").empty());
}
