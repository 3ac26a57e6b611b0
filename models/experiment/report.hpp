#pragma once
// What a run measured, as a flat list of named numbers: the same names in the table, in JSON, in `expect` and
// in compare.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/platform/parameters.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// One number with its dotted name; the unit is the name's end, where there is one (`_s`, `_gib_s`, `_usd`).
/// A mean, ratio, quantile or extreme of nothing has no value: MetricDescription::absent_because says why.
struct Metric {
  std::string name;
  std::variant<std::monostate, std::uint64_t, double> value;
  /// The true value is not further off than this: what the buckets of a histogram leave open of a quantile. 0
  /// where the value is exact, but for its rounding.
  double resolution = 0;
  /// Of how many functions the value is, in effect: 1 over the sum of the squares of their shares in it
  /// (carriers.hpp). 0: it is not a sum or mean over functions.
  double effective_functions = 0;
  /// Of a mean of times or slowdowns of calls, and what is made of such means: their sum over the largest.
  /// Near 1, a single call makes all of it. 0: it is no such mean.
  double effective_calls = 0;
  /// Of a quantile p, in its unit: the mean excess over it of the values above it (mean_excess.hpp), times
  /// sqrt(p). If k independent values with an exponential tail lie above the quantile, its standard deviation
  /// is this over sqrt(k). 0: it is no quantile, or nothing lies above it.
  double tail = 0;

  [[nodiscard]] bool has_value() const { return value.index() != 0; }
  /// Throws InvariantBroken if there is no value.
  [[nodiscard]] double number() const;
  [[nodiscard]] std::optional<double> measured() const;
  /// As in JSON: the shortest decimal text that reads back to the same number, the same on every machine;
  /// `null` if there is no value.
  [[nodiscard]] std::string text() const;
};

/// Names and meanings of all metrics, in the order of a report.
struct MetricDescription {
  std::string_view name;
  std::string_view meaning;
  /// What it means if a report has no value of the metric, such as "nothing completed". Empty: every report
  /// has a value, as of counts and sums, which are 0 of nothing.
  std::string_view absent_because = {};
};
const std::vector<MetricDescription>& metric_catalogue();

struct Report {
  std::vector<Metric> metrics;
  std::uint64_t fingerprint = 0;
  bool partial = false;  ///< the run was interrupted

  /// The metric of that name, or nullptr.
  [[nodiscard]] const Metric* find(std::string_view name) const;
};

/// Why reports may have no value of the metric of that name, MetricDescription::absent_because; empty if
/// there is no such metric. Of one report without the value: more exactly where the report shows it.
std::string_view why_absent(std::string_view name);
std::string_view why_absent(const Report& report, std::string_view name);

/// A metric has no value if and only if there is nothing to take its mean, ratio, quantile or extreme of.
Report make_report(const RunOutcome& outcome, const FunctionTable& functions,
                   const BillingParameters& billing);

}  // namespace curtain
