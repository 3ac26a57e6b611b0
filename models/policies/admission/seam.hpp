#pragma once
// Admission, which decides in the frontend what happens to an invocation before it reaches the scheduler.
#include <cstdint>
#include <optional>

#include "models/policies/policy.hpp"

namespace curtain {

/// The decision. `queue_tenant` queues the invocation for a reason that holds for the whole tenant, so the
/// policy is not called for the tenant's invocations that wait behind this invocation.
enum class Admission : std::uint8_t { admit, queue, throttle, queue_tenant };

/// The data that an admission policy can read. "In flight" counts admitted invocations that have not ended,
/// without this invocation.
struct AdmissionQuery {
  Time now;
  TenantId tenant;
  FunctionId function;
  std::uint32_t tenant_in_flight;
  std::uint32_t function_in_flight;
  std::uint32_t
      function_limit;  ///< the lower of the function's `concurrency_limit` and `reserved_concurrency`
  /// Whether the scaling policy would have to start an instance, because no instance has a free slot and the
  /// function may have one more instance. With early binding, a spare slot of a starting instance counts as a
  /// free slot.
  bool new_instance;
  /// Concurrency of the account that is set aside for the function, which is its reserved concurrency or
  /// otherwise its current provisioned concurrency. Zero for all functions unless the policy has an
  /// account().
  std::uint32_t set_aside = 0;
  bool is_reserved = false;  ///< set_aside is reserved concurrency, which the function must not exceed
  std::uint64_t tenant_set_aside = 0;  ///< concurrency set aside for all functions of the tenant together
  std::uint64_t tenant_shared =
      0;  ///< part of tenant_in_flight that exceeds the concurrency set aside for its function
};

/// The concurrency that all functions of an account share.
struct AccountConcurrency {
  std::uint32_t concurrency = kUnlimited;  ///< maximum number of invocations in flight
  std::uint32_t unreserved = 0;  ///< part of `concurrency` that must not be set aside for single functions
};

/// The limits of a policy that consists only of limits. They are complete if no concurrency is set aside for
/// single functions. An invocation is admitted if and only if its tenant has fewer than `tenant` and its
/// function fewer than `function` invocations in flight, and also fewer than the function's own limit.
struct AdmissionLimits {
  std::uint32_t tenant = kUnlimited;
  std::uint32_t function = kUnlimited;
};

class AdmissionPolicy : public Policy {
 public:
  /// Called for every invocation. When an invocation of a tenant ends, decide() is also called for the
  /// tenant's queued invocations, in the order of the queueing policy. The answer is always carried out: an
  /// invocation for which the policy returns Admission::admit counts as admitted.
  [[nodiscard]] virtual Admission decide(const AdmissionQuery& query) = 0;
  /// The reason why the last decision was Admission::throttle. It must be a value up to Rejection::unstated.
  [[nodiscard]] virtual Rejection reason() const { return Rejection::unstated; }
  /// Called if the policy declares Needs::asked_again. Returns the time, later than now, at which the passing
  /// of time alone may admit the invocation that decide() has just queued. The platform then calls decide()
  /// for the tenant's queue again. Time::never() means that only the end of an invocation may admit this
  /// invocation. The time must refer to the limit for which decide() refused, because invocations behind this
  /// invocation may be within the other limits.
  [[nodiscard]] virtual Time again(const AdmissionQuery&) const { return Time::never(); }
  /// The account limit from which reserved and provisioned concurrency are taken. An empty value means that
  /// the policy sets nothing aside; a scenario that combines such a policy with reserved concurrency is
  /// rejected.
  [[nodiscard]] virtual std::optional<AccountConcurrency> account() const { return std::nullopt; }
  /// The limits, if the policy consists only of limits. Below the limits, the platform does not call
  /// decide().
  [[nodiscard]] virtual std::optional<AdmissionLimits> limits() const { return std::nullopt; }
};

}  // namespace curtain
