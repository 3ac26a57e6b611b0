#pragma once
// A trace that is cut, shifted and scaled by the keys `from`, `to`, `shift` and `scale` of its entry.
#include <memory>
#include <span>
#include <vector>

#include "models/workload/arrival.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

/// The context for reading the original trace. Its duration is such that the adjusted trace ends at the
/// duration of `context`.
SourceContext before_adjustment(const TraceAdjustment& adjustment, const SourceContext& context);

/// The arrivals of `inner` in [from, to), with `from` as the new time zero, shifted by `shift`, and
/// multiplied by `scale`. Functions are numbered in the order of their first calls. The calls of a function
/// are numbered by k from the start of the trace, before the cut. Call k is multiplied as follows:
/// - The number of calls that it becomes is the whole part of the scale, plus one if the draw at (thinning,
///   function, k) is below the fraction of the scale. A call that exists at one scale exists at every
///   larger scale.
/// - The first of these calls is the call itself. Copy number j has the same duration and arrives at a random
///   time in the same interval of `scale_within`, drawn at (lag, function, 1024 k + j). Intervals are counted
///   from `from`; the last interval ends with the trace. In each interval, a function therefore has the same
///   calls, `scale` times. If `scale_within` is zero, copies arrive at the same instant.
///
/// Memory grows with the calls of one interval. Throws std::invalid_argument for an impossible adjustment.
std::unique_ptr<ArrivalSource> adjusted(std::unique_ptr<ArrivalSource> inner,
                                        const TraceAdjustment& adjustment, const SourceContext& context);

}  // namespace curtain
