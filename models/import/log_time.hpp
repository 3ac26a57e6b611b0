#pragma once
// Reads instants in the forms that logs use, exact to the nanosecond.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace curtain {

struct LogTime {
  std::int64_t ns = 0;      ///< since 1970, in UTC
  std::size_t used = 0;     ///< length of the instant in bytes
  bool has_zone = true;     ///< false: there was no zone, so UTC was assumed
  bool is_shifted = false;  ///< whether the zone is not UTC
};

/// The instant at the start of `text`, in one of these forms:
/// - ISO 8601 (RFC 3339 and similar forms): 2023-04-09T12:01:02.345Z, 2023-04-09 12:01:02. A
///   / may replace the -, and a comma the point. Any zone is allowed, and the zone is optional;
/// - the Common Log Format (httpd.apache.org/docs/current/logs.html): 09/Apr/2023:12:01:02 +0000;
/// - time since 1970 as 10 digits of seconds (with or without a fraction), 13 of milliseconds, 16 of
///   microseconds or 19 of nanoseconds. Empty if the text has another form, is not a day of the calendar, or
///   is not in the years 1990 to 2199.
std::optional<LogTime> log_time(std::string_view text);

/// The exact number of nanoseconds for a number of seconds since 1970 in JSON ("1.681339658206941E9").
std::optional<std::int64_t> epoch_seconds(std::string_view number);

/// The instant as "2023-04-09T12:01:02.345Z", with as many decimals as needed.
std::string in_utc(std::int64_t ns);

}  // namespace curtain
