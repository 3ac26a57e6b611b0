#pragma once
// Room among functions, where the queueing policy's order holds among them, too: turn by turn.
#include <algorithm>
#include <functional>
#include <vector>

#include "models/platform/cell/engine.hpp"

namespace curtain {

/// Whether an instance that has come free does not go on with its function's queue, as another function that
/// waits for room is first.
template <class Queue, bool observed>
bool Engine<Queue, observed>::yields(std::uint32_t id) const {
  const std::uint32_t function = rows_.instances[id].function;
  if (!idle_.evicts() || rows_.instances[id].in_flight > 0 || rows_.rest[function].queue.empty()) {
    return false;
  }
  const auto [key, position] = rows_.rest[function].queue.place();
  return room_.anyone_before({key, position, function});
}

/// Room may have come free: attempts of all functions that wait for it try again, one after another in the
/// order of the queueing policy. One that finds no room lets those behind it try.
template <class Queue, bool observed>
void Engine<Queue, observed>::pump_turns(Time now) {
  std::vector<RoomQueue::Turn> turns;  // a heap, the next one in front
  const auto add = [&](std::uint32_t function) {
    if (!rows_.rest[function].queue.empty()) {
      turns.push_back(room_.turn_of(function));
      std::push_heap(turns.begin(), turns.end(), std::greater<>{});
    }
  };
  for (const std::uint32_t function : room_.take_all()) {
    add(function);
  }
  while (!turns.empty()) {
    std::pop_heap(turns.begin(), turns.end(), std::greater<>{});
    const std::uint32_t function = turns.back().function;
    turns.pop_back();
    if (rows_.functions[function].front != kNone) {
      take_one(rows_.functions[function].front,
               now);  // it yielded its instance, which no other function took
      add(function);
    } else if (feed_one(function, now) == Fed::one) {
      add(function);
    }
  }
}

}  // namespace curtain
