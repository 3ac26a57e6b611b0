#include "models/workload/instant.hpp"

#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// Returns the instant in nanoseconds, or -1 if the text is not an instant of this kind.
std::int64_t instant_ns(const char* text, InstantKind kind = InstantKind::date) {
  const auto instant = read_instant(text);
  return instant && instant->kind == kind ? instant->ns : -1;
}

}  // namespace

TEST_CASE("all forms of a date give the same instant") {
  // 2024-11-05T09:15:02Z is 1,730,798,102 s since 1970 (date -u -d ... +%s).
  constexpr std::int64_t instant = 1'730'798'102'000'000'000;
  for (const char* const text :
       {"2024-11-05T09:15:02Z", "2024-11-05 09:15:02", "2024-11-05t09:15:02z", "2024/11/05 09:15:02",
        "2024-11-05T10:15:02+01:00", "2024-11-05T03:45:02-0530", "2024-11-05 09:15:02 UTC",
        "2024-11-05 11:15:02 +02", "2024-11-05T09:15:02.000000", "2024-11-05T09:15:02,0Z",
        "2024-11-04T23:15:02-10:00"}) {
    CAPTURE(text);
    CHECK(instant_ns(text) == instant);
  }
  CHECK(instant_ns("2024-11-05T09:15:02.123Z") == instant + 123'000'000);
  CHECK(instant_ns("2024-11-05T09:15:02.1234567891Z") == instant + 123'456'789);
  CHECK(instant_ns("2024-11-05T09:15:02.1234567895Z") == instant + 123'456'790);
  CHECK(instant_ns("2024-11-05T09:15") == instant - 2'000'000'000);
  CHECK(instant_ns("2024-11-05") == instant - 33'302'000'000'000);
  CHECK(instant_ns("2024-02-29T00:00:00Z") == 1'709'164'800'000'000'000);
  CHECK(instant_ns("1970-01-01T00:00:00Z") == 0);
}

TEST_CASE("times of day are counted from midnight") {
  CHECK(instant_ns("13:05:07.25", InstantKind::time_of_day) == 47'107'250'000'000);
  CHECK(instant_ns("9:05", InstantKind::time_of_day) == 32'700'000'000'000);
  CHECK(instant_ns("00:00:00", InstantKind::time_of_day) == 0);
  CHECK(instant_ns("23:59:59.999999999", InstantKind::time_of_day) == 86'399'999'999'999);
}

TEST_CASE("texts that are not instants are refused") {
  for (const char* const text : {"",
                                 "12",
                                 "1.5",
                                 "2024",
                                 "2024-11",
                                 "2024-13-05",
                                 "2023-02-29",
                                 "2024-11-05T",
                                 "2024-11-05T9",
                                 "2024-11-05T24:00:00Z",
                                 "2024-11-05T09:60:00Z",
                                 "2024-11-05T09:15:02.Z",
                                 "2024-11-05T09:15:02X",
                                 "2024-11-05T09:15:02+1",
                                 "2024-11-05T09:15:02Z ",
                                 "2024-11/05",
                                 "1969-12-31",
                                 "2116-01-01",
                                 "24:00:00",
                                 "12:60",
                                 "12:5",
                                 "1:2:3",
                                 "12:05:07.",
                                 "12:05 PM",
                                 "123:05",
                                 "05/11/2024 09:15",
                                 "-1:00",
                                 "12:05:07Z"}) {
    CAPTURE(text);
    CHECK_FALSE(read_instant(text).has_value());
  }
}
