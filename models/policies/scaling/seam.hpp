#pragma once
// Scaling, which decides whether an attempt that finds no free slot starts an instance or waits, and how many
// instances a function should have.
#include <cstdint>
#include <optional>

#include "models/policies/policy.hpp"

namespace curtain {

struct ScalingQuery {
  Time now;
  FunctionId function;
  std::uint32_t waiting;   ///< number of other attempts in the function's queue
  std::uint32_t starting;  ///< number of instances that are provisioning or initialising
  std::uint32_t
      live;  ///< number of instances, including starting instances, without retired (draining) instances
  std::uint32_t slots;          ///< number of requests that one instance serves at the same time
  std::uint32_t unclaimed = 0;  ///< number of `starting` instances without a bound attempt
};

/// The decision. With `both`, the attempt waits in the function's queue, and an instance starts; when the
/// instance is ready, it takes the first attempt in the queue. If no instance is live, there is nothing to
/// wait for, and `both` means `start`.
enum class Scale : std::uint8_t { start, wait, both };

/// The load of a function, which the policy reads at its tick.
struct LoadView {
  Time now;
  FunctionId function;
  std::uint32_t live;      ///< number of instances, including starting instances
  std::uint32_t starting;  ///< number of instances that are provisioning or initialising
  std::uint32_t serving;   ///< number of ready instances that take attempts
  std::uint32_t slots;     ///< number of requests that one instance serves at the same time
  std::uint32_t
      concurrency;  ///< number of admitted invocations that have not ended, including waiting invocations
  /// The integral of `concurrency` over time up to now, in ns modulo 2^64; requires Needs::concurrency. A
  /// mean is the difference of two values divided by the time between their measurements.
  std::uint64_t concurrency_ns;
};

class ScalingPolicy : public Policy {
 public:
  /// Called when no live instance has a free slot and the function may have more instances. With no live
  /// instance, `wait` would wait forever; the platform reports it as a defect of the policy.
  [[nodiscard]] virtual Scale decide(const ScalingQuery& query) = 0;
  /// Returns the answer of decide() if it is always the same.
  [[nodiscard]] virtual std::optional<Scale> constant() const { return std::nullopt; }
  /// Called after `both`. Returns how long the attempt waits before the instance starts. The instance does
  /// not start if the attempt has stopped waiting before that time.
  [[nodiscard]] virtual Duration start_after(const ScalingQuery&) { return {}; }
  /// Returns the number of instances that the function should have, or an empty value if the policy does not
  /// set the number of instances. Called for every function at every tick if the policy declares a tick. The
  /// platform starts missing instances, as far as free memory and the function's limit allow, and reclaims
  /// surplus idle instances, longest idle first. Busy instances and instances that pre-warm holds are not
  /// reclaimed.
  [[nodiscard]] virtual std::optional<std::uint32_t> desired(const LoadView&) { return std::nullopt; }
};

}  // namespace curtain
