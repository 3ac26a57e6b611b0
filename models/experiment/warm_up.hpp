#pragma once
// Finds the length of the initial transient from the observations of a run.
#include <cstdint>

#include "models/config/scenario.hpp"
#include "models/metrics/observer.hpp"
#include "sim/mser.hpp"

namespace curtain {

/// A warm-up found by MSER-5.
struct WarmUpFound {
  WarmUpSignal signal = WarmUpSignal::latency;
  Time warmup;                   ///< time of the first observation that is kept
  std::uint64_t batches = 0;     ///< number of batches of observations
  std::uint64_t batch_size = 0;  ///< observations per batch: 5, doubled whenever there were too many batches
  std::uint64_t cut = 0;         ///< number of batches that are cut off
  bool is_settled = false;       ///< see sim::Truncation
};

/// Records one signal of a run. There are three signals: the latency of each completed invocation at its end;
/// for each start of an attempt, 1 if it is cold and 0 otherwise; the number of live instances at the end of
/// each invocation.
class WarmUpObserver final : public Observer {
 public:
  explicit WarmUpObserver(WarmUpSignal signal) : Observer(changes_of(signal)), signal_(signal) {}
  void observe(const Observation& seen) override;
  [[nodiscard]] WarmUpFound found() const;

 private:
  static Changes changes_of(WarmUpSignal signal);

  WarmUpSignal signal_;
  sim::BatchSeries series_;
  std::int64_t instances_ = 0;
};

}  // namespace curtain
