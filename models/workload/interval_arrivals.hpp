#pragma once
// Converts counts of invocations by interval (a minute, a second) to arrivals.
#include <array>
#include <cstdint>
#include <vector>

#include "models/workload/arrival_window.hpp"
#include "models/workload/specification.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// Invocations of one row (the function's number within its source) in one interval, at least one.
struct IntervalCount {
  std::uint32_t row;
  std::uint32_t invocations;
};

/// The largest number of invocations in one interval, over all functions, as they are sorted in memory.
inline constexpr std::uint32_t kMostInInterval = 100'000'000;

/// A trace of counts does not contain the instants of invocations within an interval. `within` chooses them:
/// - uniform: at random, each independently (the order statistics of uniform draws: a Poisson process given
///   its count);
/// - even: the i-th of n (from 0) at (i + u) / n of the interval, where the row's phase u is drawn once: a
///   function's calls are equally spaced, and calls of different functions come at different instants;
/// - poisson: a Poisson process whose rate in each interval is the count, so the counts equal the trace's
///   only on average. The k-th arrival is where the integral of the rate reaches the sum of the first k + 1
///   unit exponential draws.
/// Draws: (arrival_in_minute, row, k). Under `uniform` k numbers a row's draws through the intervals before
/// they are sorted, and under `even` it is 0.
class IntervalArrivals {
 public:
  IntervalArrivals(std::size_t rows, Duration interval, WithinInterval within, const SourceContext& context);

  /// Adds the arrivals of the interval that `window` is set to. Intervals come in order of time.
  void add(ArrivalWindow& window, IntervalCount count);

 private:
  struct Waits {
    std::array<double, sim::DrawBatch::kSize> batch;
    std::size_t position = 0;
    double left = 0;  // the remaining integral of the rate until the next arrival
  };

  void add_uniform(ArrivalWindow& window, IntervalCount count);
  void add_poisson(ArrivalWindow& window, IntervalCount count);
  void draw_waits(std::uint32_t row);

  std::int64_t interval_;  // ns
  WithinInterval within_;
  sim::DrawKey key_;
  sim::Distribution anywhere_;
  sim::Distribution unit_ = sim::Distribution::exponential(1);
  std::vector<std::uint64_t> drawn_;   // number of draws of each row so far
  std::vector<Waits> waits_;           // poisson only
  std::vector<std::uint64_t> phases_;  // even only; in ns, less than the interval
};

}  // namespace curtain
