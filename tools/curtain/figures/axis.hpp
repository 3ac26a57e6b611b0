#pragma once
// Axes of a figure on paper: where a value is, which values are marked, and how they are written.
#include <string>
#include <vector>

#include "tools/curtain/figures/figure.hpp"

namespace curtain::tools {

/// Maps values from `from` to `to` onto positions from `first` to `last`.
struct Placing {
  AxisScale scale = AxisScale::linear;
  double from = 0;
  double to = 1;
  double first = 0;
  double last = 1;
  double in_day = 0;  ///< of a clock: see seconds_of_day()

  /// A value outside is placed at the nearer end.
  [[nodiscard]] double at(double value) const;
};

/// The values of the horizontal axis that all points, and Axis::from, lie between.
Placing across(const Figure& figure);
/// The same for the vertical axis; not for a figure in rows.
Placing upward(const Figure& figure);

/// Up to about `most` values to mark, at least one: multiples of 1, 2, 2.5 or 5 times a power of ten, powers
/// of ten on a log scale, whole minutes, hours or days on a clock.
std::vector<double> ticks_of(const Placing& placing, std::size_t most);
/// The seconds from midnight to time zero of a clock with an epoch, from which whole hours and days are
/// counted; 0 without an epoch.
double seconds_of_day(const Axis& axis);

/// Up to four significant digits with the unit: "0.25", "50 %", "300 ms", "$1.50"; "2:30" on a clock, or with
/// an epoch "09:30", "03-02", "03-02 06:00". A difference of shares is in percentage points: "5 points".
std::string axis_text(const Axis& axis, double value);

}  // namespace curtain::tools
