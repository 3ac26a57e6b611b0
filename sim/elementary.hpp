#pragma once
// Elementary functions that use only + - * /, square root and integer operations, all of which IEEE 754
// defines to the last bit. The C library's functions are not used if a result depends on them: they use
// different code on different processors, and last bits differ. Compile with -ffp-contract=off.
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace sim {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Natural logarithm, within 1 ulp. log(0) is minus infinity, of a negative number NaN.
[[nodiscard]] double log(double x);
/// e to the x, within 1 ulp (2 where the result is denormal).
[[nodiscard]] double exp(double x);
/// log(1 + x) without loss for small x, within 3 ulp.
[[nodiscard]] double log1p(double x);
/// exp(x) - 1 without loss for small x, within 3 ulp.
[[nodiscard]] double expm1(double x);
/// x to the y, within 1 ulp (2 where the result is denormal), with the special values of IEEE 754's pow.
[[nodiscard]] double pow(double x, double y);
/// Square root, correctly rounded on every machine by IEEE 754.
[[nodiscard]] inline double sqrt(double x) {
  return std::sqrt(x);
}

/// |x|, by clearing the sign.
[[nodiscard]] constexpr double abs(double x) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & ~(std::uint64_t{1} << 63));
}

/// The largest whole number not above x (exact by definition).
[[nodiscard]] inline double floor(double x) {
  return std::floor(x);
}

}  // namespace sim
