#include "models/experiment/replay/joint_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "models/config/diagnostics.hpp"
#include "models/config/syntax_help.hpp"
#include "sim/check.hpp"
#include "sim/elementary.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

constexpr double kVarianceOfRounding = 1.0 / 12;
constexpr std::size_t kLeastLogsForLeavingOut = 3;

double mean_without(const std::vector<double>& values, std::size_t left_out, double& variance) {
  double sum = 0;
  double squares = 0;
  double count = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i != left_out) {
      sum += values[i];
      ++count;
    }
  }
  const double mean = sum / count;
  for (std::size_t i = 0; i < values.size(); ++i) {
    squares += i == left_out ? 0 : (values[i] - mean) * (values[i] - mean);
  }
  variance = count < 2 ? 0 : squares / (count - 1);
  return mean;
}

/// The counts of cold starts of all logs that have them, except for one log.
struct ColdStarts {
  std::vector<double> measured;
  std::vector<std::vector<double>> simulated;
};

ColdStarts cold_starts_of(const LogComparison& comparison, std::size_t left_out) {
  ColdStarts counts;
  for (std::size_t i = 0; i < comparison.logs.size(); ++i) {
    const ComparedFigure* const figure = comparison.logs[i].find("cold_starts");
    if (i != left_out && figure != nullptr && figure->simulated.size() >= 2) {
      counts.measured.push_back(*figure->measured);
      counts.simulated.push_back(figure->simulated);
    }
  }
  return counts;
}

std::optional<double> joint_p_of(const LogComparison& comparison, std::size_t left_out) {
  const ColdStarts counts = cold_starts_of(comparison, left_out);
  return counts.measured.empty() ? std::nullopt
                                 : std::optional(joint_p_value(counts.measured, counts.simulated));
}

/// |simulated / measured - 1| of the sums over the logs.
std::optional<double> error_of_sum(const LogComparison& comparison, const std::string& name) {
  double measured = 0;
  double simulated = 0;
  for (const ComparedLog& log : comparison.logs) {
    const ComparedFigure* const figure = log.find(name);
    if (figure != nullptr && figure->measured && figure->mean()) {
      measured += *figure->measured;
      simulated += *figure->mean();
    }
  }
  return measured > 0 ? std::optional(sim::abs(simulated / measured - 1)) : std::nullopt;
}

/// The largest value over the logs that have one.
std::optional<double> largest(const LogComparison& comparison,
                              const std::function<std::optional<double>(const ComparedLog&)>& value) {
  std::optional<double> most;
  for (const ComparedLog& log : comparison.logs) {
    if (const std::optional<double> one = value(log)) {
      most = std::max(*one, most.value_or(*one));
    }
  }
  return most;
}

std::optional<double> largest_mean(const LogComparison& comparison, const std::string& name) {
  return largest(comparison, [&name](const ComparedLog& log) {
    const ComparedFigure* const figure = log.find(name);
    return figure == nullptr ? std::nullopt : figure->mean();
  });
}

std::optional<double> largest_relative_error(const LogComparison& comparison, const std::string& name) {
  return largest(comparison, [&name](const ComparedLog& log) -> std::optional<double> {
    const ComparedFigure* const figure = log.find(name);
    if (figure == nullptr || !figure->error() || !(*figure->measured > 0)) {
      return std::nullopt;
    }
    return sim::abs(*figure->error() / *figure->measured);
  });
}

std::optional<double> least_p(const LogComparison& comparison, const std::string& name) {
  const auto most = largest(comparison, [&name](const ComparedLog& log) -> std::optional<double> {
    const ComparedFigure* const figure = log.find(name);
    const std::optional<double> p = figure == nullptr ? std::nullopt : figure->p_value();
    return p ? std::optional(-*p) : std::nullopt;
  });
  return most ? std::optional(-*most) : std::nullopt;
}

std::optional<double> least_bin_p(const std::vector<ComparedIdleBin>& bins) {
  std::optional<double> least;
  for (const ComparedIdleBin& bin : bins) {
    least = bin.simulated.calls == 0 ? least : std::optional(std::min(bin.p_value(), least.value_or(1)));
  }
  return least;
}

struct JointKind {
  std::string name;
  std::string meaning;
  std::function<std::optional<double>(const LogComparison&)> value;
};

