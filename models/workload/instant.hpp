#pragma once
// Reads instants in trace files that are dates or times of day.
#include <cstdint>
#include <optional>
#include <string_view>

namespace curtain {

/// The form of the instants in a column. All instants in a column have the same form.
enum class InstantKind : std::uint8_t { number, date, time_of_day };

struct Instant {
  InstantKind kind = InstantKind::date;
  std::int64_t ns = 0;  ///< since 1970-01-01 00:00 UTC, or since midnight
};

/// Reads all of `text` in one of two forms:
/// - a date with a time (ISO 8601, RFC 3339, and similar forms): 2024-11-05T09:15:02.123Z.
///   A blank or `t` may replace the T, a / the -, and a comma the point. Seconds and zone are optional, and
///   the default zone is UTC. A zone is written as +01:00, +0100, +01 or UTC. A date alone means its
///   midnight;
/// - a time of day: 13:05:07.25, 9:05. Fractions of a nanosecond are rounded half up. The result is empty if
///   the text has another form, is not a day of the calendar, or is not in the years 1970 to 2115.
std::optional<Instant> read_instant(std::string_view text);

}  // namespace curtain
