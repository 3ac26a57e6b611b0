#pragma once
// Writes figures as JSON, for the report page.
#include <string>
#include <string_view>

#include "sim/json_writer.hpp"
#include "tools/curtain/figures/figure.hpp"

namespace curtain::tools {

/// Writes an axis as the member `name`.
void write_axis(std::string_view name, const Axis& axis, sim::JsonWriter& json);

/// Writes a figure as an object with its members. The points of a curve are stored by column (x, y, low,
/// high, labels). A column without any value is left out, and so is `x` if it equals the `x` of the previous
/// curve.
void write_figure(const Figure& figure, sim::JsonWriter& json);

/// The colours and dashes of curves, as JSON.
std::string figure_style();

}  // namespace curtain::tools
