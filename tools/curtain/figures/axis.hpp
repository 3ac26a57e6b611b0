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
  double in_day = 0;  ///< used for a clock: see seconds_of_day()

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
/// Returns the seconds from midnight to time zero of a clock with an epoch. Whole hours and days are counted
/// from midnight. Returns 0 for a clock without an epoch.
double seconds_of_day(const Axis& axis);

/// Writes a value with up to four significant digits and the unit: "0.25", "50 %", "300 ms", "$1.50". A value
/// on a clock is written as "2:30", and on a clock with an epoch as "09:30", "03-02" or "03-02 06:00". A
/// difference of shares is in percentage points: "5 points".
std::string axis_text(const Axis& axis, double value);

}  // namespace curtain::tools
