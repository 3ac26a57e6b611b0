#pragma once
// The slowest completed invocations of a run, by the largest part of their latency.
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "models/experiment/explain/function_filter.hpp"
#include "models/experiment/explain/latency_parts.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// One of the slowest invocations.
struct SlowInvocation {
  FunctionId function;
  std::uint64_t n = 0;
  LatencyParts parts;
  std::uint64_t end = 0;  ///< position of the invocation's end among the ends of completed invocations
};

struct SlowInvocations {
  struct OfPart {
    LatencyPart part = LatencyPart::execution;
    std::uint64_t count = 0;
    sim::Int128 latency_ns = 0;  ///< total latency of the invocations in this group
    sim::Int128 part_ns = 0;     ///< total time of the invocations in this group in the part
    SlowInvocation slowest;
  };

  std::uint64_t arrived = 0;
  std::uint64_t completed = 0;
  /// Invocations that did not complete, by outcome.
  std::array<std::uint64_t, kOutcomes> outcomes{};
  std::uint64_t count = 0;         ///< number of the slowest invocations
  Duration least;                  ///< the shortest latency of the slowest invocations
  sim::Int128 latency_ns = 0;      ///< the sum of the latencies of the slowest invocations
  sim::Int128 all_latency_ns = 0;  ///< the sum of the latencies of all completed invocations
  std::vector<OfPart> parts;       ///< parts, each of which is the largest part of an invocation, sorted by
                                   ///< latency_ns, largest first

  /// Invocations that had not ended at the end of the run.
  [[nodiscard]] std::uint64_t in_flight() const;
};

/// Keeps the slowest `most` completed invocations of selected functions that arrive at or after `from`. Among
/// invocations of equal latency, it keeps those that end first.
class SlowObserver final : public Observer {
 public:
  SlowObserver(std::uint64_t most, Time from, FunctionFilter filter = {})
      : most_(most), from_(from), filter_(std::move(filter)) {}

  void observe(const Observation& seen) override;
  void bound(const BoundAttempt& binding) override;

  [[nodiscard]] SlowInvocations slowest() const;

 private:
  void finished(const Observation& seen, const LatencyParts& parts);
  void completed(const Observation& seen, const LatencyParts& parts);

  std::uint64_t most_;
  Time from_;
  FunctionFilter filter_;
  std::vector<LatencyClock> clocks_;  // by request
  std::vector<bool> has_left_;        // by request: its client has left, and it is counted as abandoned
  std::vector<SlowInvocation> heap_;  // a heap with the fastest of these invocations in front
  std::uint64_t arrived_ = 0;
  std::uint64_t completed_ = 0;
  std::array<std::uint64_t, kOutcomes> outcomes_{};
  sim::Int128 all_latency_ns_ = 0;
};

}  // namespace curtain
