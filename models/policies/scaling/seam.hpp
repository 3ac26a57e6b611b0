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
  std::uint32_t live;           ///< instances, starting ones included, retired ones (which drain) not
  std::uint32_t slots;          ///< requests that one instance takes at once
  std::uint32_t unclaimed = 0;  ///< of the starting ones, those that no attempt is bound to
};

/// `both`: the attempt waits in the function's queue, and an instance starts for whoever is first there when
/// it is ready. Where nothing is live, and so nothing to wait for, that is `start`.
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
  /// With Needs::concurrency the integral of `concurrency` over time up to now, in ns, modulo 2^64:
  /// differences tell means.
  std::uint64_t concurrency_ns;
};

class ScalingPolicy : public Policy {
 public:
  /// Asked when no live instance has a free slot and the function may have more instances. `wait` where
  /// nothing is live would wait for ever: the platform refuses it as a broken policy.
  [[nodiscard]] virtual Scale decide(const ScalingQuery& query) = 0;
  /// If decide() always gives the same answer: that answer.
  [[nodiscard]] virtual std::optional<Scale> constant() const { return std::nullopt; }
  /// After `both`: how long the attempt waits alone before the instance starts; it does not start if the
  /// attempt waits no more.
  [[nodiscard]] virtual Duration start_after(const ScalingQuery&) { return {}; }
  /// How many instances the function should have; nothing: the policy has no opinion. Asked for every
  /// function at every tick if the policy declares one. The platform starts what is missing, as far as there
  /// is room and the function may have it, and reclaims idle instances that are too many, the longest idle
  /// first; busy ones stay, and so does what pre-warm holds.
  [[nodiscard]] virtual std::optional<std::uint32_t> desired(const LoadView&) { return std::nullopt; }
};

}  // namespace curtain
