#pragma once
// A value with the half-width of its interval, as text.
#include <string>
#include <string_view>

#include "models/metrics/declaration.hpp"

namespace curtain::tools {

/// Writes the half-width with two significant digits, and the value with as many decimals and in the same
/// unit: "0.03000 ±0.00032 %", "1.204 ±0.012 s", "12,300 ±1,200", "$1.200 ±0.034". `half_width` is above 0
/// and finite.
std::string with_half_width(Unit unit, double value, double half_width);

/// Writes only the half-width, with two significant digits.
std::string half_width_text(Unit unit, double half_width);

}  // namespace curtain::tools
