#pragma once
// The common part of all generated workloads. Arrivals are generated for one window of time at once. The
// duration of a call is drawn when its arrival is returned.
#include <array>
#include <cstdint>
#include <vector>

#include "models/workload/arrival.hpp"
#include "models/workload/arrival_window.hpp"
#include "models/workload/specification.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// A row of a source, which is one of its functions. Rows are counted from 0. The number of the row is the
/// entity of all its draws, so the draws do not depend on functions of other entries.
struct RowExecution {
  FunctionId function;
  sim::Distribution duration;  ///< in nanoseconds
};

/// The duration of the k-th arrival of a row (k from 0, in order of time) is the draw at (execution, row, k),
/// independently of how its time was generated. The memory grows with the number of rows and with the busiest
/// window, but not with the length of the run.
class WindowedSource : public ArrivalSource {
 public:
  std::size_t fill(std::span<Arrival> out) final;

 protected:
  /// Arrivals at or after `end` are left out.
  WindowedSource(std::vector<RowExecution> rows, const SourceContext& context, Time end);

  /// Sets `window` to the next interval of time and adds its arrivals. Returns false if there are no more
  /// intervals.
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
