#pragma once
// The order in which functions that wait for room try again, if the queueing policy's order also applies
// between functions.
#include <algorithm>
#include <functional>
#include <vector>

#include "models/platform/core/part.hpp"
#include "models/platform/scheduling/attempts.hpp"
#include "models/platform/scheduling/room_queue.hpp"

namespace curtain {

/// The turns of functions whose attempts wait for room, in the order of the queueing policy.
template <class Core>
class Turns : public Part<Core, Turns<Core>> {
 public:
  /// Whether a free instance must not serve its function's queue because another function that waits for room
  /// has an earlier turn.
  [[nodiscard]] bool yields(std::uint32_t instance) const;
  /// Called when new room may exist. Attempts of all functions that wait for room try again one by one, in
  /// the order of the queueing policy. An attempt that finds no room does not block the attempts behind it.
  void pump_turns(Time now);

 private:
  using P = Part<Core, Turns<Core>>;
  using P::core;
  using P::rows;
};

template <class Core>
bool Turns<Core>::yields(std::uint32_t id) const {
  const std::uint32_t function = rows().instances[id].function;
  if (!core().idle_set().evicts() || rows().instances[id].in_flight > 0 ||
      rows().rest[function].queue.empty()) {
    return false;
  }
  const auto [key, position] = rows().rest[function].queue.place();
  return core().room().anyone_before({key, position, function});
}

template <class Core>
void Turns<Core>::pump_turns(Time now) {
  std::vector<RoomQueue::Turn> turns;  // a heap with the next turn in front
  const auto add = [&](std::uint32_t function) {
    if (!rows().rest[function].queue.empty()) {
      turns.push_back(core().room().turn_of(function));
      std::push_heap(turns.begin(), turns.end(), std::greater<>{});
    }
  };
  for (const std::uint32_t function : core().room().take_all()) {
    add(function);
  }
  while (!turns.empty()) {
    std::pop_heap(turns.begin(), turns.end(), std::greater<>{});
    const std::uint32_t function = turns.back().function;
    turns.pop_back();
    if (rows().functions[function].front != kNone) {
      core().take_one(rows().functions[function].front,
                      now);  // true if no other function took the instance that this function gave up
      add(function);
    } else if (core().feed_one(function, now) == Fed::one) {
      add(function);
    }
  }
}

}  // namespace curtain
