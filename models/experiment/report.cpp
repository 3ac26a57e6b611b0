#include "models/experiment/report.hpp"

#include <fmt/format.h>

#include <deque>
#include <optional>

#include "models/experiment/carriers.hpp"
#include "models/experiment/counting.hpp"
#include "models/metrics/records.hpp"
#include "models/metrics/tenancy.hpp"
#include "models/metrics/values.hpp"
#include "sim/check.hpp"

namespace curtain {
namespace {

/// Computes Metric::effective_calls.
double effective_calls(const MetricDeclaration& metric, const Counted& counted) {
  switch (metric.mean_of) {
    case Recording::latency:
      return counted.latency.sum_over_largest();
    case Recording::slowdown:
      return counted.slowdown.sum_over_largest();
    default:
      return 0;
  }
}

/// Returns Metric::absent_because.
std::string reason(const MetricDeclaration& metric, const Counted& counted, const ScopeLabels& labels) {
  SIM_CHECK(!metric.absent_because.empty());
  if (!labels.is_whole_run() && !labels.record && counted.sums.arrived == 0) {
    return fmt::format("no invocation of {} arrived in the window", labels.text());
  }
  const bool is_of_completed = metric.absent_because == metrics::kNoSlowdown && counted.sums.completed == 0;
  const std::string because(is_of_completed ? metrics::kNoneCompleted : metric.absent_because);
  return labels.is_whole_run() ? because : fmt::format("{}, of {}", because, labels.text());
}

Metric measure(const MetricDeclaration& declaration, const Counted& counted, const ScopeLabels& labels) {
  const MetricValue measured = declaration.value(counted);
  Metric metric;
  metric.name = std::string(declaration.name) + labels.text();
  metric.value = measured.value;
  metric.resolution = measured.resolution;
  metric.tail = measured.tail;
  metric.effective_functions = effective_functions(declaration, counted.functions);
  metric.effective_calls = effective_calls(declaration, counted);
  if (!metric.has_value()) {
    metric.absent_because = reason(declaration, counted, labels);
  }
  return metric;
}

}  // namespace

double Metric::number() const {
  SIM_CHECK(has_value());
  return *measured();
}

std::optional<double> as_double(const MetricNumber& value) {
  return std::visit(
      [](auto v) -> std::optional<double> {
        if constexpr (std::is_same_v<decltype(v), std::monostate>) {
          return std::nullopt;
        } else {
          return static_cast<double>(v);
        }
      },
      value);
}

std::string Metric::text() const {
  return std::visit(
      [](auto v) -> std::string {
        if constexpr (std::is_same_v<decltype(v), std::monostate>) {
          return "null";
        } else {
          return fmt::format("{}", v);
        }
      },
      value);
}

const Metric* Report::find(std::string_view name) const {
  for (const Metric& metric : metrics) {
    if (metric.name == name) {
      return &metric;
    }
  }
  return nullptr;
}

std::string why_absent(std::string_view name) {
  const std::string_view plain = without_labels(name);
  const MetricDeclaration* const metric = find_metric(plain);
  if (metric == nullptr || plain.size() == name.size()) {
    return std::string(metric == nullptr ? "" : metric->absent_because);
  }
  return fmt::format("{}, of {}", metric->absent_because, name.substr(plain.size()));
}

Report make_report(const RunOutcome& outcome, const FunctionTable& functions,
                   const BillingParameters& billing, const NamedScopes* scopes, const Tenancy* tenancy) {
  Report report;
  report.fingerprint = outcome.fingerprint;
  report.partial = outcome.interrupted;
  Counting counting(outcome, functions, billing);
  Counted whole = counting.whole();
  whole.tenancy = tenancy == nullptr ? nullptr : &tenancy->all();
  for (const MetricDeclaration& declaration : metric_catalogue()) {
    report.metrics.push_back(measure(declaration, whole, {}));
  }
  if (scopes == nullptr) {
    return report;
  }
  std::vector<Counted> counted;
  std::deque<RecordedSample> samples;
  for (const NamedScopes::Asked& asked : scopes->asked()) {
    while (counted.size() <= asked.scope) {
      const std::size_t next = counted.size();
      counted.push_back(
          counting.of_scope(scopes->functions_of(next), outcome.tally.responses().scopes().tallies()[next]));
    }
    if (asked.name.labels.record) {
      samples.emplace_back(outcome.records, *asked.name.labels.record);
      counted[asked.scope].recorded = &samples.back();
    }
    const std::vector<FunctionId>& members = scopes->functions_of(asked.scope);
    if (tenancy != nullptr && asked.name.labels.tenant && !asked.name.labels.function && !members.empty()) {
      counted[asked.scope].tenancy = &tenancy->of(functions[members.front()].tenant);
    }
    report.metrics.push_back(
        measure(*find_metric(asked.name.metric), counted[asked.scope], asked.name.labels));
  }
  return report;
}

}  // namespace curtain
