#pragma once
// Pre-warm: instances started before an attempt asks for them.
#include <cstdint>
#include <optional>

#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/policy.hpp"

namespace curtain {

struct PreWarmQuery {
  Time now;
  FunctionId function;
  std::uint32_t provisioned;  ///< the function's own `provisioned` figure, if Needs::provisioned is declared
  std::uint32_t live;         ///< its live instances, starting ones included
  std::uint32_t in_flight = 0;  ///< its invocations that are admitted and have not ended
};

/// Instances kept ready that belong to no function yet.
struct GenericPool {
  std::uint32_t count = 0;
  Mebibytes memory = 0;  ///< of each; serves functions of exactly this size
};

class PreWarmPolicy : public Policy {
 public:
  /// How many instances of the function should be live at least. Asked when the function is deployed and at
  /// every tick if the policy declares one. The platform starts what is missing then and whenever an instance
  /// of the function is lost, and keeps that many from expiring and from eviction.
  [[nodiscard]] virtual std::uint32_t floor(const PreWarmQuery& query) = 0;
  /// When to start an instance of a function that has just fallen idle: an execution has ended, what ends a
  /// keep-alive of no time has not happened yet, and nothing of the function is in flight. Asked if
  /// Needs::start_times is declared. At that time, which is not before query.now, the platform starts one
  /// instance if none is live; an invocation admitted before then cancels it. Nothing: no start.
  [[nodiscard]] virtual std::optional<Time> start_at(const PreWarmQuery&) { return std::nullopt; }
  /// The pool of generic instances that the platform keeps, if any: each has its sandbox and its runtime up,
  /// and a start that takes one skips those stages. Needs VMs whose isolation is `shared`.
  [[nodiscard]] virtual std::optional<GenericPool> pool() const { return std::nullopt; }
  /// Told once, before the run, which keep-alive policy it runs beside, for two that decide together. Throws
  /// std::invalid_argument if they do not go together.
  virtual void work_with(KeepAlivePolicy&) {}
};

}  // namespace curtain
