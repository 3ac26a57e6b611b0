#pragma once
// Keep-alive: how long an idle instance is kept, and which goes first when room is needed.
#include <cstdint>
#include <optional>

#include "models/policies/policy.hpp"

namespace curtain {

/// An instance that has just become idle (its last attempt ended, or it became ready and nothing waited for
/// it).
struct IdleInstanceView {
  Time now;
  InstanceId instance;
  FunctionId function;
  VmId vm;
  Mebibytes memory;
  Time created;
  std::uint32_t uses;  ///< attempts it has served
  std::uint32_t live;  ///< live instances of its function
  Duration start_up;   ///< what its own cold start took
};

class KeepAlivePolicy : public Policy {
 public:
  /// How long to keep it if no attempt comes: it is gone at now + this. Infinite: until evicted.
  [[nodiscard]] virtual Duration keep_for(const IdleInstanceView& instance) = 0;
  /// If keep_for() is the same for every instance at all times.
  [[nodiscard]] virtual std::optional<Duration> constant() const { return std::nullopt; }
  /// Under pressure the idle instance with the lowest value goes first, the longest idle of equals. The
  /// default makes that the least recently used one.
  [[nodiscard]] virtual double eviction_value(const IdleInstanceView& instance) {
    return static_cast<double>(instance.now.ns());
  }
};

}  // namespace curtain