std::vector<JointKind> joint_kinds() {
  constexpr std::size_t kNone = ~std::size_t{0};
  std::vector<JointKind> kinds{
      {"cold_starts.sum_error", "relative error of the sum of the cold starts of all logs",
       [](const LogComparison& c) { return error_of_sum(c, "cold_starts"); }},
      {"cold_starts.joint_p", "joint predictive p-value of the cold starts of all logs",
       [](const LogComparison& c) { return joint_p_of(c, kNone); }},
      {"cold_starts.least_p", "least predictive p-value of the cold starts of a log",
       [](const LogComparison& c) { return least_p(c, "cold_starts"); }},
      {"idle_bins.least_p", "least binomial p-value of the cold starts in a bin of idle time, over all logs",
       [](const LogComparison& c) { return least_bin_p(c.by_idle); }},
      {"instances.sum_error", "relative error of the sum of the instances of all logs",
       [](const LogComparison& c) { return error_of_sum(c, "instances"); }},
      {"instances.error", "largest relative error of the number of instances of a log",
       [](const LogComparison& c) { return largest_relative_error(c, "instances"); }},
      {"pool.error", "largest relative error of the mean number of instances of a log",
       [](const LogComparison& c) { return largest_relative_error(c, "pool.mean"); }},
      {"lifetime.ks", "largest Kolmogorov-Smirnov distance of lifetimes of instances of a log",
       [](const LogComparison& c) { return largest_mean(c, "lifetime.ks"); }}};
  for (std::size_t i = 0; i < kCallTimes; ++i) {
    const std::string name(name_of(static_cast<CallTime>(i)));
    kinds.push_back({name + ".ks", "largest Kolmogorov-Smirnov distance of this time of a log",
                     [name](const LogComparison& c) { return largest_mean(c, name + ".ks"); }});
    kinds.push_back({name + ".wasserstein_s", "largest Wasserstein distance of this time of a log",
                     [name](const LogComparison& c) { return largest_mean(c, name + ".wasserstein_s"); }});
    for (const char* const quantile : {"p50", "p90", "p99"}) {
      kinds.push_back({fmt::format("{}.{}_error", name, quantile),
                       "largest relative error of this quantile of a log",
                       [name, quantile](const LogComparison& c) {
                         return largest_relative_error(c, fmt::format("{}.{}_s", name, quantile));
                       }});
    }
  }
  return kinds;
}

}  // namespace

std::vector<JointFigure> joint_figure_names() {
  std::vector<JointFigure> names;
  for (const JointKind& kind : joint_kinds()) {
    names.push_back({kind.name, kind.meaning, std::nullopt});
  }
  return names;
}

double joint_p_value(const std::vector<double>& measured, const std::vector<std::vector<double>>& simulated) {
  SIM_CHECK(!measured.empty() && measured.size() == simulated.size());
  const std::size_t replications = simulated.front().size();
  SIM_CHECK(replications >= 2);
  double of_measured = 0;
  std::vector<double> of_replications(replications);
  for (std::size_t run = 0; run < measured.size(); ++run) {
    const std::vector<double>& values = simulated[run];
    SIM_CHECK(values.size() == replications);
    const auto distance = [&values](double value, std::size_t left_out) {
      double variance = 0;
      const double mean = mean_without(values, left_out, variance);
      return (value - mean) * (value - mean) / (variance + kVarianceOfRounding);
    };
    of_measured += distance(measured[run], replications);
    for (std::size_t r = 0; r < replications; ++r) {
      of_replications[r] += distance(values[r], r);
    }
  }
  const auto as_far = std::count_if(of_replications.begin(), of_replications.end(), [&](double of) {
    return CURTAIN_MUTANT(joint_p_value_is_reversed, of >= of_measured, of <= of_measured);
  });
  return static_cast<double>(as_far + 1) / static_cast<double>(replications + 1);
}

void add_joint_figures(LogComparison& comparison) {
  for (const JointKind& kind : joint_kinds()) {
    comparison.joint.push_back({kind.name, kind.meaning, kind.value(comparison)});
  }
  if (comparison.logs.size() >= kLeastLogsForLeavingOut) {
    for (std::size_t i = 0; i < comparison.logs.size(); ++i) {
      if (const std::optional<double> p = joint_p_of(comparison, i)) {
        comparison.joint_p_without.push_back(*p);
      }
    }
  }
}

void check_measured_names(const Scenario& scenario) {
  std::vector<std::string> names;
  for (const JointFigure& figure : joint_figure_names()) {
    names.push_back(figure.name);
  }
  for (const Expectation& expected : scenario.expect) {
    if (expected.is_measured && std::find(names.begin(), names.end(), expected.metric) == names.end()) {
      throw ScenarioError(fmt::format("{}: unknown figure of a measured log '{}'{}; allowed: {}",
                                      expected.where, expected.metric,
                                      config::did_you_mean(expected.metric, names), fmt::join(names, ", ")));
    }
  }
}

std::vector<ExpectationResult> check_measured(const LogComparison& comparison, const Scenario& scenario) {
  std::vector<ExpectationResult> results;
  for (const Expectation& expected : scenario.expect) {
    ExpectationResult result;
    if (!expected.is_measured) {
      result.not_judged_because = "each log is a run of its own; curtain run judges metrics";
      results.push_back(std::move(result));
      continue;
    }
    const JointFigure* const figure = comparison.find(expected.metric);
    SIM_CHECK(figure != nullptr);
    result.measured = figure->value;
    if (!result.measured) {
      result.not_judged_because = "the logs or their replays do not contain the figure";
    } else {
      result.met = (!expected.at_least || *result.measured >= *expected.at_least) &&
                   (!expected.at_most || *result.measured <= *expected.at_most);
    }
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace curtain
