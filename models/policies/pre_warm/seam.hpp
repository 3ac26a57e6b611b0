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

/// Instances kept ready that do not belong to a function yet.
struct GenericPool {
  std::uint32_t count = 0;
  Mebibytes memory = 0;  ///< of each instance; serves functions of exactly this size
};

class PreWarmPolicy : public Policy {
 public:
  /// The least number of live instances of the function. Called when the function is deployed, and at every
  /// tick if the policy declares one. The platform starts what is missing then and whenever an instance of
  /// the function is lost, and protects that many instances from expiry and eviction.
  [[nodiscard]] virtual std::uint32_t floor(const PreWarmQuery& query) = 0;
  /// When to start an instance of a function that has just become idle: an execution has ended, nothing of
  /// the function is in flight, and a keep-alive of zero has not taken effect yet. Called if
  /// Needs::start_times is declared. At the returned time, which must not be before query.now, the platform
  /// starts one instance if none is live; an invocation admitted before then cancels the start. Empty: no
  /// start.
  [[nodiscard]] virtual std::optional<Time> start_at(const PreWarmQuery&) { return std::nullopt; }
  /// The pool of generic instances that the platform keeps, if any. Each has its sandbox and runtime started,
  /// and a start that takes one skips those stages. Needs VMs with isolation `shared`.
  [[nodiscard]] virtual std::optional<GenericPool> pool() const { return std::nullopt; }
  /// Called once, before the run, with the scenario's keep-alive policy, for two policies that work together.
  /// Throws std::invalid_argument if the two cannot be combined.
  virtual void work_with(KeepAlivePolicy&) {}
};

}  // namespace curtain
