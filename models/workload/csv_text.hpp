#pragma once
// Values as text of a CSV file.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace curtain {

/// A field, quoted if necessary (RFC 4180).
std::string csv_field(std::string_view text);

/// The room, in characters, that write_number() and write_seconds() need.
inline constexpr std::size_t kLongestNumber = 20;
inline constexpr std::size_t kLongestSeconds = 32;
/// Writes the number at `at`, without a terminator. Returns the position after it.
char* write_number(char* at, std::uint64_t number);
/// Writes nanoseconds, at least 0, as seconds, with as many decimals as necessary. Returns the position after
/// it.
char* write_seconds(char* at, std::int64_t ns);
/// Writes the fraction of a second, less than 10^9 ns: a point and as many decimals as necessary, or nothing
/// for 0. Up to 10 characters, also where fewer are used. Returns the position after it.
char* write_fraction(char* at, std::uint32_t ns);
/// Appends nanoseconds to `line` as write_seconds() writes them.
void append_seconds(std::string& line, std::int64_t ns);

}  // namespace curtain
