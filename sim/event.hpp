#pragma once
// A pending event, which has 16 bytes and is trivially copyable, so that queues move an event as two words.
#include <cstdint>

#include "sim/time.hpp"

namespace sim {

/// The order of events at one instant, lower ranks first. Within a rank, events are in the order of
/// scheduling. An instance that has been idle for exactly its keep-alive is therefore reclaimed (timer)
/// before a request at the same instant arrives.
enum class Rank : std::uint8_t { completion, ready, timer, arrival, dispatch, tick, sample };

/// A pending event. `kind` is a number defined by the model (0..31). `generation` distinguishes the current
/// user of a slot from an earlier user, so that the event of an earlier user is recognised and dropped.
struct Event {
  Time time;
  std::uint32_t subject = 0;
  std::uint32_t tag = 0;  // rank:3 | kind:5 | generation:24

  static constexpr std::uint32_t kGenerationMask = (1u << 24) - 1;

  static constexpr Event make(Time time, Rank rank, std::uint8_t kind, std::uint32_t subject,
                              std::uint32_t generation = 0) {
    return Event{time, subject,
                 (static_cast<std::uint32_t>(rank) << 29) | (static_cast<std::uint32_t>(kind) << 24) |
                     (generation & kGenerationMask)};
  }
  [[nodiscard]] constexpr Rank rank() const { return static_cast<Rank>(tag >> 29); }
  [[nodiscard]] constexpr std::uint8_t kind() const { return static_cast<std::uint8_t>((tag >> 24) & 31u); }
  [[nodiscard]] constexpr std::uint32_t generation() const { return tag & kGenerationMask; }

  /// Whether this event is strictly before every event of rank `rank` at `instant`.
  [[nodiscard]] constexpr bool before(Time instant, Rank rank) const {
    return time < instant || (time == instant && this->rank() < rank);
  }
  /// Whether this event is before `other` for any order in which the two were scheduled.
  [[nodiscard]] constexpr bool before(const Event& other) const {
    return time < other.time || (time == other.time && (tag >> 29) < (other.tag >> 29));
  }
};
static_assert(sizeof(Event) == 16);

}  // namespace sim
