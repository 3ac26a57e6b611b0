#pragma once
// The result of a run as a flat list of named numbers. The same names are used in the table, in JSON, in
// `expect` and in compare.
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

/// The count or the number; empty if there is no value.
[[nodiscard]] std::optional<double> as_double(const MetricNumber& value);

/// One number with its dotted name. The name of a scope's metric has labels: "latency.p99_s{tenant=acme}". A
/// mean, ratio, quantile or extreme has no value if there is nothing to compute it from.
struct Metric {
  std::string name;
  MetricNumber value;
  /// The largest possible distance to the true value, caused by the width of a histogram's buckets. 0 if the
  /// value is exact except for its rounding.
  double resolution = 0;
  /// The effective number of functions that the value comes from: 1 over the sum of the squares of their
  /// shares in it (carriers.hpp). 0 if it is neither a sum nor a mean over functions.
  double effective_functions = 0;
  /// For a mean of times or slowdowns of calls, and figures computed from such means: their sum over the
  /// largest one. Near 1 means that a single call dominates. 0 for all other metrics.
  double effective_calls = 0;
  /// For a quantile p, in its unit: the mean excess over the quantile of the values above it
  /// (mean_excess.hpp), times sqrt(p). If k independent values with an exponential tail lie above the
  /// quantile, its standard deviation is this figure over sqrt(k). 0 if the metric is not a quantile, or if
  /// no value lies above it.
  double tail = 0;
  /// Why there is no value, such as "nothing completed"; empty if there is one.
  std::string absent_because = {};

  [[nodiscard]] bool has_value() const { return value.index() != 0; }
  /// Throws InvariantBroken if the metric has no value.
  [[nodiscard]] double number() const;
  /// The value as a number; empty if there is none.
  [[nodiscard]] std::optional<double> measured() const { return as_double(value); }
  /// The value as in JSON: the shortest decimal text that reads back as the same number, equal on every
  /// machine; `null` if there is no value.
  [[nodiscard]] std::string text() const;
};

struct Report {
  std::vector<Metric> metrics;  ///< those of the catalogue in its order, then those of scopes
  std::uint64_t fingerprint = 0;
  bool partial = false;  ///< the run was interrupted

  /// The metric with that name, or nullptr.
  [[nodiscard]] const Metric* find(std::string_view name) const;
};

/// Why a report may have no value for the metric with that name, which may have labels
/// (MetricDeclaration::absent_because). Empty if there is no such metric. Metric::absent_because gives the
/// reason for one report, and may be more exact.
std::string why_absent(std::string_view name);

/// A metric has no value if and only if it is a mean, ratio, quantile or extreme with nothing to compute it
/// from. After the metrics of the whole run come those of `scopes`, which the run must have been made with.
Report make_report(const RunOutcome& outcome, const FunctionTable& functions,
                   const BillingParameters& billing, const NamedScopes* scopes = nullptr);

}  // namespace curtain
