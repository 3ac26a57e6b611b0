#pragma once
// Admission: what the frontend does with an invocation before the scheduler sees it.
#include <cstdint>
#include <optional>

#include "models/policies/policy.hpp"

namespace curtain {

/// `queue_tenant`: as queue, for a reason that holds for all of its tenant: those behind it are not asked.
enum class Admission : std::uint8_t { admit, queue, throttle, queue_tenant };

/// What admission may look at. "In flight" counts admitted invocations that have not ended, this one
/// excluded.
struct AdmissionQuery {
  Time now;
  TenantId tenant;
  FunctionId function;
  std::uint32_t tenant_in_flight;
  std::uint32_t function_in_flight;
  std::uint32_t function_limit;  ///< the function's own `concurrency_limit` (reserved concurrency)
  /// It would be for scaling to start one: no instance has a slot for it (bound early, nor one that starts
  /// has one to spare), and the function may have one more.
  bool new_instance;
};

/// Limits that say all of a policy: an invocation is admitted if and only if its tenant has fewer than
/// `tenant` and its function fewer than `function` in flight, and fewer than the function's own limit.
struct AdmissionLimits {
  std::uint32_t tenant = kUnlimited;
  std::uint32_t function = kUnlimited;
};

class AdmissionPolicy : public Policy {
 public:
  /// Asked for every invocation, and again, in the order of the queueing policy, for queued ones when an
  /// invocation of their tenant ends; the first of them that need not go on waiting goes. What it says is
  /// done: an invocation that it admits has been admitted, so that it may count them.
  [[nodiscard]] virtual Admission decide(const AdmissionQuery& query) = 0;
  /// Why the last decision was Admission::throttle: one of the reasons up to Rejection::unstated.
  [[nodiscard]] virtual Rejection reason() const { return Rejection::unstated; }
  /// If declared in Needs: when time alone may let in what decide() has just queued, later than now; its
  /// tenant's queue is then asked for again. Time::never(): only an invocation's end may.
  [[nodiscard]] virtual Time again(const AdmissionQuery&) const { return Time::never(); }
  /// If the policy is nothing but limits, they; the platform then does not ask below them.
  [[nodiscard]] virtual std::optional<AdmissionLimits> limits() const { return std::nullopt; }
};

}  // namespace curtain
