#pragma once
// The points of a figure as CSV.
#include <string>

#include "tools/curtain/figures/figure.hpp"

namespace curtain::tools {

/// The shortest digits that read back as the same number, in the notation of ECMAScript's Number::toString,
/// so that a file of the program and one of the page have the same bytes.
std::string number_text(double value);

/// Columns: series, x, y; of a histogram series, low, high, count; of rows with labels series, label, value,
/// low, high. A value that does not exist is an empty field.
std::string figure_csv(const Figure& figure);

}  // namespace curtain::tools
