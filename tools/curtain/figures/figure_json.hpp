#pragma once
// Figures as JSON, for the report page.
#include <string>

#include "sim/json_writer.hpp"
#include "tools/curtain/figures/figure.hpp"

namespace curtain::tools {

/// Writes an object with the figure's members. A curve has its points by column (x, y, low, high, labels);
/// columns without any value are left out, and so is an `x` that is equal to that of the curve before.
void write_figure(const Figure& figure, sim::JsonWriter& json);

/// The colours and dashes of curves, as JSON.
std::string figure_style();

}  // namespace curtain::tools
