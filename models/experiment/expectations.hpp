#pragma once
// Checks whether a run, or the replications of a scenario, meet the scenario's `expect`.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/experiment/compare.hpp"
#include "models/experiment/named_scopes.hpp"
#include "models/experiment/report.hpp"

namespace curtain {

/// An expectation with its measured value.
struct ExpectationResult {
  /// The value of one run, or the mean over the replications that have a value.
  std::optional<double> measured;
  bool met = false;  ///< also false if nothing was measured
  /// The reason why the expectation could not be judged, such as "nothing completed". Empty if the
  /// expectation was judged.
  std::string not_judged_because;
  /// For replications, the half-width of the mean's interval, which is infinite for a single value.
  double half_width = 0;
  std::size_t replications = 1;  ///< number of replications that have a value
  /// For replications, whether a bound is inside the mean's interval, so that other seeds may lead to another
  /// verdict.
  bool is_close = false;
};

/// Judges one expectation. Throws std::invalid_argument for an unknown metric, with the nearest name.
ExpectationResult check(const Report& report, const Expectation& expectation);
/// Judges all expectations of the scenario, in the order of the scenario.
std::vector<ExpectationResult> check_all(const Report& report, const Scenario& scenario);
/// Judges the replications of one scenario, which must be the only variant of the comparison and must not
/// have failed. The mean over the replications that have a value is judged. A mean of equal values is exactly
/// their value (sim::confidence_interval); any other mean is compared with a bound without a tolerance for
/// rounding.
std::vector<ExpectationResult> check_all(const Comparison& replications, const Scenario& scenario);

bool all_met(const std::vector<ExpectationResult>& results);

/// The metrics of `lesson.show`, with their places in the file.
std::vector<NamedMetric> metrics_of_lesson(const Scenario& scenario);

/// Throws ScenarioError if a metric of `expect`, `lesson.show` or `cases` does not exist, does not exist for
/// its labels (function, tenant, entry), or names a workload entry that does not exist. The error lists all
/// such metrics, each with its place and the valid names.
void check_names(const Scenario& scenario);

}  // namespace curtain
