#include "models/import/log_time.hpp"

#include <string>

#include "tests/catch.hpp"

using curtain::epoch_seconds;
using curtain::in_utc;
using curtain::log_time;

TEST_CASE("All forms of one instant give the same instant") {
  for (const char* text :
       {"2023-04-09T12:01:02.345Z", "2023-04-09T12:01:02.345000+00:00", "2023-04-09 12:01:02.345",
        "2023/04/09 12:01:02,345", "2023-04-09T14:01:02.345+02:00", "2023-04-09T14:01:02.345+0200",
        "2023-04-09T05:31:02.345-06:30", "2023-04-09 14:01:02.345 +0200", "1681041662345", "1681041662345000",
        "1681041662345000000", "1681041662.345"}) {
    INFO(text);
    const auto time = log_time(text);
    REQUIRE(time);
    CHECK(time->ns == 1'681'041'662'345'000'000);
    CHECK(time->used == std::string(text).size());
  }
  CHECK(log_time("09/Apr/2023:12:01:02 +0000")->ns == 1'681'041'662'000'000'000);
  CHECK(log_time("1681041662")->ns == 1'681'041'662'000'000'000);
  CHECK(log_time("2023-04-09T12:01:02.123456789Z")->ns % 1'000'000'000 == 123'456'789);
  CHECK(log_time("2024-02-29T00:00:00Z")->ns == 1'709'164'800'000'000'000);
}

TEST_CASE("A parsed instant has a flag for its time zone, and the position after it") {
  CHECK(log_time("2023-04-09 12:01:02")->has_zone == false);
  CHECK(log_time("2023-04-09 12:01:02 -x")->used == 19);
  CHECK(log_time("2023-04-09T12:01:02Z REPORT")->used == 20);
  CHECK(log_time("2023-04-09T12:01:02Z")->is_shifted == false);
  CHECK(log_time("2023-04-09T12:01:02+01:00")->is_shifted);
  CHECK(log_time("1681041662345")->has_zone);
}

TEST_CASE("Texts that are not instants are refused") {
  for (const char* text : {"",
                           "x",
                           "2023-04-09",
                           "2023-13-09T12:01:02Z",
                           "2023-02-29T12:01:02Z",
                           "2023-04-31T12:01:02Z",
                           "2023-04-09T24:01:02Z",
                           "2023-04-09T12:61:02Z",
                           "2O23-04-09T12:01:02Z",
                           "2023-04-09T12:01",
                           "1889-04-09T12:01:02Z",
                           "2200-01-01T00:00:00Z",
                           "2023-04-09T12:01:02+0x",
                           "99/Apr/2023:12:01:02 +0000",
                           "09/Foo/2023:12:01:02 +0000",
                           "16810416623",
                           "168104166234567890123",
                           "9999999999999",
                           "0000000000",
                           "2023/04/09/[$LATEST]0f1e2d"}) {
    INFO(text);
    CHECK_FALSE(log_time(text));
  }
}

TEST_CASE("Seconds in JSON are exact") {
  CHECK(epoch_seconds("1.681339658206941E9") == 1'681'339'658'206'941'000);
  CHECK(epoch_seconds("1681339658.203") == 1'681'339'658'203'000'000);
  CHECK_FALSE(epoch_seconds("-1.6E9"));
  CHECK_FALSE(epoch_seconds("1.6E12"));
  CHECK_FALSE(epoch_seconds("soon"));
}

TEST_CASE("Instants are written in the form in which they are read") {
  for (const char* text :
       {"2023-04-09T12:01:02.345Z", "2024-02-29T23:59:59Z", "2024-12-31T00:00:00.000000001Z",
        "2000-03-01T00:00:00Z", "1990-01-01T00:00:00Z", "2199-12-31T23:59:59Z"}) {
    CHECK(in_utc(log_time(text)->ns) == text);
  }
}
