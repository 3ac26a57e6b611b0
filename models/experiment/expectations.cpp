#include "models/experiment/expectations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/config/diagnostics.hpp"
#include "models/experiment/cases.hpp"
#include "models/experiment/metric_names.hpp"
#include "models/experiment/named_scopes.hpp"
#include "models/experiment/replay/joint_figures.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// The result for a figure of a measured log, which a run does not have.
ExpectationResult not_of_run() {
  ExpectationResult result;
  result.not_judged_because = "curtain validate compares the run with its measured logs";
  return result;
}

const Metric& metric_of(const Report& report, const Expectation& expectation) {
  if (const Metric* const metric = report.find(expectation.metric)) {
    return *metric;
  }
  throw std::invalid_argument(expectation.where + ": there is no metric '" + expectation.metric + "'");
}

bool meets(double measured, const Expectation& expectation) {
  return (!expectation.at_least || measured >= *expectation.at_least) &&
         (!expectation.at_most || measured <= *expectation.at_most);
}

ExpectationResult check_mean(const Comparison& comparison, const Expectation& expectation) {
  if (expectation.is_measured) {
    return not_of_run();
  }
  const auto metric = std::find_if(comparison.metrics.begin(), comparison.metrics.end(),
                                   [&](const ComparedMetric& one) { return one.name == expectation.metric; });
  if (metric == comparison.metrics.end()) {
    throw std::invalid_argument(expectation.where + ": there is no metric '" + expectation.metric + "'");
  }
  const sim::Interval& interval = metric->by_variant.front().interval;
  ExpectationResult result;
  result.replications = interval.n;
  if (interval.n == 0) {
    result.not_judged_because = why_absent(expectation.metric);
    return result;
  }
  const auto inside = [&interval](const std::optional<double>& bound) {
    return bound && interval.low() < *bound && *bound < interval.high();
  };
  result.measured = interval.mean;
  result.met = meets(interval.mean, expectation);
  result.half_width = interval.half_width;
  result.is_close = inside(expectation.at_least) || inside(expectation.at_most);
  return result;
}

}  // namespace

ExpectationResult check(const Report& report, const Expectation& expectation) {
  if (expectation.is_measured) {
    return not_of_run();
  }
  const Metric& metric = metric_of(report, expectation);
  const std::optional<double> measured = metric.measured();
  if (!measured) {
    return {std::nullopt, CURTAIN_MUTANT(nothing_meets_a_bound, false, true), metric.absent_because};
  }
  return {measured, meets(*measured, expectation), {}};
}

std::vector<ExpectationResult> check_all(const Report& report, const Scenario& scenario) {
  std::vector<ExpectationResult> results;
  for (const Expectation& expectation : scenario.expect) {
    results.push_back(check(report, expectation));
  }
  return results;
}

std::vector<ExpectationResult> check_all(const Comparison& replications, const Scenario& scenario) {
  SIM_CHECK(replications.labels.size() == 1);
  std::vector<ExpectationResult> results;
  for (const Expectation& expectation : scenario.expect) {
    results.push_back(check_mean(replications, expectation));
  }
  return results;
}

bool all_met(const std::vector<ExpectationResult>& results) {
  return std::all_of(results.begin(), results.end(),
                     [](const ExpectationResult& result) { return result.met; });
}

std::vector<NamedMetric> metrics_of_lesson(const Scenario& scenario) {
  std::vector<NamedMetric> names;
  for (std::size_t i = 0; i < scenario.lesson.show.size(); ++i) {
    const std::string path = fmt::format("lesson.show[{}]", i);
    const auto place = scenario.places.find(path);
    names.push_back({parse_metric_name(scenario.lesson.show[i]),
                     place == scenario.places.end() ? path : place->second + ": " + path});
  }
  return names;
}

void check_names(const Scenario& scenario) {
  std::string unknown;
  check_measured_names(scenario);
  for (const Expectation& expectation : scenario.expect) {
    if (expectation.is_measured) {
      continue;
    }
    if (const std::string wrong = wrong_metric_name(parse_metric_name(expectation.metric), scenario);
        !wrong.empty()) {
      unknown += (unknown.empty() ? "" : "\n") + expectation.where + ": " + wrong;
    }
  }
  std::vector<NamedMetric> others = metrics_of_lesson(scenario);
  const std::vector<NamedMetric> of_cases = metrics_of_cases(scenario);
  others.insert(others.end(), of_cases.begin(), of_cases.end());
  for (const NamedMetric& shown : others) {
    if (const std::string wrong = wrong_metric_name(shown.name, scenario); !wrong.empty()) {
      unknown += (unknown.empty() ? "" : "\n") + shown.where + ": " + wrong;
    }
  }
  if (!unknown.empty()) {
    throw ScenarioError(unknown);
  }
}

}  // namespace curtain
