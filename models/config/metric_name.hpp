#pragma once
// The name of a metric in scenarios and options. `latency.p99_s` is the metric of the whole run, and
// `latency.p99_s{tenant=acme,function=checkout}` the metric of a part of the run.
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace curtain {

/// The scope of a metric: all functions that match every given label. Without labels, the scope is the whole
/// run. A scope with the label `record` has no functions.
struct ScopeLabels {
  std::optional<std::string> tenant;
  std::optional<std::string> function;
  std::optional<std::string> entry;  ///< the position of a workload entry, counted from 0, or its kind
  std::optional<std::string>
      record;  ///< the name of a record of measurement programmes, without other labels

  [[nodiscard]] bool is_whole_run() const { return !tenant && !function && !entry && !record; }
  /// The labels as text, such as "{tenant=acme,function=checkout}", in the order of the members. A value is
  /// in double quotes if it needs them. Empty for the whole run.
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

/// Parses the name of a metric. A value is written with or without double quotes. Within double quotes, a
/// quote is written \" and a backslash is written \\ (doubled). A value without quotes ends at the next comma
/// or brace, and blanks around it are ignored. Throws MetricNameError for an unknown label, a repeated label,
/// a label without a value, and text after the closing brace. Does not check whether the metric exists.
MetricName parse_metric_name(std::string_view text);

/// The part of `name` before the labels.
std::string_view without_labels(std::string_view name);

}  // namespace curtain
