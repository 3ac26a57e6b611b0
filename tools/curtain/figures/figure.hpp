#pragma once
// Figures of results. A figure consists of points, axes and texts. The report page and the SVG files draw the
// same figures.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/metrics/declaration.hpp"

namespace curtain::tools {

enum class AxisScale : std::uint8_t {
  linear,
  log,
  clock,  ///< seconds since the start of the run, written as h:mm, or as times of day if there is an epoch
};

struct Axis {
  std::string label;
  Unit unit = Unit::number;
  AxisScale scale = AxisScale::linear;
  bool may_log = false;                       ///< the page offers a switch between linear and log
  std::optional<double> from = std::nullopt;  ///< the axis begins at this value, or at an earlier point
  std::optional<double> to = std::nullopt;    ///< a vertical axis ends at this value
  bool is_difference = false;  ///< values are differences; differences of shares are in percentage points
  /// For a clock: the minute of time zero, counted from 1970-01-01 00:00 UTC. If it is given, the axis shows
  /// times of day.
  std::optional<std::int64_t> epoch = std::nullopt;
  bool has_dates = false;  ///< for a clock with an epoch: times of day are written with the date
};

enum class CurveKind : std::uint8_t {
  line,
  step,       ///< each value is valid until the next point
  bars,       ///< a histogram, where y is the count between `low` and `high`
  points,     ///< single points, for a scatter plot
  intervals,  ///< x with an interval from `low` to `high`, in the row with its label
  amounts     ///< x as a bar from `low` to `high`, in the row with its label
};
inline constexpr std::size_t kCurveKinds = 6;

/// True if points of this kind are drawn in rows with labels and not along a vertical axis.
[[nodiscard]] constexpr bool has_rows(CurveKind kind) {
  return kind == CurveKind::intervals || kind == CurveKind::amounts;
}

struct Point {
  std::optional<double> x;
  std::optional<double> y;  ///< without a value, the line is interrupted
  std::optional<double> low;
  std::optional<double> high;
  std::string label;  ///< the name of the row, or of a single point
};

struct Curve {
  std::string name;
  CurveKind kind = CurveKind::line;
  std::vector<Point> points;
};

/// A vertical line that marks a value, such as a quantile.
struct Mark {
  double x = 0;
  std::string label;
};

struct Figure {
  std::string name;     ///< the name for --figure, in lower case with dashes
  std::string section;  ///< the heading of the section of the page that contains the figure
  std::string title;
  std::string caption;
  Axis x;
  Axis y;
  std::vector<Curve> curves;
  std::vector<Mark> marks;

  [[nodiscard]] bool is_in_rows() const { return !curves.empty() && has_rows(curves.front().kind); }
  /// The labels of the rows, in the order of their first points and without repetitions.
  [[nodiscard]] std::vector<std::string> rows() const;
};

/// The colours of curves. Six colours are from Okabe and Ito ("Color Universal Design", 2008), which people
/// with any colour vision can distinguish; two more are added. The ninth curve has the first colour again,
/// with different dashes.
inline constexpr std::array<std::string_view, 8> kCurveColours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                                  "#e69f00", "#56b4e9", "#9467bd", "#8c6d31"};
/// The dashes of curves, in pixels of the page. Dashes distinguish curves without colour.
inline constexpr std::array<std::string_view, 8> kCurveDashes = {"",     "7 3", "2 3", "9 3 2 3",
                                                                 "12 4", "4 2", "1 2", "6 2 1 2"};
[[nodiscard]] constexpr std::string_view dash_of(std::size_t curve) {
  return kCurveDashes[(curve + curve / kCurveColours.size()) % kCurveDashes.size()];
}

/// The value with six significant digits. The points are not more exact, and fewer digits keep the page
/// small.
double rounded(double value);

}  // namespace curtain::tools
