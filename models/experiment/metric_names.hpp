#pragma once
// Messages for the name of a metric that does not exist.
#include <string>

namespace curtain {

/// Returns "there is no metric 'p99'" with similar_metrics(). Empty if there is a metric with that name.
std::string unknown_metric(const std::string& name);

/// Returns the end of a message, which suggests metrics for an unknown name and is never empty. The first of
/// these rules that applies is used: the metrics whose names contain the unknown name ("; with 'p99' in their
/// names: latency.p99_s, .."; case, separators and a plural "s" are ignored); the nearest name, for a typing
/// error; the names that contain all words of the unknown name ("p99_latency"); the names that contain its
/// first word found in any name ("total_cost"); the command that lists all metrics.
std::string similar_metrics(const std::string& name);

}  // namespace curtain
