#pragma once
// Writes values as text in a CSV file.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace curtain {

/// A field, in quotation marks if it needs them (RFC 4180).
std::string csv_field(std::string_view text);

/// The number of characters that must be free for write_number() and write_seconds().
inline constexpr std::size_t kLongestNumber = 20;
inline constexpr std::size_t kLongestSeconds = 32;
/// Writes the number at `at`, without a terminator. Returns the position after the number.
char* write_number(char* at, std::uint64_t number);
/// Writes nanoseconds, at least 0, as seconds with as many decimals as necessary. Returns the position after
/// the text.
char* write_seconds(char* at, std::int64_t ns);
/// Writes the fraction of a second, which must be less than 10^9 ns, as a point and as many decimals as
/// necessary. Writes nothing for 0. Up to 10 characters at `at` may be overwritten, even if fewer are used.
/// Returns the position after the text.
char* write_fraction(char* at, std::uint32_t ns);
/// Appends nanoseconds to `line` in the form of write_seconds().
void append_seconds(std::string& line, std::int64_t ns);

}  // namespace curtain
