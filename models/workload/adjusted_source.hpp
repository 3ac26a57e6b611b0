#pragma once
// A trace that is cut, shifted and scaled: what `from`, `to`, `shift` and `scale` of a trace's entry do.
#include <memory>
#include <span>
#include <vector>

#include "models/workload/arrival.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

/// The context for reading a trace with this adjustment: it ends where the adjusted trace ends.
SourceContext before_adjustment(const TraceAdjustment& adjustment, const SourceContext& context);

/// The arrivals of `inner` in [from, to), with `from` as the new time zero, `shift` later, and `scale` times
/// as many. Of call k of a function (numbered in the order of first calls; k counts from the trace's start,
/// before the cut)
///  - scale's whole part is how many calls it becomes, and one more if the draw at (thinning, function, k) is
///    below the rest: what is there at a scale is there at every larger one;
///  - the first of them is the call itself; number j of the others has the same duration, and comes where the
///    draw at (lag, function, 1024 k + j) says in the same stretch of `scale_within` (stretches are counted
///    from `from`; the last ends where the trace does): in each stretch each function has the same calls,
///    `scale` times. With a stretch of zero it comes at the same instant.
/// Memory grows with the calls of one stretch. Throws std::invalid_argument for an impossible adjustment.
std::unique_ptr<ArrivalSource> adjusted(std::unique_ptr<ArrivalSource> inner,
                                        const TraceAdjustment& adjustment, const SourceContext& context);

}  // namespace curtain
