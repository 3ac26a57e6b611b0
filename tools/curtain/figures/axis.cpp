#include "tools/curtain/figures/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/config/date_form.hpp"
#include "sim/elementary.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr double kBeyondAll = std::numeric_limits<double>::infinity();

/// The smallest and the largest of the values, if there are values.
struct Extent {
  double least = kBeyondAll;
  double most = -kBeyondAll;

  void add(double value) {
    least = std::min(least, value);
    most = std::max(most, value);
  }
  [[nodiscard]] bool is_empty() const { return most < least; }
};

/// The space between the outermost points and the ends of an axis, as a share of the extent of the points.
constexpr double kRoom = 0.04;

/// True if points are drawn as dots, which need space at both ends of the horizontal axis.
bool has_room_around(const Figure& figure) {
  return !figure.curves.empty() && (figure.curves.front().kind == CurveKind::points || figure.is_in_rows());
}

double power_of_ten(int exponent) {
  double power = 1;
  for (int i = 0; i < std::abs(exponent); ++i) {
    power *= 10;
  }
  return exponent < 0 ? 1 / power : power;
}

/// The largest whole number k with 10^k <= value.
int exponent_of(double value) {
  const auto near = static_cast<int>(std::floor(sim::log(value) / sim::log(10.0)));
  return power_of_ten(near + 1) <= value * (1 + 1e-12) ? near + 1 : near;
}

std::vector<double> linear_ticks(double from, double to, std::size_t most) {
  const double raw = (to - from) / static_cast<double>(most);
  const double size = power_of_ten(exponent_of(raw));
  double step = 10 * size;
  for (const double k : {5.0, 2.5, 2.0, 1.0}) {
    step = k * size >= raw * 0.999 ? k * size : step;
  }
  std::vector<double> ticks;
  for (double k = std::ceil(from / step - 1e-9); k * step <= to + step * 1e-9; ++k) {
    ticks.push_back(rounded(k * step) + 0.0);  // adding 0 removes the sign of -0
  }
  return ticks;
}

std::vector<double> clock_ticks(double from, double to, std::size_t most, double in_day) {
  constexpr double steps[] = {1,   2,    5,    10,   15,    30,    60,    120,   300,    600,
                              900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800};
  double step = steps[std::size(steps) - 1];
  while ((to - from) / step > static_cast<double>(most)) {
    step *= 2;
  }
  for (std::size_t i = std::size(steps); i-- > 0;) {
    step = (to - from) / steps[i] <= static_cast<double>(most) ? steps[i] : step;
  }
  std::vector<double> ticks;
  for (double k = std::ceil((from + in_day) / step); k * step - in_day <= to; ++k) {
    ticks.push_back(k * step - in_day);
  }
  return ticks;
}

std::vector<double> log_ticks(double from, double to, std::size_t most) {
  std::vector<double> ticks;
  const bool is_narrow = to / from < 200;
  for (int e = exponent_of(from); power_of_ten(e) <= to * 1.0001; ++e) {
    for (const double k : {1.0, 2.0, 5.0}) {
      const double value = rounded(k * power_of_ten(e));
      if ((is_narrow || k == 1.0) && value >= from * 0.9999 && value <= to * 1.0001) {
        ticks.push_back(value);
      }
    }
  }
  if (ticks.size() < 2) {
    return {from, to};
  }
  const std::size_t every = (ticks.size() + most - 1) / most;
  std::vector<double> kept;
  for (std::size_t i = 0; i < ticks.size(); i += every) {
    kept.push_back(ticks[i]);
  }
  return kept;
}

std::string axis_number(double value) {
  const double size = std::abs(value);
  if (size != 0 && (size >= 1e15 || size < 1e-6)) {
    return fmt::format("{:.2e}", value);
  }
  if (size >= 9999.5) {
    return (value < 0 ? "-" : "") + grouped(static_cast<std::uint64_t>(std::llround(size)));
  }
  return fmt::format("{:.4g}", value);
}

std::string axis_seconds(double value) {
  const double size = std::abs(value);
  return size == 0     ? "0 s"
         : size < 1e-6 ? axis_number(value * 1e9) + " ns"
         : size < 1e-3 ? axis_number(value * 1e6) + " µs"
         : size < 1    ? axis_number(value * 1e3) + " ms"
         : size < 120  ? axis_number(value) + " s"
         : size < 7200 ? axis_number(value / 60) + " min"
                       : axis_number(value / 3600) + " h";
}

/// Writes the time of day. If the axis spans several days, the month and the day are also written.
std::string axis_time_of_day(const Axis& axis, double value) {
  constexpr std::int64_t minutes_a_day = 24 * 60;
  const std::int64_t all = std::llround(value) + *axis.epoch * 60;
  const std::int64_t minute = all / 60;
  const std::int64_t in_day = minute % minutes_a_day;
  std::string time = fmt::format("{:02}:{:02}", in_day / 60, in_day % 60);
  time += all % 60 == 0 ? "" : fmt::format(":{:02}", all % 60);
  if (!axis.has_dates) {
    return time;
  }
  const std::string date = config::format_date(minute - in_day).substr(5, 5);  // without the year
  return time == "00:00" ? date : date + " " + time;
}

