#pragma once
// A binary heap of pending events with the interface of sim/calendar.hpp. The heap is simple enough to be
// obviously correct, but two to ten times slower. Tests compare the calendar with this heap.
#include <cstddef>
#include <cstdint>
#include <queue>
#include <vector>

#include "sim/check.hpp"
#include "sim/event.hpp"

namespace sim {

/// The pending events, in the order of time, then rank, then push (by a sequence number). The contract is
/// that of Calendar.
class HeapQueue {
 public:
  void push(const Event& event) {
    SIM_CHECK(event.time >= now_);
    heap_.push(Entry{event, pushed_++});
  }

  bool pop_before(Time instant, Rank rank, Event& out) {
    if (heap_.empty() || !heap_.top().event.before(instant, rank)) {
      now_ = instant > now_ ? instant : now_;
      return false;
    }
    out = heap_.top().event;
    heap_.pop();
    now_ = out.time;
    return true;
  }

  [[nodiscard]] bool empty() const { return heap_.empty(); }
  [[nodiscard]] std::size_t size() const { return heap_.size(); }

 private:
  struct Entry {
    Event event;
    std::uint64_t sequence;
  };
  struct Later {
    bool operator()(const Entry& a, const Entry& b) const {
      return b.event.before(a.event) || (!a.event.before(b.event) && b.sequence < a.sequence);
    }
  };

  std::priority_queue<Entry, std::vector<Entry>, Later> heap_;
  std::uint64_t pushed_ = 0;
  Time now_{0};
};

}  // namespace sim
