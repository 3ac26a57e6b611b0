#pragma once
// Sine, cosine and tangent in the manner of sim/elementary.hpp: the same bits everywhere.
namespace sim {

/// Of an angle in radians, within 2 ulp (tangent 4), for |x| <= 2^20; NaN beyond, which no model has a use
/// for.
[[nodiscard]] double sin(double x);
[[nodiscard]] double cos(double x);
[[nodiscard]] double tan(double x);

}  // namespace sim
