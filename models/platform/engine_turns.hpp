#pragma once
// Room among functions, where the queueing policy's order holds among them, too: turn by turn.
#include <algorithm>
#include <compare>
#include <functional>
#include <utility>
#include <vector>

#include "models/platform/engine.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// When a function's next attempt goes.
template <class Queue, bool observed>
struct Engine<Queue, observed>::Turn {
  std::int64_t key = 0;
  std::uint64_t position = 0;
  std::uint32_t function = 0;
  auto operator<=>(const Turn&) const = default;
};

/// The function's queue must not be empty. Those for whom an instance starts that nobody is bound to have had
/// their turn; an instance that is there takes the head.
template <class Queue, bool observed>
auto Engine<Queue, observed>::turn_of(std::uint32_t function) const -> Turn {
  const FunctionRest& rest = rows_.rest[function];
  const std::uint32_t coming = rows_.functions[function].front == kNone ? rest.starting - rest.claimed : 0;
  const auto [key, position] = rest.queue.place(std::min(coming, rest.queue.size() - 1));
  return {key, position, function};
}

/// Whether an instance that has come free does not go on with its function's queue, as another function that
/// waits for room is first.
template <class Queue, bool observed>
bool Engine<Queue, observed>::yields(std::uint32_t id) const {
  const std::uint32_t function = rows_.instances[id].function;
  if (!across_ || !evicts_ || rows_.instances[id].in_flight > 0 || rows_.rest[function].queue.empty()) {
    return false;
  }
  const auto [key, position] = rows_.rest[function].queue.place();
  const Turn own{key, position, function};
  return std::any_of(starved_.begin(), starved_.end(), [&](std::uint32_t other) {
    return !rows_.rest[other].queue.empty() &&
           CURTAIN_MUTANT(yields_to_the_less_urgent, turn_of(other) < own, own < turn_of(other));
  });
}

/// Room may have come free: attempts of all functions that wait for it try again, one after another in the
/// order of the queueing policy. One that finds no room lets those behind it try.
template <class Queue, bool observed>
void Engine<Queue, observed>::pump_turns(Time now) {
  std::vector<std::uint32_t> waiting;
  waiting.swap(starved_);
  std::vector<Turn> turns;  // a heap, the next one in front
  const auto add = [&](std::uint32_t function) {
    if (!rows_.rest[function].queue.empty()) {
      turns.push_back(turn_of(function));
      std::push_heap(turns.begin(), turns.end(), std::greater<>{});
    }
  };
  for (const std::uint32_t function : waiting) {
    rows_.rest[function].starved = false;
    add(function);
  }
  while (!turns.empty()) {
    std::pop_heap(turns.begin(), turns.end(), std::greater<>{});
    const std::uint32_t function = turns.back().function;
    turns.pop_back();
    if (rows_.functions[function].front != kNone) {
      take_one(rows_.functions[function].front, now);  // it yielded its instance, and nobody took it
      add(function);
    } else if (feed_one(function, now) == Fed::one) {
      add(function);
    }
  }
}

}  // namespace curtain
