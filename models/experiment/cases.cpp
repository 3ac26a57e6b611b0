#include "models/experiment/cases.hpp"

#include <cmath>
#include <numeric>
#include <set>

#include "models/config/metric_name.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// The figure of one run, or the reason why there is no figure.
struct FigureOfRun {
  std::optional<double> value;
  std::string absent_because;
};

FigureOfRun figure_of(const Report& report, const SimulatedFigure& figure) {
  std::vector<double> values;
  for (const std::string& name : figure.metrics) {
    const Metric* const metric = report.find(name);
    SIM_CHECK(metric != nullptr);  // check_names() and NamedScopes accept only metrics that exist
    if (const std::optional<double> value = metric->measured()) {
      values.push_back(*value);
    } else {
      return {std::nullopt, metric->absent_because};
    }
  }
  switch (figure.rule) {
    case SimulatedFigure::Rule::metric:
      return {values[0], {}};
    case SimulatedFigure::Rule::difference:
      return {values[0] - values[1], {}};
    case SimulatedFigure::Rule::sum:
      return {std::accumulate(values.begin(), values.end(), 0.0), {}};
    case SimulatedFigure::Rule::ratio:
      break;
  }
  if (values[1] == 0) {
    return {std::nullopt, figure.metrics[1] + " is 0"};
  }
  return {values[0] / values[1], {}};
}

bool is_in_band(double simulated, const ValidationCase& one) {
  return (!one.at_least || simulated >= *one.at_least) &&
         (!one.at_most || CURTAIN_MUTANT(band_without_upper_bound, simulated <= *one.at_most, true));
}

CaseResult judge_one(const std::vector<Report>& reports, const ValidationCase& one) {
  CaseResult result;
  if (!one.not_yet.empty()) {
    return result;
  }
  result.verdict = CaseVerdict::failed;
  double sum = 0;
  for (const Report& report : reports) {
    const FigureOfRun figure = figure_of(report, one.simulated);
    if (figure.value) {
      sum += *figure.value;
      ++result.replications;
    } else {
      result.absent_because = figure.absent_because;
    }
  }
  if (result.replications == 0) {
    return result;
  }
  result.absent_because.clear();
  result.simulated = sum / static_cast<double>(result.replications);
  if (is_in_band(*result.simulated, one)) {
    result.verdict = CaseVerdict::passed;
  }
  return result;
}

}  // namespace

std::string_view verdict_name(CaseVerdict verdict) {
  return verdict == CaseVerdict::passed ? "passed" : verdict == CaseVerdict::failed ? "failed" : "not yet";
}

std::vector<NamedMetric> metrics_of_cases(const Scenario& scenario) {
  std::vector<NamedMetric> names;
  for (const ValidationCase& one : scenario.cases) {
    for (const std::string& metric : one.simulated.metrics) {
      names.push_back({parse_metric_name(metric), one.where});
    }
  }
  return names;
}

std::vector<CaseResult> judge_cases(const std::vector<Report>& reports, const Scenario& scenario) {
  std::vector<CaseResult> results;
  for (const ValidationCase& one : scenario.cases) {
    results.push_back(judge_one(reports, one));
  }
  return results;
}

std::optional<double> relative_difference(const ValidationCase& one, const CaseResult& result) {
  if (!result.simulated || one.figures.empty()) {
    return std::nullopt;
  }
  const double simulated = *result.simulated;
  if (one.figures.size() == 2 && simulated >= one.figures[0] && simulated <= one.figures[1]) {
    return 0;
  }
  const double measured = simulated > one.figures.back() ? one.figures.back() : one.figures.front();
  if (measured == 0) {
    return simulated == 0 ? std::optional<double>(0) : std::nullopt;
  }
  return (simulated - measured) / std::abs(measured);
}

CaseCounts count_cases(const std::vector<JudgedCase>& cases) {
  CaseCounts counts;
  std::set<std::uint32_t> numbers;
  for (const JudgedCase& one : cases) {
    ++counts.figures;
    numbers.insert(one.stated.number);
    CaseCounts::Judged& judged = one.stated.is_recalled()               ? counts.recalled
                                 : one.stated.kind == FigureKind::input ? counts.input
                                                                        : counts.emergent;
    if (one.result.verdict == CaseVerdict::not_yet) {
      ++counts.not_yet;
    } else {
      ++(one.result.verdict == CaseVerdict::passed ? judged.passed : judged.failed);
    }
  }
  counts.cases = numbers.size();
  return counts;
}

}  // namespace curtain
