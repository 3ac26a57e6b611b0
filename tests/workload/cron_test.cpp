#include "models/workload/cron.hpp"

#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;

namespace {

constexpr std::int64_t kCronDay = 24 * 60;

/// Returns the first instants at or after the start of 2024, a Monday, as "2024-01-31 09:05".
std::vector<std::string> instants(std::string_view text, std::size_t count,
                                  std::int64_t from = minute_of_date(2024, 1, 1)) {
  const CronSchedule schedule(text);
  std::vector<std::string> all;
  for (std::int64_t minute = from; all.size() < count; ++minute) {
    minute = schedule.next(minute);
    const CivilDate date = date_of(minute / kCronDay);
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    all.push_back(std::to_string(date.year) + "-" + two(date.month) + "-" + two(date.day) + " " +
                  two(minute % kCronDay / 60) + ":" + two(minute % 60));
  }
  return all;
}
using Instants = std::vector<std::string>;

std::string refusal(std::string_view text) {
  return error_of<std::invalid_argument>([&] { CronSchedule{text}; });
}

}  // namespace

TEST_CASE("minutes and hours may be steps, ranges and lists") {
  CHECK(instants("*/20 * * * *", 4) ==
        Instants{"2024-01-01 00:00", "2024-01-01 00:20", "2024-01-01 00:40", "2024-01-01 01:00"});
  CHECK(instants("5,35 8-10/2 * * *", 5) == Instants{"2024-01-01 08:05", "2024-01-01 08:35",
                                                     "2024-01-01 10:05", "2024-01-01 10:35",
                                                     "2024-01-02 08:05"});
  CHECK(instants("50/5 23 * * *", 3) == Instants{"2024-01-01 23:50", "2024-01-01 23:55", "2024-01-02 23:50"});
  CHECK(instants("7-59/17 0 * * *", 4) ==
        Instants{"2024-01-01 00:07", "2024-01-01 00:24", "2024-01-01 00:41", "2024-01-01 00:58"});
  CHECK(instants("  30\t12  * * * ", 1) == Instants{"2024-01-01 12:30"});
}

TEST_CASE("months and days of week may be names or numbers, and Sunday is 0 or 7") {
  CHECK(instants("0 9 * * mon-FRI", 6).back() == "2024-01-08 09:00");  // this is the first instant after
                                                                       // Friday the 5th
  CHECK(instants("0 0 * * 0", 2) == Instants{"2024-01-07 00:00", "2024-01-14 00:00"});
  CHECK(instants("0 0 * * 7", 2) == instants("0 0 * * Sun", 2));
  CHECK(instants("0 0 * * fri-sun", 4) ==
        Instants{"2024-01-05 00:00", "2024-01-06 00:00", "2024-01-07 00:00", "2024-01-12 00:00"});
  CHECK(instants("0 0 * * 5-7", 4) == instants("0 0 * * fri-sun", 4));
  CHECK(instants("0 0 * * */3", 3) == Instants{"2024-01-03 00:00", "2024-01-06 00:00", "2024-01-07 00:00"});
  CHECK(instants("0 0 1 feb,Apr-6/2 *", 3) ==
        Instants{"2024-02-01 00:00", "2024-04-01 00:00", "2024-06-01 00:00"});
}

TEST_CASE("a day of month that a month lacks is skipped, and so is a leap day in other years") {
  CHECK(instants("0 0 31 * *", 3) == Instants{"2024-01-31 00:00", "2024-03-31 00:00", "2024-05-31 00:00"});
  CHECK(instants("0 12 29 2 *", 2) == Instants{"2024-02-29 12:00", "2028-02-29 12:00"});
  CHECK(instants("0 0 29 2 *", 2, minute_of_date(2096, 1, 1)) ==
        Instants{"2096-02-29 00:00", "2104-02-29 00:00"});
  CHECK(instants("59 23 31 12 *", 1) == Instants{"2024-12-31 23:59"});
}

TEST_CASE("if both day fields are restricted, one must match, and if one is a star, both must match") {
  // The expression gives Fridays, and the 13th, which is a Saturday.
  CHECK(instants("0 0 13 * fri", 4) ==
        Instants{"2024-01-05 00:00", "2024-01-12 00:00", "2024-01-13 00:00", "2024-01-19 00:00"});
  // The expression gives odd days that are Sundays, because */2 begins with a star.
  CHECK(instants("0 0 */2 * sun", 3) == Instants{"2024-01-07 00:00", "2024-01-21 00:00", "2024-02-11 00:00"});
  CHECK(instants("0 0 1-31/2 * sun", 3) ==
        Instants{"2024-01-01 00:00", "2024-01-03 00:00", "2024-01-05 00:00"});
}

TEST_CASE("words such as @daily are expressions") {
  for (const auto& [word, expression] :
       std::vector<std::pair<std::string, std::string>>{{"@hourly", "0 * * * *"},
                                                        {"@daily", "0 0 * * *"},
                                                        {"@Midnight", "0 0 * * *"},
                                                        {"@weekly", "0 0 * * 0"},
                                                        {"@monthly", "0 0 1 * *"},
                                                        {"@yearly", "0 0 1 1 *"},
                                                        {"@annually", "0 0 1 1 *"}}) {
    CHECK(instants(word, 5) == instants(expression, 5));
  }
}

