#include "models/experiment/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/experiment/run.hpp"

namespace curtain {
namespace {

constexpr double kOneToOne = 0.05;        // allowed relative distance between the two relative changes
constexpr double kEqualFigure = 0.001;    // allowed relative distance between a setting and the figure
constexpr double kSmallestChange = 1e-9;  // a smaller relative change is rounding

Influence influence_of(const NumericSetting& setting, const ValidationCase& stated, double before,
                       double after) {
  Influence influence{setting, after};
  influence.relative_change =
      before == 0 ? std::numeric_limits<double>::infinity() : (after - before) / std::abs(before);
  influence.is_one_to_one =
      std::abs(influence.relative_change - setting.relative_change) <= kOneToOne * setting.relative_change;
  influence.equals_the_figure =
      std::any_of(stated.figures.begin(), stated.figures.end(), [&setting](double figure) {
        return std::abs(figure - setting.number) <= kEqualFigure * setting.number;
      });
  return influence;
}

}  // namespace

FigureKind CaseSensitivity::kind() const {
  const bool is_input = std::any_of(influences.begin(), influences.end(), [](const Influence& one) {
    return one.is_one_to_one || one.equals_the_figure;
  });
  return is_input ? FigureKind::input : FigureKind::emergent;
}

std::vector<CaseResult> run_cases(const Scenario& scenario, const std::atomic<bool>* interrupt) {
  if (are_all_not_yet(scenario.cases)) {
    return judge_cases({}, scenario);
  }
  RunSettings settings;
  settings.interrupt = interrupt;
  RunResult result = run_scenario(scenario, settings);
  if (result.report.partial) {
    throw RunInterrupted();
  }
  std::vector<Report> reports;
  reports.push_back(std::move(result.report));
  return judge_cases(reports, scenario);
}

std::vector<CaseSensitivity> sensitivity_of(const Scenario& scenario, const std::atomic<bool>* interrupt) {
  std::vector<CaseSensitivity> found(scenario.cases.size());
  if (are_all_not_yet(scenario.cases)) {
    return found;
  }
  const std::vector<CaseResult> before = run_cases(scenario, interrupt);
  for (const NumericSetting& setting : numeric_settings(scenario)) {
    const std::optional<Scenario> changed = with_changed(scenario, setting);
    if (!changed) {
      continue;
    }
    const std::vector<CaseResult> after = run_cases(*changed, interrupt);
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (!before[i].simulated || !after[i].simulated) {
        continue;
      }
      const double was = *before[i].simulated;
      const double is = *after[i].simulated;
      if (std::abs(is - was) > kSmallestChange * std::abs(was)) {
        found[i].influences.push_back(influence_of(setting, scenario.cases[i], was, is));
      }
    }
  }
  return found;
}

}  // namespace curtain
