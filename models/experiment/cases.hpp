#pragma once
// Judges the cases of a scenario: the figures that were measured on a real platform.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/experiment/named_scopes.hpp"
#include "models/experiment/report.hpp"

namespace curtain {

enum class CaseVerdict : std::uint8_t {
  passed,   ///< the simulated figure is within the band
  failed,   ///< the figure is outside the band, or there is no figure
  not_yet,  ///< the case needs a mechanism that Curtain does not simulate
};

/// The name of a verdict: "passed", "failed", "not yet".
std::string_view verdict_name(CaseVerdict verdict);

/// A case with its simulated figure.
struct CaseResult {
  std::optional<double> simulated;  ///< in the unit of the metric; the mean if there are replications
  std::string absent_because;       ///< the reason why there is no figure; empty if there is a figure
  CaseVerdict verdict = CaseVerdict::not_yet;
  std::size_t replications = 0;  ///< number of runs whose figures the mean contains
};

/// The metrics that the cases use, with their places in the file.
std::vector<NamedMetric> metrics_of_cases(const Scenario& scenario);

/// Judges the cases of the scenario by the reports of its replications, which may be a single run. With
/// several reports, the mean of the figures of the runs that have a figure is judged. `measured` has no
/// effect on the simulated figures.
std::vector<CaseResult> judge_cases(const std::vector<Report>& reports, const Scenario& scenario);

/// The relative difference between the simulated figure and the measured figure or, for a range, its nearer
/// end. 0 within the range. Empty without a simulated figure, or if the measured figure is 0 and the
/// simulated figure is not.
std::optional<double> relative_difference(const ValidationCase& one, const CaseResult& result);

/// Numbers of figures by verdict. A figure that was recalled counts only as recalled, whatever its kind.
struct CaseCounts {
  struct Judged {
    std::size_t passed = 0;
    std::size_t failed = 0;
  };
  Judged emergent;
  Judged input;
  Judged recalled;
  std::size_t not_yet = 0;
  std::size_t figures = 0;
  std::size_t cases = 0;  ///< number of different cases

  [[nodiscard]] std::size_t failed() const { return emergent.failed + input.failed + recalled.failed; }
};

/// A case of a scenario, with its result and its platform.
struct JudgedCase {
  ValidationCase stated;
  CaseResult result;
  std::string platform;  ///< the name of the built-in profile, or the path of its file
  std::string scenario;  ///< the file of the scenario
};

CaseCounts count_cases(const std::vector<JudgedCase>& cases);

}  // namespace curtain
