#pragma once
// A trace that is cut, shifted and scaled by `from`, `to`, `shift` and `scale` of its entry.
#include <memory>
#include <span>
#include <vector>

#include "models/workload/arrival.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

/// The context for reading a trace with this adjustment: it ends where the adjusted trace ends.
SourceContext before_adjustment(const TraceAdjustment& adjustment, const SourceContext& context);

/// The arrivals of `inner` in [from, to), with `from` as the new time zero, shifted by `shift`, and
/// multiplied by `scale`. This happens to call k of a function (functions are numbered in the order of first
/// calls; k counts from the trace's start, before the cut):
/// - It becomes as many calls as the whole part of the scale, and one more if the draw at (thinning,
///   function, k) is below the fraction of the scale. So a call that exists at one scale exists at every
///   larger one.
/// - The first of these calls is the call itself. Number j of the others has the same duration and comes at a
///   random time in the same interval of `scale_within`, drawn at (lag, function, 1024 k + j). (Intervals are
///   counted from `from`; the last one ends with the trace.) So in each interval a function has the same
///   calls, `scale` times. If `scale_within` is zero, the others come at the same instant.
/// Memory grows with the calls of one interval. Throws std::invalid_argument for an impossible adjustment.
std::unique_ptr<ArrivalSource> adjusted(std::unique_ptr<ArrivalSource> inner,
                                        const TraceAdjustment& adjustment, const SourceContext& context);

}  // namespace curtain
