#pragma once
// The name of a metric as scenarios and options write it: `latency.p99_s`, or of a part of a run
// `latency.p99_s{tenant=acme,function=checkout}`.
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace curtain {

/// What a metric is of: the functions to which all labels that are given apply; without any, the whole run.
struct ScopeLabels {
  std::optional<std::string> tenant;
  std::optional<std::string> function;
  std::optional<std::string> entry;  ///< of the workload: its position from 0, or its kind

  [[nodiscard]] bool is_whole_run() const { return !tenant && !function && !entry; }
  /// "{tenant=acme,function=checkout}" in this order, values in double quotes where they need them; empty for
  /// the whole run.
  [[nodiscard]] std::string text() const;
  bool operator==(const ScopeLabels&) const = default;
};

struct MetricName {
  std::string metric;  ///< "latency.p99_s"
  ScopeLabels labels;

  [[nodiscard]] std::string text() const { return metric + labels.text(); }
};

/// What is wrong with a metric's name.
class MetricNameError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// Reads a name. A value stands as it is, or in double quotes, in which \" and \\ are a quote and a
/// backslash; without quotes it ends at the next comma or brace, and blanks around it do not count. Throws
/// MetricNameError: a label that there is not, one given twice or without a value, what follows the brace.
/// Whether there is such a metric is another question.
MetricName parse_metric_name(std::string_view text);

/// What stands before the labels, whatever they are.
std::string_view without_labels(std::string_view name);

}  // namespace curtain
