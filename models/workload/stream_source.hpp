#pragma once
// Generated workloads: one renewal process a function.
#include <memory>
#include <vector>

#include "models/workload/windowed_source.hpp"

namespace curtain {

/// A function whose arrivals are `gap` apart: exponential gaps make a Poisson process, constant ones a timer.
/// The k-th gap (k from 0) is the draw at (interarrival, row, k), in whole nanoseconds, and the k-th arrival
/// is at `origin` + the first k + 1 gaps, summed as integers.
struct Stream {
  FunctionId function;
  sim::Distribution gap;       ///< nanoseconds, mean at least 1
  Duration origin;             ///< 0 for a Poisson process; phase less one period for a timer
  sim::Distribution duration;  ///< nanoseconds
};

/// Arrivals of the same functions besides their streams. A row is a stream's position.
class ExtraArrivals {
 public:
  virtual ~ExtraArrivals() = default;
  /// Arrivals a nanosecond, of all rows.
  [[nodiscard]] virtual double rate() const = 0;
  /// Adds to `window`, which is [start, limit), all that falls into it. Windows follow each other from time
  /// zero on without a gap.
  virtual void add_until(ArrivalWindow& window, Time start, Time limit) = 0;
};

/// The streams merged, with `extra` if there is any, until the context's duration, which is the horizon.
/// Throws std::invalid_argument "a generated workload needs `duration`" if there is none.
std::unique_ptr<ArrivalSource> generate(std::vector<Stream> streams, const SourceContext& context,
                                        std::unique_ptr<ExtraArrivals> extra = nullptr);

/// The gap of a stream that never has an arrival.
sim::Distribution no_arrivals();

/// The gap of a Poisson process of `rate` arrivals a second. Throws std::invalid_argument unless 0 < rate <=
/// 1e9: the clock ticks in nanoseconds. `what` names the rate in the message.
sim::Distribution exponential_gap(const char* what, Rate rate);

}  // namespace curtain
