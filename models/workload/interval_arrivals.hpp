#pragma once
// Converts counts of invocations per interval (a minute, a second) to arrivals.
#include <array>
#include <cstdint>
#include <vector>

#include "models/workload/arrival_window.hpp"
#include "models/workload/specification.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// The number of invocations of one row in one interval, which is at least one. The row is the number of the
/// function within its source.
struct IntervalCount {
  std::uint32_t row;
  std::uint32_t invocations;
};

/// The maximum number of invocations of all functions in one interval. It is limited because they are sorted
/// in memory.
inline constexpr std::uint32_t kMostInInterval = 100'000'000;

/// A trace of counts does not contain the instants of invocations within an interval. The setting `within`
/// determines them:
/// - uniform: independent random instants. They are the order statistics of uniform draws, which is a Poisson
///   process with a given count;
/// - even: the i-th of n (from 0) at (i + u) / n of the interval, where the phase u of the row is drawn once.
///   The calls of a function are equally spaced, and calls of different functions have different instants;
/// - poisson: a Poisson process whose rate in each interval is the count, so the counts are those of the
///   trace only on average. The k-th arrival is the instant at which the integral of the rate reaches the sum
///   of the first k + 1 unit exponential draws.
///
/// Draws: (arrival_in_minute, row, k). For `uniform`, k counts the draws of a row over all intervals before
/// the sort. For `even`, k is 0.
class IntervalArrivals {
 public:
  IntervalArrivals(std::size_t rows, Duration interval, WithinInterval within, const SourceContext& context);

  /// Adds the arrivals of the interval of `window`. Intervals must be in order of time.
  void add(ArrivalWindow& window, IntervalCount count);

 private:
  struct Waits {
    std::array<double, sim::DrawBatch::kSize> batch;
    std::size_t position = 0;
    double left = 0;  // integral of the rate from now to the next arrival
  };

  void add_uniform(ArrivalWindow& window, IntervalCount count);
  void add_poisson(ArrivalWindow& window, IntervalCount count);
  void draw_waits(std::uint32_t row);

  std::int64_t interval_;  // in ns
  WithinInterval within_;
  sim::DrawKey key_;
  sim::Distribution anywhere_;
  sim::Distribution unit_ = sim::Distribution::exponential(1);
  std::vector<std::uint64_t> drawn_;   // number of draws of each row so far
  std::vector<Waits> waits_;           // only for `poisson`
  std::vector<std::uint64_t> phases_;  // only for `even`: phases in ns, less than the interval
};

}  // namespace curtain
