#pragma once
// A lower bound on the cost of every keep-alive policy.
#include <cstdint>
#include <vector>

#include "models/policies/future.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// The best possible trade-off between cold starts and unused instance time, which is the time of all
/// instances spent starting or idle. The bound is computed from the gaps of the bracket matching of ends and
/// starts. In each gap an instance either stays idle or causes a cold start. The proof is in
/// models/policies/keep_alive/oracle.cpp.
///
/// The bound holds for every run of that future and for any start-up times, if the run has no pre-warm and
/// one request per instance, and each invocation takes an idle instance of its function or starts an instance
/// at once. The time counts from the beginning of the run, including the warm-up, to the end of its window.
/// If start-ups take no time, the policy `oracle` reaches the bound.
class KeepAliveBound {
 public:
  struct Point {
    std::uint64_t cold_starts = 0;
    sim::Int128 idle_ns = 0;
  };

  /// Computes the bound from `future`. Needs 8 bytes for each invocation. Idle time is counted until `end`.
  KeepAliveBound(const Future& future, Time end);

  /// The point with the least idle time / lambda + cold starts. Among equal points, the point with fewer cold
  /// starts is returned.
  [[nodiscard]] Point at(Duration lambda) const;
  /// The point with the fewest cold starts among those with at most that idle time.
  [[nodiscard]] Point within(sim::Int128 idle_ns) const;
  /// The point with the least idle time among those with at most that number of cold starts. If the number is
  /// below the smallest possible number, the smallest possible number applies.
  [[nodiscard]] Point with(std::uint64_t cold_starts) const;

  [[nodiscard]] std::uint64_t invocations() const { return invocations_; }

 private:
  void add(std::span<const Foreseen> invocations, Time end);

  std::uint64_t invocations_ = 0;
  std::vector<Duration> gaps_;  // in ascending order
};

/// Returns idle time + lambda * cold starts, in ns.
[[nodiscard]] inline sim::Int128 cost(const KeepAliveBound::Point& point, Duration lambda) {
  return point.idle_ns + static_cast<sim::Int128>(lambda.ns()) * static_cast<sim::Int128>(point.cold_starts);
}

}  // namespace curtain
