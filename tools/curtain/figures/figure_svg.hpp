#pragma once
// A figure as an SVG file for print.
#include <string>

#include "tools/curtain/figures/figure.hpp"

namespace curtain::tools {

/// The width of one column in most journals.
inline constexpr double kColumnMillimetres = 85;

/// The whole figure on white, `millimetres` wide, with a legend above and the caption below; fonts of 7 and
/// 7.5 pt. The group of class "plot" has attributes with the ends of both axes, as values (data-x, data-y)
/// and as positions (data-x-at, data-y-at); each curve is a group with its name in data-series.
std::string figure_svg(const Figure& figure, double millimetres = kColumnMillimetres);

}  // namespace curtain::tools
