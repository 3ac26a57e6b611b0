#pragma once
// A lower bound for every keep-alive policy.
#include <cstdint>
#include <vector>

#include "models/policies/future.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// The best possible trade-off between cold starts and unused instance time (starting and idle, over all
/// functions). It is computed from the gaps of the bracket matching of ends and starts: in each gap an
/// instance either stays idle or costs a cold start. The proof is in models/policies/keep_alive/oracle.cpp.
///
/// It bounds every run of that future without pre-warm and with one request per instance, in which each
/// invocation takes an idle instance of its function or starts its own at once, for any start-up times. It
/// counts from the beginning of the run to the end of its window, including the warm-up. If start-ups take no
/// time, the policy `oracle` reaches the bound.
class KeepAliveBound {
 public:
  struct Point {
    std::uint64_t cold_starts = 0;
    sim::Int128 idle_ns = 0;
  };

  /// Takes 8 bytes for each invocation. Idle time is counted until `end`.
  KeepAliveBound(const Future& future, Time end);

  /// The point where idle time / lambda + cold starts is least; among equals the one with fewer cold starts.
  [[nodiscard]] Point at(Duration lambda) const;
  /// The fewest cold starts with at most that idle time.
  [[nodiscard]] Point within(sim::Int128 idle_ns) const;
  /// The least idle time with at most that number of cold starts, or with the smallest possible number if
  /// that is larger.
  [[nodiscard]] Point with(std::uint64_t cold_starts) const;

  [[nodiscard]] std::uint64_t invocations() const { return invocations_; }

 private:
  void add(std::span<const Foreseen> invocations, Time end);

  std::uint64_t invocations_ = 0;
  std::vector<Duration> gaps_;  // ascending
};

/// idle + lambda * cold starts, in ns.
[[nodiscard]] inline sim::Int128 cost(const KeepAliveBound::Point& point, Duration lambda) {
  return point.idle_ns + static_cast<sim::Int128>(lambda.ns()) * static_cast<sim::Int128>(point.cold_starts);
}

}  // namespace curtain
