#pragma once
// An expected result of a run, as a scenario states it.
#include <optional>
#include <string>

namespace curtain {

/// An expected result of a run.
struct Expectation {
  std::string metric;        ///< in the form of MetricName::text(), or the name of a figure of a measured log
  bool is_measured = false;  ///< whether `metric` is a figure of the comparison with measured logs
  /// The bounds, which are inclusive and in the metric's unit (0.05 for a share of 5 %, seconds for a time).
  /// `equals` with `within` sets both bounds.
  std::optional<double> at_least;
  std::optional<double> at_most;
  std::string text;    ///< the bounds as the scenario states them: "at_most: 5%"
  std::string source;  ///< source of the figure, if the scenario gives it
  std::string where;   ///< file:line:column
};

}  // namespace curtain
