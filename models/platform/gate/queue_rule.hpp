#pragma once
// The order of waiting attempts, as defined by the queueing policy.
#include <cstdint>
#include <stdexcept>

#include "models/platform/policy_set.hpp"

namespace curtain {

/// The order that the queueing policy declares, and the positions of attempts that wait.
class QueueRule {
 public:
  /// With `asks`, the policy is called for a key even if its order is static. Throws std::invalid_argument if
  /// the policy declares a need that only a keyed order supports.
  QueueRule(const ChosenPolicy<QueueingPolicy, QueueingNeeds>& policy, bool asks)
      : order_(asks ? QueueOrder::keyed : policy->order()) {
    if ((policy.needs().across_functions || policy.needs().on_leave) &&
        policy->order() != QueueOrder::keyed) {
      throw std::invalid_argument("queueing: across_functions and on_leave need a keyed order");
    }
  }
  [[nodiscard]] QueueOrder order() const { return order_; }
  [[nodiscard]] bool is_keyed() const { return order_ == QueueOrder::keyed; }
  /// Returns the position of the next attempt that waits in any queue. The position increases with every
  /// call.
  std::uint64_t next_position() { return position_++; }
  /// Returns a rank that orders attempts with equal keys in the same way as the queues.
  [[nodiscard]] std::uint64_t rank(std::uint64_t position) const {
    return order_ == QueueOrder::last_in_first_out ? ~position : position;
  }

 private:
  QueueOrder order_;
  std::uint64_t position_ = 0;
};

}  // namespace curtain
