#pragma once
// Elementary functions that use only + - * /, square root and integer operations, which IEEE 754 defines to
// the last bit. A result must not depend on the functions of the C library, which use different code on
// different processors and then differ in the last bits. Compile with -ffp-contract=off.
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace sim {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Natural logarithm, within 1 ulp. log(0) is minus infinity, and the logarithm of a negative number is NaN.
[[nodiscard]] double log(double x);
/// e to the power x, within 1 ulp (2 ulp if the result is denormal).
[[nodiscard]] double exp(double x);
/// log(1 + x) without loss of precision for small x, within 3 ulp.
[[nodiscard]] double log1p(double x);
/// exp(x) - 1 without loss of precision for small x, within 3 ulp.
[[nodiscard]] double expm1(double x);
/// x to the power y, within 1 ulp (2 ulp if the result is denormal), with the special values of pow in IEEE
/// 754.
[[nodiscard]] double pow(double x, double y);
/// Square root, which IEEE 754 rounds correctly on every machine.
[[nodiscard]] inline double sqrt(double x) {
  return std::sqrt(x);
}

/// |x|, computed by clearing the sign bit.
[[nodiscard]] constexpr double abs(double x) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & ~(std::uint64_t{1} << 63));
}

/// The largest whole number that is not above x, which is exact by definition.
[[nodiscard]] inline double floor(double x) {
  return std::floor(x);
}

}  // namespace sim
