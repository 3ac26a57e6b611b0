#pragma once
// The mean excess of values above a threshold.
#include <cstdint>

#include "sim/histogram.hpp"

namespace curtain {

/// The mean of value - threshold over the values above the threshold, or 0 if there are no such values. The
/// result is accurate to the width of the histogram's buckets, 0.1 %. Values in the bucket of the threshold
/// do not count.
double mean_excess(const sim::Histogram& values, std::int64_t threshold);

}  // namespace curtain
