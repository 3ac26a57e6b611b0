#pragma once
// Writes a figure as an SVG file for print.
#include <string>

#include "tools/curtain/figures/figure.hpp"

namespace curtain::tools {

/// The width of one column in most journals.
inline constexpr double kColumnMillimetres = 85;

/// Draws a figure on white, `millimetres` wide, with the legend above and the caption below, in fonts of 7
/// and 7.5 pt. The group of class "plot" has attributes with the ends of both axes, as values (data-x,
/// data-y) and as positions (data-x-at, data-y-at). Each curve is a group whose attribute data-series is the
/// name of the curve.
std::string figure_svg(const Figure& figure, double millimetres = kColumnMillimetres);

}  // namespace curtain::tools
