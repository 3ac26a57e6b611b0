#pragma once
// What a run measured, as a flat list of named numbers: the same names in the table, in JSON, in `expect` and
// in compare.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/experiment/metric_catalogue.hpp"
#include "models/experiment/named_scopes.hpp"
#include "models/platform/parameters.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// One number with its dotted name, which has labels where it is of a scope: "latency.p99_s{tenant=acme}".
/// A mean, ratio, quantile or extreme of nothing has no value.
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
  /// Why there is no value, such as "nothing completed"; empty if there is one.
  std::string absent_because = {};

  [[nodiscard]] bool has_value() const { return value.index() != 0; }
  /// Throws InvariantBroken if there is no value.
  [[nodiscard]] double number() const;
  [[nodiscard]] std::optional<double> measured() const;
  /// As in JSON: the shortest decimal text that reads back to the same number, the same on every machine;
  /// `null` if there is no value.
  [[nodiscard]] std::string text() const;
};

struct Report {
  std::vector<Metric> metrics;  ///< those of the catalogue in its order, then those of scopes
  std::uint64_t fingerprint = 0;
  bool partial = false;  ///< the run was interrupted

  /// The metric of that name, or nullptr.
  [[nodiscard]] const Metric* find(std::string_view name) const;
};

/// Why reports may have no value of the metric of that name, which may have labels:
/// MetricDeclaration::absent_because; empty if there is no such metric. Metric::absent_because says it of one
/// report, more exactly where the report shows it.
std::string why_absent(std::string_view name);

/// A metric has no value if and only if there is nothing to take its mean, ratio, quantile or extreme of.
/// After the metrics of the whole run come those of `scopes`, with which the run was made.
Report make_report(const RunOutcome& outcome, const FunctionTable& functions,
                   const BillingParameters& billing, const NamedScopes* scopes = nullptr);

}  // namespace curtain
