#pragma once
// An expected result of a run, as a scenario states it.
#include <optional>
#include <string>

namespace curtain {

/// An expected result of a run.
struct Expectation {
  std::string metric;  ///< as MetricName::text() writes it
  /// In the metric's unit (a share as 0.05, a time in seconds); inclusive. `equals` with `within` fills both.
  std::optional<double> at_least;
  std::optional<double> at_most;
  std::string text;    ///< the bounds as written: "at_most: 5%"
  std::string source;  ///< source of the figure, if the scenario gives it
  std::string where;   ///< file:line:column
};

}  // namespace curtain
