#pragma once
// Finds the settings of the platform that move the figures of cases.
#include <atomic>
#include <string>
#include <vector>

#include "models/config/numeric_settings.hpp"
#include "models/config/scenario.hpp"
#include "models/experiment/cases.hpp"

namespace curtain {

/// A setting that moves the figure of a case.
struct Influence {
  NumericSetting setting;
  double figure = 0;               ///< the simulated figure with the changed setting
  double relative_change = 0;      ///< of the figure; infinite if the figure was 0
  bool is_one_to_one = false;      ///< the relative changes of setting and figure are equal within 5 %
  bool equals_the_figure = false;  ///< the value of the setting is the measured figure
};

/// The settings that move one case.
struct CaseSensitivity {
  std::vector<Influence> influences;
  /// Whether one setting equals the figure or moves the figure in proportion.
  [[nodiscard]] FigureKind kind() const;
};

/// Increases each numeric setting of the platform by 10 %, one at a time, and runs the scenario again.
/// Returns one entry for each case, which is empty for a case that was not run. `interrupt` may be null.
/// Throws RunInterrupted.
std::vector<CaseSensitivity> sensitivity_of(const Scenario& scenario, const std::atomic<bool>* interrupt);

/// The results of one run of the scenario. Throws RunInterrupted if the run is interrupted.
std::vector<CaseResult> run_cases(const Scenario& scenario, const std::atomic<bool>* interrupt);

}  // namespace curtain
