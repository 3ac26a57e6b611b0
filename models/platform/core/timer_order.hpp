#pragma once
// The timers of one instant, in an order that does not depend on when the timers were armed.
#include <algorithm>
#include <cstdint>
#include <tuple>
#include <vector>

#include "sim/event.hpp"

namespace curtain {

/// The timers of the current instant that are not yet handled. Timers are ordered by kind, and within a kind
/// by the creation number of their subject. A timer that is armed again lazily therefore keeps its position.
/// Timers of the same subject are in the order of arming.
class TimerOrder {
 public:
  [[nodiscard]] bool empty() const { return turns_.empty(); }
  [[nodiscard]] std::size_t size() const { return turns_.size(); }
  /// The instant of the timers. There must be at least one timer.
  [[nodiscard]] sim::Time instant() const { return turns_.front().event.time; }

  /// Adds a timer. `number` increases with every new instance, VM, invocation or group of its kind; for any
  /// other subject, `number` is the subject itself.
  void add(const sim::Event& event, std::uint64_t number) {
    turns_.push_back({event.kind(), number, added_++, event});
    std::push_heap(turns_.begin(), turns_.end(), is_later);
  }

  /// Removes and returns the first timer. There must be at least one timer.
  sim::Event take() {
    std::pop_heap(turns_.begin(), turns_.end(), is_later);
    const sim::Event event = turns_.back().event;
    turns_.pop_back();
    return event;
  }

 private:
  struct Turn {
    std::uint8_t kind = 0;
    std::uint64_t number = 0;
    std::uint64_t position = 0;
    sim::Event event;
  };
  static bool is_later(const Turn& a, const Turn& b) {
    return std::tie(a.kind, a.number, a.position) > std::tie(b.kind, b.number, b.position);
  }

  std::vector<Turn> turns_;  // a heap with the first timer on top
  std::uint64_t added_ = 0;
};

}  // namespace curtain
