#pragma once
// What to say of a metric that there is none of.
#include <string>

namespace curtain {

/// "there is no metric 'p99'; with 'p99' in their names: latency.p99_s, .." with the metrics whose names hold
/// the word, or the nearest one for a slip of the fingers. Empty if there is a metric of that name.
std::string unknown_metric(const std::string& name);

}  // namespace curtain
