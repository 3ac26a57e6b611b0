#pragma once
// The axes of a printed figure: the position of each value, the values that get a tick, and the texts of the
// ticks.
#include <string>
#include <vector>

#include "tools/curtain/figures/figure.hpp"

namespace curtain::tools {

/// Maps the values from `from` to `to` to the positions from `first` to `last`.
struct Placing {
  AxisScale scale = AxisScale::linear;
  double from = 0;
  double to = 1;
  double first = 0;
  double last = 1;

  /// The position of a value. A value outside of the axis is placed at the nearer end.
  [[nodiscard]] double at(double value) const;
};

/// The horizontal axis. Its ends include all points and Axis::from.
Placing across(const Figure& figure);
/// The vertical axis. Its ends include all points. A figure in rows has no vertical axis.
Placing upward(const Figure& figure);

/// The values that get a tick: at least one, and at most about `most`. They are multiples of 1, 2, 2.5 or 5
/// times a power of ten. On a log scale they are powers of ten, and on a clock they are whole minutes, hours
/// or days.
std::vector<double> ticks_of(const Placing& placing, std::size_t most);

/// The value with its unit, in up to four significant digits: "0.25", "50 %", "300 ms", "$1.50". On a clock
/// the text is like "2:30".
std::string axis_text(const Axis& axis, double value);

}  // namespace curtain::tools
