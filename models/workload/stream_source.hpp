#pragma once
// Generated workloads with one renewal process for each function.
#include <memory>
#include <vector>

#include "models/workload/windowed_source.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Gaps that are short relative to a nanosecond: each passes its fraction on to the next one instead of being
/// rounded. Rounding would reduce the rate of exponential gaps of mean 1 ns by 4 %. For mean m the error is 1
/// / (24 m^2), which is 4e-8 at the shortest mean that is rounded, 1,000 ns (a million arrivals a second).
class GapCarry {
 public:
  static constexpr double kShortestRounded = 1'000;
  [[nodiscard]] static bool is_needed(const sim::Distribution& gap) {
    return gap.mean() < CURTAIN_MUTANT(short_gaps_rounded, kShortestRounded, 0);
  }

  /// The whole nanoseconds from the previous instant to the one after a gap of that length.
  std::int64_t whole(double gap) {
    const double length = left_ + (gap > 0 ? gap : 0);
    const double held = length < 0x1p62 ? length : 0x1p62;
    const auto whole = static_cast<std::int64_t>(held);
    left_ = held - static_cast<double>(whole);
    return whole;
  }

 private:
  double left_ = 0;  // the fraction of the current instant, below 1 ns
};

/// A function whose arrivals are `gap` apart: exponential gaps make a Poisson process, constant ones a timer.
/// The k-th gap (k from 0) is the draw at (interarrival, row, k), in whole nanoseconds, and the k-th arrival
/// is at `origin` + the first k + 1 gaps, summed as integers. Gaps whose mean is below 1,000 ns are summed
/// with their fractions, see GapCarry, and the k-th arrival is the nanosecond in which their sum ends.
struct Stream {
  FunctionId function;
  sim::Distribution gap;       ///< nanoseconds, mean at least 1
  Duration origin;             ///< 0 for a Poisson process; phase less one period for a timer
  sim::Distribution duration;  ///< nanoseconds
};

/// Arrivals of the same functions in addition to their streams. A row is a stream's position.
class ExtraArrivals {
 public:
  virtual ~ExtraArrivals() = default;
  /// Arrivals per nanosecond, over all rows.
  [[nodiscard]] virtual double rate() const = 0;
  /// Adds all its arrivals in `window`, which is [start, limit). Windows cover the time from zero on without
  /// gaps.
  virtual void add_until(ArrivalWindow& window, Time start, Time limit) = 0;
};

/// The streams merged, with `extra` if given, until the context's duration, which is the horizon. Throws
/// std::invalid_argument "a generated workload needs `duration`" if there is none.
std::unique_ptr<ArrivalSource> generate(std::vector<Stream> streams, const SourceContext& context,
                                        std::unique_ptr<ExtraArrivals> extra = nullptr);

/// The gap of a stream that never has an arrival.
sim::Distribution no_arrivals();

/// The gap of a Poisson process of `rate` arrivals a second. Throws std::invalid_argument unless 0 < rate <=
/// 1e9, because the clock ticks in nanoseconds. `what` names the rate in the message.
sim::Distribution exponential_gap(const char* what, Rate rate);

}  // namespace curtain
