#pragma once
// Scaling: whether an attempt that finds no free slot starts an instance or waits for one.
#include <cstdint>

#include "models/policies/policy.hpp"

namespace curtain {

struct ScalingQuery {
  Time now;
  FunctionId function;
  std::uint32_t waiting;   ///< attempts in the function's queue, this one excluded
  std::uint32_t starting;  ///< instances provisioning or initialising
  std::uint32_t live;      ///< instances, starting ones included
  std::uint32_t slots;     ///< requests that one instance takes at once
};

enum class Scale : std::uint8_t { start, wait };

class ScalingPolicy : public Policy {
 public:
  /// Asked when no live instance has a free slot and the function may have more instances. `wait` where
  /// nothing is live would wait for ever: the platform refuses it as a broken policy.
  [[nodiscard]] virtual Scale decide(const ScalingQuery& query) = 0;
};

}  // namespace curtain
