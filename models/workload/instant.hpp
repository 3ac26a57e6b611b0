#pragma once
// Instants in trace files that are not plain numbers: dates and times of day.
#include <cstdint>
#include <optional>
#include <string_view>

namespace curtain {

/// The form of the instants in a column. All instants of a column have the same form.
enum class InstantKind : std::uint8_t { number, date, time_of_day };

struct Instant {
  InstantKind kind = InstantKind::date;
  std::int64_t ns = 0;  ///< since 1970-01-01 00:00 UTC, or since midnight
};

/// Reads all of `text`:
/// - a date with a time (ISO 8601, RFC 3339, and similar forms): 2024-11-05T09:15:02.123Z, a blank or `t` for
///   T, / for -, a comma for the point, no seconds, no zone (then UTC), a zone such as +01:00, +0100, +01 or
///   UTC; a date alone is its midnight;
/// - a time of day: 13:05:07.25, 9:05.
/// Fractions of a nanosecond are rounded half up. Empty if the text has another form, is not a day of the
/// calendar, or is not in the years 1970 to 2115.
std::optional<Instant> read_instant(std::string_view text);

}  // namespace curtain
