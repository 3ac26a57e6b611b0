#pragma once
// The data with which the warm path avoids calling policies.
#include <cstdint>
#include <optional>

#include "models/platform/blame.hpp"
#include "models/platform/core/rows.hpp"
#include "models/platform/policy_set.hpp"

namespace curtain {

/// The static answers of the routing and the keep-alive policy, and the reasons that keep all functions of
/// the run off the warm path.
class WarmPath {
 public:
  /// `asks`: policies are called even if they have static answers, and every attempt takes the general path.
  /// Throws PolicyError if the keep-alive policy keeps instances until a time in the past.
  WarmPath(const PolicySet& policies, bool asks)
      : takes_most_recent_(policies.routing->rule() == RoutingRule::most_recent) {
    const std::optional<Duration> constant = policies.keep_alive->constant();
    is_keep_constant_ = constant.has_value() && !asks;
    keep_ = constant.value_or(Duration{});
    if (keep_ < Duration{}) {
      blame(*policies.keep_alive, Time{0},
            fmt::format("keeps every instance for {} ns: until a time in the past", keep_.ns()));
    }
    const bool is_routing_asked = policies.routing->rule() == RoutingRule::asked;
    const bool is_admission_asked = !policies.admission->limits().has_value();
    mask_ |= asks ? special::forced : 0;
    mask_ |= is_routing_asked || is_admission_asked || !is_keep_constant_ ? special::asked_policy : 0;
  }

  /// Adds a reason, a bit of special::.
  void leave_because(std::uint32_t reason) { mask_ |= reason; }
  /// The bits that every function has.
  [[nodiscard]] std::uint32_t mask() const { return mask_; }

  /// True if the idle instance used last takes the next attempt, false if it is the one used first.
  [[nodiscard]] bool takes_most_recent() const { return takes_most_recent_; }
  /// The keep-alive of every idle instance, if it is constant; otherwise the policy is called.
  [[nodiscard]] bool is_keep_constant() const { return is_keep_constant_; }
  [[nodiscard]] Duration keep() const { return keep_; }

 private:
  std::uint32_t mask_ = 0;
  bool takes_most_recent_;
  bool is_keep_constant_ = false;
  Duration keep_{};
};

}  // namespace curtain
