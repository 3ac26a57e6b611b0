#pragma once
// The name of a metric as scenarios and options write it: `latency.p99_s`, or for a part of a run
// `latency.p99_s{tenant=acme,function=checkout}`.
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace curtain {

/// The scope of a metric: the functions to which all given labels apply; without labels the whole run.
struct ScopeLabels {
  std::optional<std::string> tenant;
  std::optional<std::string> function;
  std::optional<std::string> entry;  ///< position of a workload entry from 0, or its kind

  [[nodiscard]] bool is_whole_run() const { return !tenant && !function && !entry; }
  /// "{tenant=acme,function=checkout}" in this order, with values in double quotes if they need them; empty
  /// for the whole run.
  [[nodiscard]] std::string text() const;
  bool operator==(const ScopeLabels&) const = default;
};

struct MetricName {
  std::string metric;  ///< "latency.p99_s"
  ScopeLabels labels;

  [[nodiscard]] std::string text() const { return metric + labels.text(); }
};

/// An error in a metric's name.
class MetricNameError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// Parses a name. A value is written as it is, or in double quotes, in which \" and \\ are a quote and a
/// backslash. A value without quotes ends at the next comma or brace, and blanks around it are ignored.
/// Throws MetricNameError for an unknown label, a label that is given twice or has no value, and text after
/// the closing brace. Whether the metric exists is not checked.
MetricName parse_metric_name(std::string_view text);

/// The text before the labels.
std::string_view without_labels(std::string_view name);

}  // namespace curtain
