#pragma once
// The data that allow the warm path to avoid calls of policies.
#include <cstdint>
#include <optional>

#include "models/platform/blame.hpp"
#include "models/platform/core/rows.hpp"
#include "models/platform/policy_set.hpp"

namespace curtain {

/// The static answers of the routing and the keep-alive policy, and the reasons why no function of the run
/// may take the warm path.
class WarmPath {
 public:
  /// If `asks` is true, policies are called even if they have static answers, and every attempt takes the
  /// general path. Throws PolicyError if the keep-alive policy keeps instances until a time in the past.
  WarmPath(const PolicySet& policies, bool asks)
      : takes_most_recent_(policies.routing->rule() == RoutingRule::most_recent) {
    const std::optional<Duration> constant = policies.keep_alive->constant();
    is_keep_constant_ = constant.has_value() && !asks;
    keep_ = constant.value_or(Duration{});
    if (keep_ < Duration{}) {
      blame(*policies.keep_alive, Time{0},
            fmt::format("keeps every instance for {} ns, that is until a time in the past", keep_.ns()));
    }
    const bool is_routing_asked = policies.routing->rule() == RoutingRule::asked;
    const bool is_admission_asked = !policies.admission->limits().has_value();
    mask_ |= asks ? special::forced : 0;
    mask_ |= is_routing_asked || is_admission_asked || !is_keep_constant_ ? special::asked_policy : 0;
  }

  /// Adds a reason to leave the warm path, which is a bit of special::.
  void leave_because(std::uint32_t reason) { mask_ |= reason; }
  /// The bits of special:: that every function has.
  [[nodiscard]] std::uint32_t mask() const { return mask_; }

  /// True if the most recently used idle instance takes the next attempt, false if the least recently used
  /// instance takes it.
  [[nodiscard]] bool takes_most_recent() const { return takes_most_recent_; }
  /// Whether every idle instance has the same constant keep-alive. If the keep-alive is not constant, the
  /// policy is called.
  [[nodiscard]] bool is_keep_constant() const { return is_keep_constant_; }
  [[nodiscard]] Duration keep() const { return keep_; }

 private:
  std::uint32_t mask_ = 0;
  bool takes_most_recent_;
  bool is_keep_constant_ = false;
  Duration keep_{};
};

}  // namespace curtain
