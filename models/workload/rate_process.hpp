#pragma once
// Poisson processes with a changing rate. The rate consists of pieces in which it is a linear function of
// time.
#include <array>
#include <memory>

#include "models/workload/point_process.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// The rate in one interval of time. It changes from `from` per second at the start to `to` per second at the
/// end.
struct RatePiece {
  Duration length;  ///< at least 1 ns
  Rate from = 0;    ///< from 0 to 1e9, like `to`
  Rate to = 0;
};

/// A sequence of pieces that begins at time zero.
class RatePieces {
 public:
  virtual ~RatePieces() = default;
  /// The next piece. There is always a next piece; a single piece may cover the time after the run.
  virtual RatePiece next() = 0;
};

/// Returns the Poisson process with this rate until `end`. It is exact, because it inverts the integral of
/// the rate. The k-th instant (k from 0) is where the integral reaches the sum of the first k + 1 unit
/// exponential draws at (interarrival, 0, k), rounded down to a whole nanosecond.
std::unique_ptr<PointProcess> rate_process(std::unique_ptr<RatePieces> pieces, const SourceContext& context,
                                           Time end);

/// Throws std::invalid_argument unless 0 <= rate <= 1e9. `what` is the name of the rate in the message.
void check_rate_or_zero(const char* what, Rate rate);

}  // namespace curtain
