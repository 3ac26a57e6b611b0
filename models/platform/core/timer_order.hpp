#pragma once
// The timers of one instant, in an order that does not depend on when they were armed.
#include <algorithm>
#include <cstdint>
#include <tuple>
#include <vector>

#include "sim/event.hpp"

namespace curtain {

/// The timers of the current instant that still have to be handled. They are ordered by kind, and within a
/// kind by the creation number of their subject. So a timer that is armed again lazily does not change its
/// place. Timers of the same subject are in the order of arming.
class TimerOrder {
 public:
  [[nodiscard]] bool empty() const { return turns_.empty(); }
  [[nodiscard]] std::size_t size() const { return turns_.size(); }
  /// The earliest of all timers; there must be one.
  [[nodiscard]] sim::Time instant() const { return turns_.front().event.time; }

  /// `number` increases with every new instance, VM, invocation or group of its kind; for other subjects it
  /// is the subject itself.
  void add(const sim::Event& event, std::uint64_t number) {
    turns_.push_back({event.kind(), number, added_++, event});
    std::push_heap(turns_.begin(), turns_.end(), is_later);
  }

  /// The first timer, which must exist.
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

  std::vector<Turn> turns_;  // a heap, the first on top
  std::uint64_t added_ = 0;
};

}  // namespace curtain
