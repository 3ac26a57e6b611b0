#pragma once
// What to say of a metric that there is none of.
#include <string>

namespace curtain {

/// "there is no metric 'p99'" with similar_metrics(). Empty if there is a metric of that name.
std::string unknown_metric(const std::string& name);

/// Which metrics a name may have meant, as the end of a message: "; with 'p99' in their names: latency.p99_s,
/// .." with the metrics whose names hold it (case, separators and a plural's s do not count), or else the
/// nearest name for a typing error, the names that hold all of its words ("p99_latency") or the first word
/// that some hold ("total_cost"), or else where they are listed. Never empty.
std::string similar_metrics(const std::string& name);

}  // namespace curtain
