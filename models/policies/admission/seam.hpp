#pragma once
// Admission: what the frontend does with an invocation before it reaches the scheduler.
#include <cstdint>
#include <optional>

#include "models/policies/policy.hpp"

namespace curtain {

/// `queue_tenant`: as `queue`, for a reason that holds for the whole tenant: the invocations of the tenant
/// that wait behind this one are not asked.
enum class Admission : std::uint8_t { admit, queue, throttle, queue_tenant };

/// What an admission policy can read. "In flight" counts admitted invocations that have not ended, without
/// this one.
struct AdmissionQuery {
  Time now;
  TenantId tenant;
  FunctionId function;
  std::uint32_t tenant_in_flight;
  std::uint32_t function_in_flight;
  std::uint32_t
      function_limit;  ///< the lower of the function's `concurrency_limit` and `reserved_concurrency`
  /// Scaling would have to start an instance: no instance has a free slot (with early binding, no starting
  /// instance has a spare slot either), and the function may have one more instance.
  bool new_instance;
  /// Concurrency of its account that is set aside for the function: its reserved concurrency, or else its
  /// provisioned concurrency at the moment. Zero for all functions unless the policy has an account().
  std::uint32_t set_aside = 0;
  bool is_reserved = false;            ///< set_aside is reserved concurrency: the function may have no more
  std::uint64_t tenant_set_aside = 0;  ///< for all functions of its tenant together
  std::uint64_t tenant_shared =
      0;  ///< part of tenant_in_flight that is beyond what is set aside for its function
};

/// The concurrency that all functions of an account share.
struct AccountConcurrency {
  std::uint32_t concurrency = kUnlimited;  ///< invocations in flight
  std::uint32_t unreserved = 0;            ///< part of it that must not be set aside for single functions
};

/// Limits that describe the whole policy as long as nothing is set aside for single functions: an invocation
/// is admitted if and only if its tenant has fewer than `tenant` and its function fewer than `function` in
/// flight, and fewer than the function's own limit.
struct AdmissionLimits {
  std::uint32_t tenant = kUnlimited;
  std::uint32_t function = kUnlimited;
};

class AdmissionPolicy : public Policy {
 public:
  /// Called for every invocation; and called again for queued invocations, in the order of the queueing
  /// policy, when an invocation of their tenant ends, until the first that need not wait. The answer is
  /// always carried out: an invocation for which the policy returns Admission::admit counts as admitted.
  [[nodiscard]] virtual Admission decide(const AdmissionQuery& query) = 0;
  /// Why the last decision was Admission::throttle: one of the reasons up to Rejection::unstated.
  [[nodiscard]] virtual Rejection reason() const { return Rejection::unstated; }
  /// If declared in Needs: the time, later than now, at which time alone may admit the invocation that
  /// decide() has just queued; its tenant's queue is then asked again. Time::never() means that only the end
  /// of an invocation may admit it. It is the time of the reason for which decide() refused, not of any other
  /// limit that the invocation meets: the invocations behind it may be within that other limit.
  [[nodiscard]] virtual Time again(const AdmissionQuery&) const { return Time::never(); }
  /// The account limit that reserved and provisioned concurrency are taken out of. Empty: the policy sets
  /// nothing aside, and a scenario that combines it with reserved concurrency is refused.
  [[nodiscard]] virtual std::optional<AccountConcurrency> account() const { return std::nullopt; }
  /// If the policy consists of limits only: the limits. The platform then does not call decide() below them.
  [[nodiscard]] virtual std::optional<AdmissionLimits> limits() const { return std::nullopt; }
};

}  // namespace curtain
