#pragma once
// Scaling: whether an attempt that finds no free slot starts an instance or waits for one, and how many
// instances a function should have.
#include <cstdint>
#include <optional>

#include "models/policies/policy.hpp"

namespace curtain {

struct ScalingQuery {
  Time now;
  FunctionId function;
  std::uint32_t waiting;        ///< attempts in the function's queue, this one excluded
  std::uint32_t starting;       ///< instances provisioning or initialising
  std::uint32_t live;           ///< instances, starting ones included, retired (draining) ones excluded
  std::uint32_t slots;          ///< requests that one instance takes at once
  std::uint32_t unclaimed = 0;  ///< part of `starting` that no attempt is bound to
};

/// `both`: the attempt waits in the function's queue, and an instance starts; when it is ready it takes the
/// first attempt in the queue. If no instance is live, there is nothing to wait for, and `both` means
/// `start`.
enum class Scale : std::uint8_t { start, wait, both };

/// A function at a tick of the policy.
struct LoadView {
  Time now;
  FunctionId function;
  std::uint32_t live;         ///< instances, starting ones included
  std::uint32_t starting;     ///< instances provisioning or initialising
  std::uint32_t serving;      ///< instances that are up and take attempts
  std::uint32_t slots;        ///< requests that one instance takes at once
  std::uint32_t concurrency;  ///< invocations admitted that have not ended, waiting ones included
  /// With Needs::concurrency: the integral of `concurrency` over time up to now, in ns, modulo 2^64; a mean
  /// is the difference of two values divided by the time between them.
  std::uint64_t concurrency_ns;
};

class ScalingPolicy : public Policy {
 public:
  /// Called when no live instance has a free slot and the function may have more instances. `wait` with no
  /// live instance would wait forever: the platform reports it as a defect of the policy.
  [[nodiscard]] virtual Scale decide(const ScalingQuery& query) = 0;
  /// The answer of decide(), if it is always the same.
  [[nodiscard]] virtual std::optional<Scale> constant() const { return std::nullopt; }
  /// After `both`: how long the attempt waits before the instance starts; the instance does not start if the
  /// attempt has stopped waiting by then.
  [[nodiscard]] virtual Duration start_after(const ScalingQuery&) { return {}; }
  /// How many instances the function should have; empty: the policy does not decide that. Called for every
  /// function at every tick if the policy declares one. The platform starts the missing instances, as far as
  /// there is room and the function's limit allows, and reclaims surplus idle instances, the longest idle
  /// first; busy instances stay, and so does what pre-warm holds.
  [[nodiscard]] virtual std::optional<std::uint32_t> desired(const LoadView&) { return std::nullopt; }
};

}  // namespace curtain
