#pragma once
// The common part of all generated workloads: arrivals are generated one window of time at once, durations
// when an arrival is returned.
#include <array>
#include <cstdint>
#include <vector>

#include "models/workload/arrival.hpp"
#include "models/workload/arrival_window.hpp"
#include "models/workload/specification.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// A function of a source: a row, counted from 0. Its number is the entity of all its draws, so these do not
/// depend on the functions of other entries.
struct RowExecution {
  FunctionId function;
  sim::Distribution duration;  ///< nanoseconds
};

/// The k-th arrival of a row (k from 0, in order of time) lasts the draw at (execution, row, k), however its
/// time was generated. Memory grows with the rows and with the busiest window, not with the length of the
/// run.
class WindowedSource : public ArrivalSource {
 public:
  std::size_t fill(std::span<Arrival> out) final;

 protected:
  /// Arrivals at or after `end` are left out.
  WindowedSource(std::vector<RowExecution> rows, const SourceContext& context, Time end);

  /// Sets `window` to the next interval of time and adds its arrivals; false if there are no more.
  virtual bool next_window(ArrivalWindow& window) = 0;

  [[nodiscard]] Time end() const { return end_; }
  [[nodiscard]] const ArrivalWindow& window() const { return window_; }

 private:
  struct Row {
    FunctionId function;
    std::uint64_t drawn = 0;
    std::array<Duration, sim::DrawBatch::kSize> batch;
  };

  std::vector<Row> rows_;
  std::vector<sim::Distribution> durations_;
  sim::DrawKey key_;
  Time end_;
  ArrivalWindow window_;
  bool finished_ = false;
};

}  // namespace curtain
