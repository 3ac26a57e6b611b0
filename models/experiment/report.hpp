#pragma once
// What a run measured, as a flat list of named numbers: the same names in the table, in JSON, in `expect` and
// in compare.
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/platform/parameters.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// One number with its dotted name; the unit is the name's end, where there is one (`_s`, `_gib_s`, `_usd`).
struct Metric {
  std::string name;
  std::variant<std::uint64_t, double> value;

  [[nodiscard]] double number() const;
  /// Shortest decimal text that reads back to the same number; the same on every machine.
  [[nodiscard]] std::string text() const;
};

/// Names and meanings of all metrics, in the order of a report.
struct MetricDescription {
  std::string_view name;
  std::string_view meaning;
};
const std::vector<MetricDescription>& metric_catalogue();

struct Report {
  std::vector<Metric> metrics;
  std::uint64_t fingerprint = 0;
  bool partial = false;  ///< the run was interrupted

  /// The metric of that name, or nullptr.
  [[nodiscard]] const Metric* find(std::string_view name) const;
};

/// Ratios, means and quantiles of nothing are 0.
Report make_report(const RunOutcome& outcome, const FunctionTable& functions,
                   const BillingParameters& billing);

}  // namespace curtain
