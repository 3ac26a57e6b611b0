#pragma once
// The result of a run as a flat list of named numbers. The table, JSON, `expect` and `compare` use the same
// names.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/experiment/metric_catalogue.hpp"
#include "models/experiment/named_scopes.hpp"
#include "models/metrics/declaration.hpp"
#include "models/platform/parameters.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

class Tenancy;

/// The count or the number as a double. Empty if there is no value.
[[nodiscard]] std::optional<double> as_double(const MetricNumber& value);

/// One number with its dotted name. The name of a scope's metric has labels: "latency.p99_s{tenant=acme}". A
/// mean, ratio, quantile or extreme has no value if there is no data for it.
struct Metric {
  std::string name;
  MetricNumber value;
  /// The largest possible distance to the true value, caused by the width of a histogram's buckets. 0 if the
  /// value is exact except for rounding.
  double resolution = 0;
  /// The effective number of functions that determine the value, which is 1 divided by the sum of the squares
  /// of their shares (carriers.hpp). 0 if the value is neither a sum nor a mean over functions.
  double effective_functions = 0;
  /// The sum divided by the largest value, for a mean of times or slowdowns of calls and for figures that are
  /// computed from such means. A result near 1 means that a single call dominates. 0 for all other metrics.
  double effective_calls = 0;
  /// For a quantile p, the mean excess of the values above the quantile (mean_excess.hpp), multiplied by
  /// sqrt(p), in the unit of the quantile. If k independent values with an exponential tail are above the
  /// quantile, the standard deviation of the quantile is this figure divided by sqrt(k). 0 if the metric is
  /// not a quantile, or if no value is above the quantile.
  double tail = 0;
  /// The reason why there is no value, such as "nothing completed". Empty if there is a value.
  std::string absent_because = {};

  [[nodiscard]] bool has_value() const { return value.index() != 0; }
  /// Returns the value. Throws InvariantBroken if the metric has no value.
  [[nodiscard]] double number() const;
  /// The value as a number. Empty if there is no value.
  [[nodiscard]] std::optional<double> measured() const { return as_double(value); }
  /// The value as in JSON, which is the shortest decimal text that reads back as the same number, equal on
  /// every machine. `null` if there is no value.
  [[nodiscard]] std::string text() const;
};

struct Report {
  std::vector<Metric> metrics;  ///< metrics of the catalogue in its order, then metrics of scopes
  std::uint64_t fingerprint = 0;
  bool partial = false;  ///< the run was interrupted

  /// The metric with that name, or nullptr.
  [[nodiscard]] const Metric* find(std::string_view name) const;
};

/// The reason why a report may have no value for the metric with that name, which may have labels
/// (MetricDeclaration::absent_because). Empty if there is no such metric. Metric::absent_because gives the
/// reason for one report, and may be more exact.
std::string why_absent(std::string_view name);

/// Makes the report of a run. A metric has no value if and only if it is a mean, ratio, quantile or extreme
/// without data. The report begins with the metrics of the whole run and ends with the metrics of `scopes`.
/// The run must have been made with these scopes. `tenancy` is null if the run did not measure it.
Report make_report(const RunOutcome& outcome, const FunctionTable& functions,
                   const BillingParameters& billing, const NamedScopes* scopes = nullptr,
                   const Tenancy* tenancy = nullptr);

}  // namespace curtain