TEST_CASE("the next instant is at or after the requested instant") {
  const CronSchedule schedule("30 6 * * *");
  const std::int64_t due = minute_of_date(2024, 5, 17, 6, 30);
  CHECK(schedule.next(due) == due);
  CHECK(schedule.next(due - 1) == due);
  CHECK(schedule.next(due + 1) == due + kCronDay);
  CHECK(schedule.next(due + kCronDay - 1) == due + kCronDay);
  CHECK(CronSchedule("* * * * *").next(due) == due);
}

TEST_CASE("every minute of four years is an instant exactly if its fields say so") {
  // The result is compared minute by minute with a second implementation of the rule.
  const CronSchedule schedule("*/7 3-5 10,20 */2 tue");
  std::int64_t minute = minute_of_date(2023, 1, 1);
  const std::int64_t end = minute_of_date(2027, 1, 1);
  std::size_t count = 0;
  std::int64_t next = schedule.next(minute);
  for (; minute < end; ++minute) {
    const CivilDate date = date_of(minute / kCronDay);
    const auto hour = minute % kCronDay / 60;
    const bool is_due = minute % 60 % 7 == 0 && hour >= 3 && hour <= 5 && date.month % 2 == 1 &&
                        (date.day == 10 || date.day == 20 || weekday_of(minute / kCronDay) == 2);
    REQUIRE(is_due == (minute == next));
    count += is_due ? 1 : 0;
    next = is_due ? schedule.next(minute + 1) : next;
  }
  CHECK(count > 1'000);
}

TEST_CASE("the shortest gap may span midnight") {
  CHECK(CronSchedule("*/5 * * * *").shortest_gap() == 5);
  CHECK(CronSchedule("*/7 * * * *").shortest_gap() == 4);  // the shortest gap is between :56 and :00
  CHECK(CronSchedule("0 9,17 * * *").shortest_gap() == 8 * 60);
  CHECK(CronSchedule("50 23 * * *").shortest_gap() == kCronDay);
  CHECK(CronSchedule("10 0,23 * * *").shortest_gap() == 60);
}

TEST_CASE("dates and days of week are computed correctly") {
  CHECK(minute_of_date(1970, 1, 1) == 0);
  CHECK(minute_of_date(2024, 1, 1) == kMonday2024);
  CHECK(minute_of_date(2000, 3, 1) == 11'017 * kCronDay);
  CHECK(minute_of_date(2024, 2, 29, 23, 59) == minute_of_date(2024, 3, 1) - 1);
  CHECK(weekday_of(0) == 4);
  CHECK(weekday_of(minute_of_date(2024, 1, 1) / kCronDay) == 1);
  CHECK(weekday_of(minute_of_date(2026, 11, 22) / kCronDay) == 0);
  CHECK(error_of([] { minute_of_date(2023, 2, 29); }) == "there is no date 2023-02-29 from 1970 to 9999");
  CHECK(error_of([] { minute_of_date(1969, 12, 31); }) == "there is no date 1969-12-31 from 1970 to 9999");
  CHECK(error_of([] { minute_of_date(2024, 13, 1); }) == "there is no date 2024-13-01 from 1970 to 9999");
  CHECK(error_of([] { minute_of_date(2024, 1, 1, 24); }) == "there is no time of day 24:00");
}

TEST_CASE("invalid expressions are refused with the valid forms") {
  CHECK(refusal("* * * *") ==
        "'* * * *' has 4 fields; expected five: minute, hour, day of month, month and day of week");
  CHECK(refusal("0 */5 * * * *").find("has 6 fields") != std::string::npos);
  CHECK(refusal("").find("has 0 fields") != std::string::npos);
  CHECK(refusal("60 * * * *") == "'60' is not a valid minute; allowed: 0 to 59");
  CHECK(refusal("* 24 * * *") == "'24' is not a valid hour; allowed: 0 to 23");
  CHECK(refusal("* * 0 * *") == "'0' is not a valid day of month; allowed: 1 to 31");
  CHECK(refusal("* * ? * *") == "'?' is not a valid day of month; allowed: 1 to 31");
  CHECK(refusal("* * * sep-dez *") == "'dez' is not a valid month; allowed: 1 to 12 or jan to dec");
  CHECK(refusal("* * * * monday") == "'monday' is not a valid day of week; allowed: 0 to 7 or sun to sat");
  CHECK(refusal("* * * * 8") == "'8' is not a valid day of week; allowed: 0 to 7 or sun to sat");
  CHECK(refusal("5-3 * * * *") == "the range '5-3' of minute ends before it begins; write two ranges");
  CHECK(refusal("*/0 * * * *") == "'*/0' has no step after the slash; allowed: a whole number of at least 1");
  CHECK(refusal("*/ * * * *") == "'*/' has no step after the slash; allowed: a whole number of at least 1");
  CHECK(refusal("1,,2 * * * *") == "'' is not a valid minute; allowed: 0 to 59");
  CHECK(refusal("-5 * * * *") == "'' is not a valid minute; allowed: 0 to 59");
  CHECK(refusal("99999999999 * * * *") == "'99999999999' is not a valid minute; allowed: 0 to 59");
  CHECK(refusal("0 0 30 2 *") == "'0 0 30 2 *' has no instants, because no month in it has such a day");
  CHECK(refusal("@reboot").find("'@reboot' is not a known abbreviation; allowed: @hourly, ") == 0);
}
