#pragma once
// 128-bit integers for exact sums (nanoseconds times a level, squares), and their conversions for reports.
#include <bit>
#include <cstdint>
#include <limits>
#include <string>

namespace sim {

__extension__ typedef __int128 Int128;            // NOLINT: __extension__ takes no alias declaration
__extension__ typedef unsigned __int128 UInt128;  // NOLINT

/// The decimal digits of the value, with a minus sign if the value is negative.
[[nodiscard]] inline std::string to_string(UInt128 value) {
  char digits[40];
  char* const end = digits + sizeof digits;
  char* first = end;
  do {
    *--first = static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  return std::string(first, end);
}
[[nodiscard]] inline std::string to_string(Int128 value) {
  const auto bits = static_cast<UInt128>(value);
  return value < 0 ? "-" + to_string(UInt128{0} - bits) : to_string(bits);
}

/// The nearest double, with ties to even.
[[nodiscard]] inline double to_double(Int128 value) {
  return static_cast<double>(value);
}

/// The double nearest to the exact quotient a / b, with ties to even. Neither a nor b is rounded first. NaN
/// if b is 0.
[[nodiscard]] inline double ratio(Int128 a, Int128 b) {
  if (b == 0) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const UInt128 numerator = a < 0 ? UInt128{0} - static_cast<UInt128>(a) : static_cast<UInt128>(a);
  const UInt128 denominator = b < 0 ? UInt128{0} - static_cast<UInt128>(b) : static_cast<UInt128>(b);
  UInt128 quotient = numerator / denominator;
  UInt128 rest = numerator % denominator;
  // Long division, bit by bit, until there are more bits than a double stores. If a remainder is left, the
  // exact value is slightly larger, which the lowest bit indicates.
  double unit = 1;
  while (rest != 0 && (quotient >> 60) == 0) {
    const bool bit = rest >= denominator - rest;
    rest = bit ? rest - (denominator - rest) : rest + rest;
    quotient = quotient + quotient + (bit ? 1u : 0u);
    unit *= 0.5;
  }
  quotient |= rest != 0 ? 1u : 0u;
  const double magnitude = static_cast<double>(quotient) * unit;
  return (a < 0) != (b < 0) ? -magnitude : magnitude;
}

}  // namespace sim
