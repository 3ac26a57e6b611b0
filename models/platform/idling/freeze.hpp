#pragma once
// Frozen instances. The platform freezes an instance that has been idle for some time, and thaws the instance
// for its next attempt. AWS Lambda freezes an environment between calls, and OpenWhisk pauses a container.
#include "models/platform/core/rows.hpp"
#include "models/platform/parameters.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// The rule by which idle instances are frozen. An instance keeps its memory while it is frozen.
class Freeze {
 public:
  /// `draws` is the family of the times to thaw an instance.
  Freeze(const FreezeParameters& parameters, sim::DrawKey draws)
      : after_(parameters.after), thaw_(parameters.thaw), draws_(draws) {}

  /// Whether any instance is ever frozen.
  [[nodiscard]] bool is_on() const { return !after_.is_infinite(); }
  /// Whether an instance that has been idle since `idle_since` is frozen now. An instance that gets its next
  /// attempt at the instant of its last answer is never frozen.
  [[nodiscard]] bool is_frozen(Time idle_since, Time now) const;
  /// The time to thaw an instance for the attempt, which addresses the draw.
  [[nodiscard]] Duration thaw(const Cause& attempt) const;

 private:
  Duration after_;
  sim::Distribution thaw_;
  sim::DrawKey draws_;
};

}  // namespace curtain
