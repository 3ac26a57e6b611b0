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
  std::uint32_t
      function_limit;  ///< of the function's `concurrency_limit` and `reserved_concurrency` the lower
  /// It would be for scaling to start one: no instance has a slot for it (bound early, nor one that starts
  /// has one to spare), and the function may have one more.
  bool new_instance;
  /// Of its account's concurrency, what is set aside for the function: what it reserves, or else what is
  /// provisioned for it now. Zero for all functions unless the policy has an account().
  std::uint32_t set_aside = 0;
  bool is_reserved = false;            ///< set_aside is what it reserves: it may have no more
  std::uint64_t tenant_set_aside = 0;  ///< for all functions of its tenant together
  std::uint64_t tenant_shared =
      0;  ///< of tenant_in_flight, what is beyond what is set aside for its function
};

/// The concurrency that an account has for all its functions.
struct AccountConcurrency {
  std::uint32_t concurrency = kUnlimited;  ///< invocations in flight
  std::uint32_t unreserved = 0;            ///< of these, how many may not be set aside for single functions
};

/// Limits that say all of a policy where nothing is set aside for single functions: an invocation is admitted
/// if and only if its tenant has fewer than `tenant` and its function fewer than `function` in flight, and
/// fewer than the function's own limit.
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
  /// tenant's queue is then asked for again. Time::never(): only an invocation's end may. It is the time of
  /// the reason for which decide() refused, and not of anything else that the invocation lacks: of that those
  /// behind it may have enough.
  [[nodiscard]] virtual Time again(const AdmissionQuery&) const { return Time::never(); }
  /// The limit of an account that reserved and provisioned concurrency are taken out of. Nothing: the policy
  /// sets nothing aside, and reserved concurrency is refused beside it.
  [[nodiscard]] virtual std::optional<AccountConcurrency> account() const { return std::nullopt; }
  /// If the policy is nothing but limits, they; the platform then does not ask below them.
  [[nodiscard]] virtual std::optional<AdmissionLimits> limits() const { return std::nullopt; }
};

}  // namespace curtain
