#include "tools/curtain/calibration/calibration_figures.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/elementary.hpp"
#include "tools/curtain/calibration/calibration_text.hpp"
#include "tools/curtain/figures/distributions.hpp"

namespace curtain::tools {
namespace {

constexpr int kPoints = 200;
constexpr std::size_t kIdleFigureBins = 20;

Axis shares_axis() {
  Axis axis;
  axis.label = "share of values";
  axis.unit = Unit::share;
  axis.from = 0;
  axis.to = 1;
  return axis;
}

Axis times_axis(const char* label) {
  Axis axis;
  axis.label = label;
  axis.unit = Unit::seconds;
  return axis;
}

Point curve_point(double x, double y) {
  Point at;
  at.x = x;
  at.y = y;
  return at;
}

Figure figure_of(const FunctionFit& fit, const std::string& name, const std::string& what) {
  const DistributionFit& best = fit.report.best();
  std::vector<double> seconds;
  for (const double value : fit.values) {
    seconds.push_back(value / 1e9);
  }
  std::sort(seconds.begin(), seconds.end());
  const double low = std::max(0.0, std::min(seconds.front(), best.distribution.quantile(0.001) / 1e9));
  const double high = std::max(seconds.back(), best.distribution.quantile(0.99) / 1e9);
  Curve fitted{fmt::format("fitted: {}", best.family), CurveKind::line, {}};
  for (int i = 0; i <= kPoints; ++i) {
    const double x = low + (high - low) * i / kPoints;
    fitted.points.push_back(curve_point(rounded(x), rounded(best.distribution.cumulative(x * 1e9))));
  }
  Figure figure;
  figure.name = name;
  figure.section = "Calibration";
  figure.title = fmt::format("{}: {}", what, name_of(fit));
  figure.caption =
      fmt::format("{} values and the family with the lowest AIC. Kolmogorov-Smirnov distance {:.3f}.",
                  fit.report.size, best.ks);
  figure.x = times_axis(what.c_str());
  figure.y = shares_axis();
  figure.curves = {{"measured", CurveKind::step, cumulative(std::move(seconds))}, std::move(fitted)};
  return figure;
}

void add_figures(const std::vector<FunctionFit>& fits, const std::string& name, const std::string& what,
                 std::vector<Figure>& figures) {
  std::size_t count = 0;
  for (const FunctionFit& fit : fits) {
    if (fit.report.has_fit() && count < kMostFigures) {
      ++count;
      figures.push_back(figure_of(fit, fits.size() == 1 ? name : fmt::format("{}-{}", name, count), what));
    }
  }
}

Figure idle_figure(const Calibration& c) {
  const IdleMechanism& best = c.idle.best().mechanism;
  const std::vector<double> edges = equal_edges(c.lone, kIdleFigureBins);
  Curve measured{"measured", CurveKind::step, {}};
  for (const IdleBin& bin : idle_bins(best, c.lone, edges)) {
    const double share = static_cast<double>(bin.cold) / static_cast<double>(bin.calls);
    measured.points.push_back(curve_point(rounded(bin.from_s), rounded(share)));
    measured.points.push_back(curve_point(rounded(bin.to_s), rounded(share)));
  }
  Curve fitted{fmt::format("fitted: {}", mechanism_name(best.kind)), CurveKind::line, {}};
  for (int i = 0; i <= kPoints; ++i) {
    const double x = edges.back() * i / kPoints;
    fitted.points.push_back(curve_point(rounded(x), rounded(best.cold_probability(x))));
  }
  Figure figure;
  figure.name = "idle-expiry";
  figure.section = "Calibration";
  figure.title = "Cold calls by idle time";
  figure.caption = fmt::format("{} calls, {} of them cold, in bins with equal numbers of calls.",
                               c.idle.calls, c.idle.cold);
  figure.x = times_axis("idle time");
  figure.y = shares_axis();
  figure.y.label = "share of cold calls";
  figure.curves = {std::move(measured), std::move(fitted)};
  return figure;
}

Figure lifetimes_figure(const Calibration& c) {
  std::vector<double> ages;
  for (const LifeObservation& life : c.lives) {
    if (life.ended_s < sim::kInfinity) {
      ages.push_back(life.alive_s);
    }
  }
  Curve fitted{"fitted", CurveKind::line, {}};
  for (int i = 0; i <= kPoints; ++i) {
    const double x = c.lifetimes.cap.longest_s * 1.02 * i / kPoints;
    fitted.points.push_back(curve_point(rounded(x), rounded(c.lifetimes.cap.cumulative(x))));
  }
  Figure figure;
  figure.name = "lifetimes";
  figure.section = "Calibration";
  figure.title = "Ages at which instances ended";
  figure.caption =
      "Measured are the ages at the last call of instances that ended within the log, for whatever reason. "
      "The "
      "fit is to those that ended while they were in use; the others are censored.";
  figure.x = times_axis("age of the instance");
  figure.y = shares_axis();
  figure.y.label = "share of instances";
  if (!ages.empty()) {
    figure.curves.push_back({"measured", CurveKind::step, cumulative(std::move(ages))});
  }
  figure.curves.push_back(std::move(fitted));
  return figure;
}

}  // namespace

std::vector<Figure> calibration_figures(const Calibration& c) {
  std::vector<Figure> figures;
  add_figures(c.start_ups, "start-up", "start-up", figures);
  add_figures(c.durations, "duration", "duration", figures);
  if (c.idle.has_fit()) {
    figures.push_back(idle_figure(c));
  }
  if (c.lifetimes.has_fit()) {
    figures.push_back(lifetimes_figure(c));
  }
  return figures;
}

}  // namespace curtain::tools
