#include "models/config/date_form.hpp"

#include "models/config/quantity.hpp"
#include "models/workload/cron.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::read_as;

TEST_CASE("dates are read and written in their shortest form") {
  CHECK(parse_date("1970-01-01") == 0);
  CHECK(parse_date("2024-01-01") == kMonday2024);
  CHECK(parse_date("2024-02-29T09:30") == minute_of_date(2024, 2, 29, 9, 30));
  CHECK(parse_date("2024-02-29 09:30") == minute_of_date(2024, 2, 29, 9, 30));
  CHECK(parse_date("2024-02-29T09:30:00") == minute_of_date(2024, 2, 29, 9, 30));
  CHECK(parse_date("2024-02-29T09:30:00Z") == minute_of_date(2024, 2, 29, 9, 30));
  CHECK(parse_date("2024-02-29T09:30Z") == minute_of_date(2024, 2, 29, 9, 30));
  for (const char* text : {"1970-01-01", "2024-02-29", "9999-12-31T23:59", "2000-03-01T00:01"}) {
    CHECK(format_date(parse_date(text)) == text);
  }
}

TEST_CASE("texts that are not dates are refused") {
  const auto told = [](const char* text) {
    try {
      parse_date(text);
    } catch (const QuantityError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  for (const char* text : {"", "2024", "2024-1-1", "2024-01-01T", "2024-01-01T9:30", "2024-01-01T09:30+01:00",
                           "2024/01/01", "2024-01-0a", "20240101", "2024-01-01T09:30:15"}) {
    CHECK(told(text) ==
          "'" + std::string(text) + "' is not a date; write for example 2024-01-01 or 2024-01-01T09:30");
  }
  CHECK(told("2023-02-29") == "there is no date 2023-02-29 from 1970 to 9999");
  CHECK(told("2024-01-01T24:00") == "there is no time of day 24:00");
}

TEST_CASE("a date is a scalar, quoted or not") {
  CHECK(read_as(*date_form(), "2024-01-02").first == kMonday2024 + 24 * 60);
  CHECK(read_as(*date_form(), "'2024-01-02'").first == kMonday2024 + 24 * 60);
  CHECK(read_as(*date_form(), "[2024]").second ==
        "t.yaml:1:1: expected a date such as 2024-01-01, found a list");
}
