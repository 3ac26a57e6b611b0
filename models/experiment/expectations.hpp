#pragma once
// Whether a run, or the replications of one, give what `expect` says.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/experiment/compare.hpp"
#include "models/experiment/report.hpp"

namespace curtain {

/// A measured expectation.
struct ExpectationResult {
  /// Of one run, or the mean over the replications that have a value.
  std::optional<double> measured;
  bool met = false;  ///< false, too, where nothing was measured: no bound holds of nothing
  /// Why it could not be judged, such as "nothing completed"; empty if it was.
  std::string not_judged_because;
  /// Over replications: the half-width of the mean's interval, infinite for a single value.
  double half_width = 0;
  std::size_t replications = 1;  ///< that have a value
  /// Over replications: a bound lies inside the mean's interval, so other seeds may be judged differently.
  bool is_close = false;
};

/// Throws std::invalid_argument for a metric that there is not, naming the nearest.
ExpectationResult check(const Report& report, const Expectation& expectation);
/// All expectations of the scenario, in its order.
std::vector<ExpectationResult> check_all(const Report& report, const Scenario& scenario);
/// The same of replications of one scenario, which is the comparison's only variant and did not fail: the
/// mean over the replications that have a value is judged. A mean of equal values is exactly their value
/// (sim::confidence_interval); other means are compared with a bound without any tolerance for rounding.
std::vector<ExpectationResult> check_all(const Comparison& replications, const Scenario& scenario);

bool all_met(const std::vector<ExpectationResult>& results);

/// Throws ScenarioError if an expected metric does not exist, does not exist for the labels that it has
/// (function, tenant, entry), or names a workload entry that does not exist. The error lists all of them,
/// each with its place and with what exists.
void check_names(const Scenario& scenario);

}  // namespace curtain