std::string axis_clock(double value) {
  const std::int64_t all = std::llround(value);
  const std::string text = fmt::format("{}:{:02}", all / 3600, all / 60 % 60);
  return all % 60 == 0 ? text : fmt::format("{}:{:02}", text, all % 60);
}

}  // namespace

double Placing::at(double value) const {
  value = std::clamp(value, from, to);
  const double share = scale == AxisScale::log
                           ? (sim::log(value) - sim::log(from)) / (sim::log(to) - sim::log(from))
                           : (value - from) / (to - from);
  return first + share * (last - first);
}

double seconds_of_day(const Axis& axis) {
  constexpr std::int64_t minutes_a_day = 24 * 60;
  return axis.epoch ? static_cast<double>(*axis.epoch % minutes_a_day * 60) : 0;
}

Placing across(const Figure& figure) {
  Placing placing;
  placing.scale = figure.x.scale;
  placing.in_day = seconds_of_day(figure.x);
  Extent extent;
  const auto add = [&](const std::optional<double>& value) {
    if (value && (placing.scale != AxisScale::log || *value > 0)) {
      extent.add(*value);
    }
  };
  const auto add_all = [&] {
    for (const Curve& curve : figure.curves) {
      for (const Point& point : curve.points) {
        add(point.x);
        add(point.low);
        add(point.high);
      }
    }
    add(figure.x.from);
  };
  add_all();
  if (extent.is_empty() && placing.scale == AxisScale::log) {  // a log scale needs values above 0
    placing.scale = AxisScale::linear;
    add_all();
  }
  if (extent.is_empty()) {
    return placing;
  }
  const bool is_log = placing.scale == AxisScale::log;
  if (!is_log && extent.least < extent.most && has_room_around(figure)) {
    const double room = kRoom * (extent.most - extent.least);
    extent = {figure.x.from == extent.least ? extent.least : extent.least - room,
              figure.x.from == extent.most ? extent.most : extent.most + room};
  }
  const bool is_point = extent.least == extent.most;
  placing.from = is_point ? (is_log ? extent.least / 2 : extent.least - 0.5) : extent.least;
  placing.to = is_point ? (is_log ? extent.most * 2 : extent.most + 0.5) : extent.most;
  return placing;
}

Placing upward(const Figure& figure) {
  Placing placing;
  placing.scale = figure.y.scale;
  Extent extent;
  for (const Curve& curve : figure.curves) {
    for (const Point& point : curve.points) {
      if (point.y && (placing.scale != AxisScale::log || *point.y > 0)) {
        extent.add(*point.y);
      }
    }
  }
  if (placing.scale == AxisScale::log) {
    placing.from = extent.is_empty() ? 0.5 : extent.least;
    placing.to = extent.is_empty() ? 2 : extent.most;
    if (placing.from == placing.to) {
      placing.from /= 2;
      placing.to *= 2;
    }
    return placing;
  }
  placing.from = figure.y.from.value_or(extent.is_empty() ? 0 : std::min(0.0, extent.least));
  placing.to = figure.y.to.value_or(extent.is_empty() ? placing.from + 1
                                                      : extent.most + kRoom * (extent.most - placing.from));
  placing.to = placing.to > placing.from ? placing.to : placing.from + 1;
  return placing;
}

std::vector<double> ticks_of(const Placing& placing, std::size_t most) {
  if (!(placing.to - placing.from > std::abs(placing.from) * 1e-12)) {
    return {placing.from};
  }
  switch (placing.scale) {
    case AxisScale::log:
      return log_ticks(placing.from, placing.to, most);
    case AxisScale::clock:
      return clock_ticks(placing.from, placing.to, most, placing.in_day);
    case AxisScale::linear:
      break;
  }
  return linear_ticks(placing.from, placing.to, most);
}

std::string axis_text(const Axis& axis, double value) {
  if (axis.scale == AxisScale::clock) {
    return axis.epoch ? axis_time_of_day(axis, value) : axis_clock(value);
  }
  switch (axis.unit) {
    case Unit::seconds:
      return axis_seconds(value);
    case Unit::share:
      return axis_number(value * 100) + (axis.is_difference ? " points" : " %");
    case Unit::usd:
      return (value < 0 ? "-$" : "$") + (std::abs(value) >= 0.01 || value == 0
                                             ? fmt::format("{:.2f}", std::abs(value))
                                             : axis_number(std::abs(value)));
    case Unit::gib_seconds:
      return axis_number(value) + " GiB s";
    case Unit::count:
    case Unit::number:
      break;
  }
  return axis_number(value);
}

}  // namespace curtain::tools
