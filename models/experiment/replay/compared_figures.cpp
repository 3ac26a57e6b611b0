#include "models/experiment/replay/compared_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <span>

#include "sim/elementary.hpp"
#include "sim/empirical_distance.hpp"

namespace curtain {
namespace {

constexpr std::size_t kParts = 4;

/// How a figure of a part of a log relates to the figure of the log.
enum class OfParts : std::uint8_t { mean, sum, none };

/// A figure of one side. `value` is empty if the side does not have the figure.
struct OneSided {
  std::string name;
  OfParts parts;
  std::function<std::optional<double>(const LogFigures&)> value;
};

/// A distance between the two sides.
struct TwoSided {
  std::string name;
  std::function<std::optional<double>(const LogFigures&, const LogFigures&)> value;
};

std::optional<double> if_any(std::uint64_t count, double value) {
  return count == 0 ? std::nullopt : std::optional(value);
}

std::optional<double> quantile_of(const std::vector<double>& sorted, double p) {
  return sorted.empty() ? std::nullopt : std::optional(quantile_of_sorted(sorted, p));
}

const std::vector<OneSided>& one_sided() {
  static const std::vector<OneSided> figures = [] {
    std::vector<OneSided> list{
        {"cold_starts", OfParts::sum,
         [](const LogFigures& f) { return if_any(f.all.calls, static_cast<double>(f.all.cold)); }},
        {"cold_share", OfParts::mean, [](const LogFigures& f) { return if_any(f.all.calls, f.all.share()); }},
        {"cold_share.steady", OfParts::mean,
         [](const LogFigures& f) { return if_any(f.steady.calls, f.steady.share()); }},
        {"instances", OfParts::none,
         [](const LogFigures& f) { return if_any(f.instances, static_cast<double>(f.instances)); }},
        {"pool.mean", OfParts::mean, [](const LogFigures& f) { return f.mean_pool(); }},
        {"lifetime.p50_s", OfParts::none, [](const LogFigures& f) { return quantile_of(f.lifetimes, 0.5); }},
        {"lifetime.longest_s", OfParts::none,
         [](const LogFigures& f) { return quantile_of(f.lifetimes, 1); }}};
    for (std::size_t i = 0; i < kCallTimes; ++i) {
      const auto time = static_cast<CallTime>(i);
      for (const int percent : {50, 90, 99}) {
        list.push_back(
            {fmt::format("{}.p{}_s", name_of(time), percent), OfParts::mean,
             [time, percent](const LogFigures& f) { return quantile_of(f.of(time), percent / 100.0); }});
      }
    }
    return list;
  }();
  return figures;
}

std::optional<double> mean_difference(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.empty() || a.size() != b.size()) {
    return std::nullopt;
  }
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += sim::abs(a[i] - b[i]);
  }
  return sum / static_cast<double>(a.size());
}

const std::vector<TwoSided>& two_sided() {
  using Distance = double (*)(const std::vector<double>&, const std::vector<double>&);
  const auto of = [](Distance distance, const std::vector<double>& a, const std::vector<double>& b) {
    return a.empty() || b.empty() ? std::nullopt : std::optional(distance(a, b));
  };
  static const std::vector<TwoSided> figures = [of] {
    std::vector<TwoSided> list{
        {"pool.distance",
         [](const LogFigures& a, const LogFigures& b) { return mean_difference(a.pool, b.pool); }},
        {"lifetime.ks", [of](const LogFigures& a, const LogFigures& b) {
           return of(sim::kolmogorov_smirnov_distance, a.lifetimes, b.lifetimes);
         }}};
    for (std::size_t i = 0; i < kCallTimes; ++i) {
      const auto time = static_cast<CallTime>(i);
      list.push_back(
          {fmt::format("{}.ks", name_of(time)), [of, time](const LogFigures& a, const LogFigures& b) {
             return of(sim::kolmogorov_smirnov_distance, a.of(time), b.of(time));
           }});
      list.push_back({fmt::format("{}.wasserstein_s", name_of(time)),
                      [of, time](const LogFigures& a, const LogFigures& b) {
                        return of(sim::wasserstein_distance, a.of(time), b.of(time));
                      }});
    }
    return list;
  }();
  return figures;
}

/// The figures of the parts of a log, which have equal numbers of calls.
std::vector<LogFigures> figures_of_parts(const MeasuredLog& log, const LogFrame& frame, std::size_t parts) {
  std::vector<LogFigures> result;
  const std::size_t size = log.calls.size();
  for (std::size_t part = 0; part < parts; ++part) {
    const std::size_t from = size * part / parts;
    const std::size_t to = size * (part + 1) / parts;
    LogFrame of_part;
    of_part.idle.assign(frame.idle.begin() + static_cast<std::ptrdiff_t>(from),
                        frame.idle.begin() + static_cast<std::ptrdiff_t>(to));
    result.push_back(figures_of(std::span(log.calls).subspan(from, to - from), of_part));
  }
  return result;
}

/// The standard error of a mean, or of a sum, over independent parts.
std::optional<double> standard_error(const OneSided& figure, const std::vector<LogFigures>& parts) {
  double sum = 0;
  double squares = 0;
  const auto count = static_cast<double>(parts.size());
  for (const LogFigures& part : parts) {
    const std::optional<double> value = figure.value(part);
    if (!value) {
      return std::nullopt;
    }
    sum += *value;
    squares += *value * *value;
  }
  const double variance = std::max(0.0, squares - sum * sum / count) / (count - 1);
  return figure.parts == OfParts::sum ? sim::sqrt(variance * count) : sim::sqrt(variance / count);
}

}  // namespace

std::vector<ComparedFigure> measured_figures(const MeasuredLog& log, const LogFrame& frame,
                                             const LogFigures& figures) {
  std::vector<ComparedFigure> compared;
  const std::vector<LogFigures> quarters = figures_of_parts(log, frame, kParts);
  for (const OneSided& figure : one_sided()) {
    if (const std::optional<double> value = figure.value(figures)) {
      compared.push_back({figure.name,
                          value,
                          figure.parts == OfParts::none ? std::nullopt : standard_error(figure, quarters),
                          {}});
    }
  }
  const std::vector<LogFigures> halves = figures_of_parts(log, frame, 2);
  for (const TwoSided& figure : two_sided()) {
    if (figure.value(figures, figures)) {
      const bool is_of_pool = figure.name == "pool.distance";  // the halves are at different times
      compared.push_back(
          {figure.name, std::nullopt, is_of_pool ? std::nullopt : figure.value(halves[0], halves[1]), {}});
    }
  }
  return compared;
}

void add_replication(const LogFigures& measured, const LogFigures& simulated,
                     std::vector<ComparedFigure>& compared) {
  const auto add = [&compared](const std::string& name, std::optional<double> value) {
    const auto found = std::find_if(compared.begin(), compared.end(),
                                    [&name](const ComparedFigure& figure) { return figure.name == name; });
    if (found != compared.end() && value) {
      found->simulated.push_back(*value);
    }
  };
  for (const OneSided& figure : one_sided()) {
    add(figure.name, figure.value(simulated));
  }
  for (const TwoSided& figure : two_sided()) {
    add(figure.name, figure.value(measured, simulated));
  }
}

}  // namespace curtain
