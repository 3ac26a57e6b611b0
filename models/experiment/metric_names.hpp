#pragma once
// Messages for the name of a metric that does not exist.
#include <string>

namespace curtain {

/// Returns "there is no metric 'p99'" with similar_metrics(). Empty if there is a metric with that name.
std::string unknown_metric(const std::string& name);

/// Returns the end of a message, which suggests metrics for an unknown name and is never empty. The first
/// rule that applies is used. Rule 1 lists the metrics whose names contain the unknown name ("; with 'p99' in
/// their names: latency.p99_s, .."); case, separators and a plural "s" are ignored. Rule 2 suggests the
/// nearest name, for a typing error. Rule 3 lists the names that contain all words of the unknown name
/// ("p99_latency"). Rule 4 lists the names that contain one word of the unknown name ("total_cost"). Rule 5
/// names the command that lists all metrics.
std::string similar_metrics(const std::string& name);

}  // namespace curtain
