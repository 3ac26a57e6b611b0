#pragma once
// Poisson processes with a changing rate, which consists of pieces over which the rate is linear in time.
#include <array>
#include <memory>

#include "models/workload/point_process.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// The rate over one interval of time: from `from` a second at its start to `to` a second at its end.
struct RatePiece {
  Duration length;  ///< at least 1 ns
  Rate from = 0;    ///< 0 .. 1e9, as is `to`
  Rate to = 0;
};

/// Pieces, one after the other from time zero on.
class RatePieces {
 public:
  virtual ~RatePieces() = default;
  /// The pieces never end; the time far after the run may be one piece.
  virtual RatePiece next() = 0;
};

/// The Poisson process of that rate until `end`, by inverting the integrated rate, which is exact: the k-th
/// instant (k from 0) is where the integral reaches the sum of the first k + 1 unit exponentials drawn at
/// (interarrival, 0, k), in whole nanoseconds, rounded down.
std::unique_ptr<PointProcess> rate_process(std::unique_ptr<RatePieces> pieces, const SourceContext& context,
                                           Time end);

/// Throws std::invalid_argument unless 0 <= rate <= 1e9; `what` names it in the message.
void check_rate_or_zero(const char* what, Rate rate);

}  // namespace curtain
