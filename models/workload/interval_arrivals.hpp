#pragma once
// Counts of invocations an interval (a minute, a second), turned into arrivals.
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

/// The most invocations of all functions together in one interval: they are put into order in memory.
inline constexpr std::uint32_t kMostInInterval = 100'000'000;

/// Where in its interval an invocation falls is not in a trace of counts; `within` says:
///  - uniform: anywhere, each independently (the order statistics of uniform draws: a Poisson process given
///    its count);
///  - even: the i-th of n (from 0) at (i + u) / n of the interval, where u, the row's phase, is drawn once: a
///    function's calls are evenly apart, and calls of different functions fall on different instants;
///  - poisson: a Poisson process whose rate in each interval is the count, so that counts are the trace's on
///    average only. The k-th arrival is where the integral of the rate reaches the sum of the first k + 1
///    unit exponential draws.
/// Draws: (arrival_in_minute, row, k), where under `uniform` k numbers a row's draws through the intervals
/// before they are sorted, and under `even` it is 0.
class IntervalArrivals {
 public:
  IntervalArrivals(std::size_t rows, Duration interval, WithinInterval within, const SourceContext& context);

  /// Adds what falls into the interval that `window` is opened on. Intervals come in order of time.
  void add(ArrivalWindow& window, IntervalCount count);

 private:
  struct Waits {
    std::array<double, sim::DrawBatch::kSize> batch;
    std::size_t position = 0;
    double left = 0;  // of the integral of the rate, until the next arrival
  };

  void add_uniform(ArrivalWindow& window, IntervalCount count);
  void add_poisson(ArrivalWindow& window, IntervalCount count);
  void draw_waits(std::uint32_t row);

  std::int64_t interval_;  // ns
  WithinInterval within_;
  sim::DrawKey key_;
  sim::Distribution anywhere_;
  sim::Distribution unit_ = sim::Distribution::exponential(1);
  std::vector<std::uint64_t> drawn_;   // draws of each row so far
  std::vector<Waits> waits_;           // poisson only
  std::vector<std::uint64_t> phases_;  // even only; ns, less than the interval
};

}  // namespace curtain
