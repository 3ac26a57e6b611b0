#pragma once
// What no keep-alive can go below, whatever it knows.
#include <cstdint>
#include <vector>

#include "models/policies/future.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// Cold starts against instance time that is not spent running anything (starting and idle, over all
/// functions): the best trade-off there is. It is made of the gaps of the bracket matching of ends and
/// starts, each of which is either idled through or costs a cold start; why that is the best:
/// models/policies/keep_alive/oracle.cpp.
///
/// It bounds every run of that future in which each invocation takes an idle instance of its function or
/// starts one of its own at once, without pre-warm and with one request an instance, however long start-ups
/// take; counted from the beginning of the run to the end of its window, warm-up or not. Where start-ups take
/// no time, the policy `oracle` is on it.
class KeepAliveBound {
 public:
  struct Point {
    std::uint64_t cold_starts = 0;
    sim::Int128 idle_ns = 0;
  };

  /// Takes 8 bytes for each invocation. Idleness is counted until `end`.
  KeepAliveBound(const Future& future, Time end);

  /// Where idle time / lambda + cold starts is least; of equals the one with fewer cold starts.
  [[nodiscard]] Point at(Duration lambda) const;
  /// The fewest cold starts with no more idle time than that.
  [[nodiscard]] Point within(sim::Int128 idle_ns) const;
  /// The least idle time with no more cold starts than that; with the fewest there can be, if that is more.
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
