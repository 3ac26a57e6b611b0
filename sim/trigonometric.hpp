#pragma once
// Sine, cosine and tangent, with the same bits on every machine, like sim/elementary.hpp.
namespace sim {

/// The function of an angle in radians, within 2 ulp (tangent 4), for |x| <= 2^20; NaN beyond, which no model
/// needs.
[[nodiscard]] double sin(double x);
[[nodiscard]] double cos(double x);
[[nodiscard]] double tan(double x);

}  // namespace sim
