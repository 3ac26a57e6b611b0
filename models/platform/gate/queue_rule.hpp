#pragma once
// The order of those who wait, as the queueing policy has it.
#include <cstdint>
#include <stdexcept>

#include "models/platform/policy_set.hpp"

namespace curtain {

class QueueRule {
 public:
  /// `asks`: the policy is asked for a key even where its order is plain. Throws std::invalid_argument if it
  /// declares something that only a keyed order can have.
  QueueRule(const ChosenPolicy<QueueingPolicy>& policy, bool asks)
      : order_(asks ? QueueOrder::keyed : policy->order()) {
    if ((policy.needs().across_functions || policy.needs().on_leave) &&
        policy->order() != QueueOrder::keyed) {
      throw std::invalid_argument("queueing: across_functions and on_leave need a keyed order");
    }
  }
  [[nodiscard]] QueueOrder order() const { return order_; }
  [[nodiscard]] bool is_keyed() const { return order_ == QueueOrder::keyed; }
  /// Of one more who waits, in whatever queue: it grows with each.
  std::uint64_t next_position() { return position_++; }
  /// Orders those of equal keys as the queues do.
  [[nodiscard]] std::uint64_t rank(std::uint64_t position) const {
    return order_ == QueueOrder::last_in_first_out ? ~position : position;
  }

 private:
  QueueOrder order_;
  std::uint64_t position_ = 0;
};

}  // namespace curtain
