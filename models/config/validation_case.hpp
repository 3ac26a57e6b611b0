#pragma once
// A case of validation: a figure that was measured on a real platform, which a run should reproduce.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/standing.hpp"

namespace curtain {

/// How the simulated figure of a case follows from metrics of the run.
struct SimulatedFigure {
  enum class Rule : std::uint8_t {
    metric,      ///< the metric itself
    ratio,       ///< the first metric divided by the second
    difference,  ///< the first metric minus the second
    sum,         ///< the sum of all metrics
  };
  Rule rule = Rule::metric;
  std::vector<std::string> metrics;  ///< in the form of MetricName::text(); empty if there is no figure
  bool operator==(const SimulatedFigure&) const = default;
};

/// The name of a rule in YAML, such as "ratio".
std::string_view rule_name(SimulatedFigure::Rule rule);

/// Whether a platform's profile states the figure of a case.
enum class FigureKind : std::uint8_t {
  emergent,  ///< the figure follows from several settings and the workload together
  input,     ///< one setting of the profile equals the figure, or moves the figure in proportion
};

/// The name of a kind in YAML: "emergent", "input".
std::string_view kind_name(FigureKind kind);

/// A figure that was measured on a real platform, with the metrics that should reproduce the figure.
struct ValidationCase {
  std::uint32_t number = 0;  ///< number of the case; several figures may belong to one case
  std::string finding;
  SimulatedFigure simulated;
  std::string measured;  ///< the measured figure, or a range "A to B", as the scenario states it
  std::string band;      ///< the tolerance as the scenario states it, such as "5%", "exact" or "at_most: 12"
  /// The measured figure in the unit of the metric, or the two ends of a range. Empty for `not_yet`.
  std::vector<double> figures;
  /// The inclusive bounds in the unit of the metric, which follow from `measured` and `band`.
  std::optional<double> at_least;
  std::optional<double> at_most;
  FigureKind kind = FigureKind::emergent;
  std::string source;
  std::vector<config::Standing> standing;
  std::vector<std::string> rests_on;  ///< names of mechanisms without which the case fails
  std::string hides;                  ///< what a wide band does not show; may be empty
  /// The mechanism that the case needs and that Curtain does not simulate. Empty if the case can be run.
  std::string not_yet;
  std::string where;  ///< file:line:column

  /// Whether the figure was recalled and not looked up again.
  [[nodiscard]] bool is_recalled() const;
  bool operator==(const ValidationCase&) const = default;
};

/// True if none of the cases can be run.
bool are_all_not_yet(const std::vector<ValidationCase>& cases);

}  // namespace curtain
