#pragma once
// Cron expressions such as "*/5 * * * *".
#include <cstdint>
#include <string_view>

namespace curtain {

/// The instants that the five fields of a crontab name, in whole minutes of UTC: minute, hour, day of month,
/// month and day of week. The syntax is that of crontab(5) of P. Vixie's cron: `*`, numbers, ranges `8-18`,
/// lists `0,30`, steps `*/5` and `8-18/2`, names of months and days (`jan`, `MON`), Sunday as 0 and as 7. If
/// both day fields are restricted (which means that they do not begin with `*`), a day matches if it is in at
/// least one of the two fields. Otherwise a day must be in both fields. In addition: `N/step` begins at N, a
/// range of days may end on Sunday (`fri-sun`), and @hourly, @daily, @midnight, @weekly, @monthly, @yearly
/// and @annually have their usual meaning.
class CronSchedule {
 public:
  /// Throws std::invalid_argument with the error and the allowed values. A schedule without any instant ("0 0
  /// 30 2 *") is also an error.
  explicit CronSchedule(std::string_view text);

  /// The first instant at or after `minute`, both in minutes since 1970-01-01 00:00.
  [[nodiscard]] std::int64_t next(std::int64_t minute) const;

  /// The shortest gap between two instants in minutes, computed as if every day matched.
  [[nodiscard]] std::int64_t shortest_gap() const;

 private:
  [[nodiscard]] bool has_day(std::int64_t day) const;

  // Bit n of each field represents the value n.
  std::uint64_t minutes_ = 0;
  std::uint64_t hours_ = 0;
  std::uint64_t days_ = 0;
  std::uint64_t months_ = 0;
  std::uint64_t weekdays_ = 0;  // bit 0 is Sunday
  bool any_day_ = false;        // whether the field begins with *
  bool any_weekday_ = false;
};

/// The minute of a date in the proleptic Gregorian calendar, counted from 1970-01-01 00:00. Throws
/// std::invalid_argument if the date does not exist or is not from 1970 to 9999.
std::int64_t minute_of_date(int year, int month, int day, int hour = 0, int minute = 0);

/// The day of the week for a day counted from 1970-01-01. Sunday is 0.
int weekday_of(std::int64_t day);

/// A date of the calendar.
struct CivilDate {
  int year = 1970;
  int month = 1;
  int day = 1;
};
/// The date of a day counted from 1970-01-01.
CivilDate date_of(std::int64_t day);

}  // namespace curtain
