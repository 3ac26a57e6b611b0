#pragma once
// Figures of results: points with their axes and texts, which the report page and the SVG files both draw.
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
  std::optional<double> from = std::nullopt;  ///< the axis begins there, or earlier if a point does
  std::optional<double> to = std::nullopt;    ///< of a vertical axis: it ends there
  bool is_difference = false;                 ///< differences of values; of shares: in percentage points
  /// For a clock: the minute of time zero since 1970-01-01 00:00 UTC. The axis then shows times of day.
  std::optional<std::int64_t> epoch = std::nullopt;
  bool has_dates = false;  ///< for a clock with an epoch: times of day with the date
};

enum class CurveKind : std::uint8_t {
  line,
  step,       ///< each value holds until the next point
  bars,       ///< a histogram: y is the count between `low` and `high`
  points,     ///< single points, for a scatter plot
  intervals,  ///< x with an interval from `low` to `high`, in the row of its label
  amounts     ///< x as a bar from `low` to `high`, in the row of its label
};
inline constexpr std::size_t kCurveKinds = 6;

/// Whether points of that kind are in rows with labels, instead of along a vertical axis.
[[nodiscard]] constexpr bool has_rows(CurveKind kind) {
  return kind == CurveKind::intervals || kind == CurveKind::amounts;
}

struct Point {
  std::optional<double> x;
  std::optional<double> y;  ///< no value: the line is interrupted
  std::optional<double> low;
  std::optional<double> high;
  std::string label;  ///< the row, or the name of a single point
};

struct Curve {
  std::string name;
  CurveKind kind = CurveKind::line;
  std::vector<Point> points;
};

/// A vertical line, such as a quantile.
struct Mark {
  double x = 0;
  std::string label;
};

struct Figure {
  std::string name;     ///< for --figure: lower case, with dashes
  std::string section;  ///< the heading of the page that it belongs to
  std::string title;
  std::string caption;
  Axis x;
  Axis y;
  std::vector<Curve> curves;
  std::vector<Mark> marks;

  [[nodiscard]] bool is_in_rows() const { return !curves.empty() && has_rows(curves.front().kind); }
  /// The labels of its rows, each once, in the order of their first points.
  [[nodiscard]] std::vector<std::string> rows() const;
};

/// Colours of curves: six of Okabe and Ito ("Color Universal Design", 2008), which people with any colour
/// vision can distinguish, and two more. The ninth curve has the first colour again, with other dashes.
inline constexpr std::array<std::string_view, 8> kCurveColours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                                  "#e69f00", "#56b4e9", "#9467bd", "#8c6d31"};
/// Dashes of curves, which distinguish them without colour, in pixels of the page.
inline constexpr std::array<std::string_view, 8> kCurveDashes = {"",     "7 3", "2 3", "9 3 2 3",
                                                                 "12 4", "4 2", "1 2", "6 2 1 2"};
[[nodiscard]] constexpr std::string_view dash_of(std::size_t curve) {
  return kCurveDashes[(curve + curve / kCurveColours.size()) % kCurveDashes.size()];
}

/// The value with six significant digits: points are not exact to more than that, and the page stays small.
double rounded(double value);

}  // namespace curtain::tools
