#pragma once
// Instants as logs write them, read to the nanosecond.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace curtain {

struct LogTime {
  std::int64_t ns = 0;      ///< since 1970, UTC
  std::size_t used = 0;     ///< bytes of the text
  bool has_zone = true;     ///< false: none was written, UTC was taken
  bool is_shifted = false;  ///< of another zone than UTC
};

/// The instant at the start of `text`, in one of these forms:
///  - ISO 8601 (RFC 3339 and what is near it): 2023-04-09T12:01:02.345Z, 2023-04-09 12:01:02, with / for -,
///    a comma for the point, any or no zone;
///  - the Common Log Format (httpd.apache.org/docs/current/logs.html): 09/Apr/2023:12:01:02 +0000;
///  - time since 1970 as 10 digits of seconds (with or without a fraction), 13 of milliseconds, 16 of
///    microseconds or 19 of nanoseconds.
/// Nothing if there is none, or if it is no day of a calendar, or none of the years 1990 to 2199.
std::optional<LogTime> log_time(std::string_view text);

/// Seconds since 1970 as JSON has them ("1.681339658206941E9"), exactly.
std::optional<std::int64_t> epoch_seconds(std::string_view number);

/// "2023-04-09T12:01:02.345Z", with as many places as there are.
std::string in_utc(std::int64_t ns);

}  // namespace curtain
