#pragma once
// Messages for the name of a metric that does not exist.
#include <string>

namespace curtain {

/// "there is no metric 'p99'" with similar_metrics(). Empty if there is a metric of that name.
std::string unknown_metric(const std::string& name);

/// The end of a message that suggests metrics for an unknown name; never empty. It is the first of these that
/// applies: the metrics whose names contain it ("; with 'p99' in their names: latency.p99_s, .."; case,
/// separators and a plural's s are ignored); the nearest name, for a typing error; the names that contain all
/// of its words ("p99_latency"); the names that contain its first word found in any name ("total_cost"); the
/// command that lists all metrics.
std::string similar_metrics(const std::string& name);

}  // namespace curtain
