#pragma once
// Generated workloads that have one renewal process for each function.
#include <memory>
#include <vector>

#include "models/workload/windowed_source.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Sums gaps that are short relative to a nanosecond. A gap is not rounded; its fraction is added to the next
/// gap. Rounding would reduce the rate of exponential gaps of mean 1 ns by 4 %. For mean m the error of
/// rounding is 1 / (24 m^2). This is 4e-8 for 1,000 ns (a million arrivals per second), which is the shortest
/// mean with rounding.
class GapCarry {
 public:
  static constexpr double kShortestRounded = 1'000;
  [[nodiscard]] static bool is_needed(const sim::Distribution& gap) {
    return gap.mean() < CURTAIN_MUTANT(short_gaps_rounded, kShortestRounded, 0);
  }

  /// The whole nanoseconds between the previous instant and the instant after a gap of this length.
  std::int64_t whole(double gap) {
    const double length = left_ + (gap > 0 ? gap : 0);
    const double held = length < 0x1p62 ? length : 0x1p62;
    const auto whole = static_cast<std::int64_t>(held);
    left_ = held - static_cast<double>(whole);
    return whole;
  }

 private:
  double left_ = 0;  // the fraction of the current instant, less than 1 ns
};

/// A function with gaps between its arrivals. Exponential gaps make a Poisson process, and constant gaps make
/// a timer. The k-th gap (k from 0) is the draw at (interarrival, row, k), rounded to whole nanoseconds. The
/// k-th arrival is at `origin` plus the first k + 1 gaps, summed as integers. Gaps with a mean below 1,000 ns
/// are summed with their fractions (see GapCarry), and the k-th arrival is the nanosecond in which their sum
/// ends.
struct Stream {
  FunctionId function;
  sim::Distribution gap;       ///< in nanoseconds; the mean is at least 1
  Duration origin;             ///< 0 for a Poisson process; phase minus one period for a timer
  sim::Distribution duration;  ///< in nanoseconds
};

/// Arrivals of the functions in addition to their streams. A row is the position of a stream.
class ExtraArrivals {
 public:
  virtual ~ExtraArrivals() = default;
  /// The total rate of all rows, in arrivals per nanosecond.
  [[nodiscard]] virtual double rate() const = 0;
  /// Adds all arrivals in `window`, which is the interval [start, limit). Windows cover the time from zero on
  /// without gaps.
  virtual void add_until(ArrivalWindow& window, Time start, Time limit) = 0;
};

/// Merges the streams, and `extra` if it is given, until the duration of the context, which is the horizon.
/// Throws std::invalid_argument if the context has no duration.
std::unique_ptr<ArrivalSource> generate(std::vector<Stream> streams, const SourceContext& context,
                                        std::unique_ptr<ExtraArrivals> extra = nullptr);

/// The gap of a stream without arrivals.
sim::Distribution no_arrivals();

/// The gap of a Poisson process of `rate` arrivals per second. Throws std::invalid_argument unless 0 < rate
/// <= 1e9, because times are whole nanoseconds. `what` is the name of the rate in the message.
sim::Distribution exponential_gap(const char* what, Rate rate);

}  // namespace curtain
