#pragma once
// How long a run takes to forget its beginning, found from the run itself.
#include <cstdint>

#include "models/config/scenario.hpp"
#include "models/metrics/observer.hpp"
#include "sim/mser.hpp"

namespace curtain {

/// A warm-up found by MSER-5.
struct WarmUpFound {
  WarmUpSignal signal = WarmUpSignal::latency;
  Time warmup;                   ///< time of the first observation that is kept
  std::uint64_t batches = 0;     ///< of observations
  std::uint64_t batch_size = 0;  ///< observations a batch: 5, and twice that as often as it was needed
  std::uint64_t cut = 0;         ///< batches
  bool is_settled = false;       ///< see sim::Truncation
};

/// Watches a run's observations of one signal: the latency of each completed invocation as it ends; whether
/// an attempt starts cold (1) or not (0); the live instances as each invocation ends.
class WarmUpObserver final : public Observer {
 public:
  explicit WarmUpObserver(WarmUpSignal signal) : signal_(signal) {}
  void observe(const Observation& seen) override;
  [[nodiscard]] WarmUpFound found() const;

 private:
  WarmUpSignal signal_;
  sim::BatchSeries series_;
  std::int64_t instances_ = 0;
};

}  // namespace curtain
