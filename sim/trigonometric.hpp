#pragma once
// Sine, cosine and tangent, with the same bits on every machine, like sim/elementary.hpp.
namespace sim {

/// The sine of an angle in radians, within 2 ulp, for |x| <= 2^20; NaN for larger |x|. The functions below
/// have the same range and error, except tan(), which is within 4 ulp.
[[nodiscard]] double sin(double x);
[[nodiscard]] double cos(double x);
[[nodiscard]] double tan(double x);

}  // namespace sim
