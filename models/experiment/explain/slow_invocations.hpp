#pragma once
// The slowest completed invocations of a run, grouped by the largest part of their latency.
#include <cstdint>
#include <vector>

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

  std::uint64_t completed = 0;
  std::uint64_t count = 0;         ///< number of the slowest invocations
  Duration least;                  ///< the shortest latency of the slowest invocations
  sim::Int128 latency_ns = 0;      ///< the sum of the latencies of the slowest invocations
  sim::Int128 all_latency_ns = 0;  ///< the sum of the latencies of all completed invocations
  std::vector<OfPart> parts;       ///< parts, each of which is the largest part of an invocation, sorted by
                              ///< latency_ns, largest first
};

/// Keeps the slowest `most` completed invocations that arrive at or after `from`. Among equal latencies, the
/// invocations that end first are kept.
class SlowObserver final : public Observer {
 public:
  SlowObserver(std::uint64_t most, Time from) : most_(most), from_(from) {}

  void observe(const Observation& seen) override;
  void bound(const BoundAttempt& binding) override;

  [[nodiscard]] SlowInvocations slowest() const;

 private:
  void completed(const Observation& seen, const LatencyParts& parts);

  std::uint64_t most_;
  Time from_;
  std::vector<LatencyClock> clocks_;  // indexed by request
  std::vector<SlowInvocation> heap_;  // a heap with the fastest in front
  std::uint64_t completed_ = 0;
  sim::Int128 all_latency_ns_ = 0;
};

}  // namespace curtain
