#pragma once
// Writes the points of a figure as CSV.
#include <string>

#include "tools/curtain/figures/figure.hpp"

namespace curtain::tools {

/// The shortest text that parses to the same number, in the notation of ECMAScript's Number::toString.
/// Therefore a file of the program and a file of the page have the same bytes.
std::string number_text(double value);

/// The columns are series, x, y. A histogram has the columns series, low, high, count, and rows with labels
/// have the columns series, label, value, low, high. A missing value is an empty field.
std::string figure_csv(const Figure& figure);

}  // namespace curtain::tools
