#pragma once
// Quantities in their written form, which is a number with its unit. A decimal number is multiplied by its
// unit exactly and rounded at most once, so `0.1s` is 100,000,000 ns and `1.5GiB` is 1,536 MiB.
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "models/words.hpp"

namespace curtain::config {

/// Thrown if a text is not the expected quantity. what() is a sentence with the text, the error and an
/// example.
struct QuantityError : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// Parses a length of time such as `250ms`, `1.5h` or `1h30min`. The result is a whole number of nanoseconds,
/// at least 0 and at most 2^62. Units: ns, us, ms, s, min or m, h, d. A single 0 needs no unit.
Duration parse_duration(std::string_view text);
/// Parses a length of time as a real number of nanoseconds, which may have a fraction.
double parse_nanoseconds(std::string_view text);
/// Parses a memory size such as `3.75GiB` into whole MiB. Units: KiB, MiB, GiB, TiB. MB and GB are refused
/// with a suggestion.
Mebibytes parse_memory(std::string_view text);
/// Parses a memory size as a real number of MiB.
double parse_mebibytes(std::string_view text);
/// Parses an amount of data such as `4MiB` or `100kB` into whole bytes, at most 2^50. Units: B, kB, MB, GB,
/// TB, KiB, MiB, GiB, TiB. A single 0 needs no unit.
std::uint64_t parse_data(std::string_view text);
/// Parses a data rate such as `58MB/s` or `625Mbit/s` into whole bytes per second, at most 10^12. Units: B,
/// kB, MB, GB, KiB, MiB, GiB, kbit, Mbit and Gbit, each followed by "/s".
std::uint64_t parse_data_rate(std::string_view text);
/// Parses a rate such as `20/s`, `5/min`, `100/h` or `3/d` into a real number per second.
double parse_rate(std::string_view text);
/// Parses a fraction such as `5%` or `0.05` into a real number.
double parse_fraction(std::string_view text);
/// Parses a real number of at least 0 without a unit.
double parse_number(std::string_view text);
/// Parses a whole number of at least 0 without a unit.
std::uint64_t parse_count(std::string_view text);

/// The shortest text that parses to the same length. Its unit is the largest unit in which the length is a
/// whole number.
std::string format_duration(Duration length);
std::string format_nanoseconds(double nanoseconds);
std::string format_memory(Mebibytes memory);
std::string format_mebibytes(double mebibytes);
std::string format_data(std::uint64_t bytes);
std::string format_data_rate(std::uint64_t bytes_per_second);
std::string format_rate(double per_second);
std::string format_number(double value);

}  // namespace curtain::config
