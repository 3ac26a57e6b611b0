#pragma once
// Pre-warm, which starts instances before an attempt needs them.
#include <cstdint>
#include <optional>
#include <span>

#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/policy.hpp"

namespace curtain {

struct ProvisionedLevel;

struct PreWarmQuery {
  Time now;
  FunctionId function;
  std::uint32_t provisioned;    ///< the function's `provisioned`, if Needs::provisioned is declared
  std::uint32_t live;           ///< number of the function's live instances, including starting instances
  std::uint32_t in_flight = 0;  ///< number of the function's invocations that are admitted and have not ended
  /// The function's `provisioned_max`, if Needs::provisioned_use is declared.
  std::uint32_t provisioned_max = 0;
  /// The integral over time, up to now, of the number of executions on provisioned concurrency, in ns modulo
  /// 2^64, if Needs::provisioned_use is declared.
  std::uint64_t provisioned_busy_ns = 0;
  /// The function's `provisioned_schedule`, if Needs::provisioned_schedule is declared.
  std::span<const ProvisionedLevel> schedule = {};
};

/// Instances that are kept ready and have no function yet.
struct GenericPool {
  std::uint32_t count = 0;
  Mebibytes memory = 0;  ///< memory of each instance, which serves functions of exactly this size
};

class PreWarmPolicy : public Policy {
 public:
  /// Returns the minimum number of live instances of the function. Called when the function is deployed, and
  /// at every tick if the policy declares a tick. The platform starts missing instances at these times, and
  /// whenever an instance of the function is lost. The platform protects that number of instances from expiry
  /// and eviction.
  [[nodiscard]] virtual std::uint32_t floor(const PreWarmQuery& query) = 0;
  /// Returns the time to start an instance of a function that has just become idle. An execution has ended,
  /// no invocation of the function is in flight, and a keep-alive of zero has not taken effect yet. Called if
  /// Needs::start_times is declared. At the returned time, which must not be before query.now, the platform
  /// starts one instance if no instance is live. An invocation that is admitted before that time cancels the
  /// start. An empty value means no start.
  [[nodiscard]] virtual std::optional<Time> start_at(const PreWarmQuery&) { return std::nullopt; }
  /// Returns the pool of generic instances that the platform keeps, if there is one. The sandbox and the
  /// runtime of each generic instance are started, and a start that takes a generic instance skips those
  /// stages. Requires VMs with isolation `shared`.
  [[nodiscard]] virtual std::optional<GenericPool> pool() const { return std::nullopt; }
  /// Called once, before the run, with the scenario's keep-alive policy, for two policies that work together.
  /// Throws std::invalid_argument if the two cannot be combined.
  virtual void work_with(KeepAlivePolicy&) {}
};

}  // namespace curtain
