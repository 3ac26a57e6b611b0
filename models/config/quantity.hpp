#pragma once
// Quantities in their written form: a number with its unit. Decimal numbers are multiplied by their unit
// exactly and rounded at most once, so `0.1s` is 100,000,000 ns and `1.5GiB` is 1,536 MiB.
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "models/words.hpp"

namespace curtain::config {

/// A text that is not the expected quantity; what() is a sentence with the text, the error and an example.
struct QuantityError : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// `250ms`, `1.5h`, `1h30min`: whole nanoseconds, at least 0 and at most 2^62. Units: ns, us, ms, s, min or
/// m, h, d. A bare 0 needs no unit.
Duration parse_duration(std::string_view text);
/// The same, as a real number of nanoseconds that need not be whole.
double parse_nanoseconds(std::string_view text);
/// `3.75GiB`: whole MiB. Units: KiB, MiB, GiB, TiB; MB and GB are refused with a hint.
Mebibytes parse_memory(std::string_view text);
/// The same, as a real number of MiB.
double parse_mebibytes(std::string_view text);
/// `20/s`, `5/min`, `100/h`, `3/d`: a real number per second.
double parse_rate(std::string_view text);
/// `5%` or `0.05`: a real number.
double parse_fraction(std::string_view text);
/// A real number without a unit, not negative.
double parse_number(std::string_view text);
/// A whole number without a unit, not negative.
std::uint64_t parse_count(std::string_view text);

/// The shortest text that parses to the same value: the largest unit in which the length is whole.
std::string format_duration(Duration length);
std::string format_nanoseconds(double nanoseconds);
std::string format_memory(Mebibytes memory);
std::string format_mebibytes(double mebibytes);
std::string format_rate(double per_second);
std::string format_number(double value);

}  // namespace curtain::config
