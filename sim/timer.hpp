#pragma once
// Timers that are set often and are rarely due.
#include <cstdint>

#include "sim/mutant.hpp"
#include "sim/time.hpp"

namespace sim {

/// A due time, and the time of the only event that represents the timer in the queue of pending events.
/// Events in the queue are never cancelled or moved. An event that is popped before the due time is pushed
/// again at the due time. A timer that is postponed many times therefore costs one event per interval, not
/// one event per postponement.
///
/// The owner pushes an event at armed() whenever set() or fired() requests it, and calls fired() when an
/// event of the timer is popped. The timer has 16 bytes.
class LazyTimer {
 public:
  /// The meaning of an event of the timer.
  enum class Fired : std::uint8_t {
    stale,  ///< no meaning, because another event represents the timer or nothing is due
    early,  ///< the event must be pushed again at armed()
    due     ///< the due time is reached; no event is pending
  };

  [[nodiscard]] constexpr Time due() const { return due_; }
  /// The time of the pending event, or Time::never() if no event is pending.
  [[nodiscard]] constexpr Time armed() const { return armed_; }

  /// Sets the due time to `due`. Time::never() turns the timer off. Returns true if the caller must push an
  /// event at armed(). If `counts` is false, no event is needed, because the timer has no effect now and will
  /// be set again when it has an effect.
  [[nodiscard]] constexpr bool set(Time due, bool counts = true) {
    due_ = due;
    if (!counts || due_ >= armed_) [[likely]] {
      return false;
    }
    armed_ = due_;
    return true;
  }

  /// Changes only due(). The caller handles the timer itself, so no event is needed.
  constexpr void note_due(Time due) { due_ = due; }

  /// Turns the timer off. A pending event becomes stale.
  constexpr void cancel() { due_ = Time::never(); }

  /// Called when an event of the timer is popped at `now`. If `counts` is false, the timer has no effect
  /// until it is set again, and the event is stale; due() does not change.
  [[nodiscard]] constexpr Fired fired(Time now, bool counts = true) {
    if (armed_ != now) {
      return Fired::stale;  // an event at an earlier time replaced this event
    }
    armed_ = Time::never();
    if (!counts || due_ == Time::never()) {
      return Fired::stale;
    }
    if (CURTAIN_MUTANT(not_rearmed, due_ > now, false)) {
      armed_ = due_;
      return Fired::early;
    }
    return Fired::due;
  }

 private:
  Time due_ = Time::never();
  Time armed_ = Time::never();
};
static_assert(sizeof(LazyTimer) == 16);

/// The earliest of several requested wake-up times. When that time is reached, all requests are dropped. The
/// timer has 8 bytes.
class EarliestTimer {
 public:
  /// Requests a wake-up at `at`. Returns true if the caller must push an event at `at`, because no event is
  /// pending at that time or earlier.
  [[nodiscard]] constexpr bool set_no_later(Time at) {
    if (at >= armed_) {
      return false;
    }
    armed_ = at;
    return true;
  }

  /// Called when an event of the timer is popped at `now`. Returns false if the event is stale because an
  /// earlier event replaced it.
  [[nodiscard]] constexpr bool fired(Time now) {
    if (armed_ != now) {
      return false;
    }
    armed_ = Time::never();
    return true;
  }

 private:
  Time armed_ = Time::never();
};
static_assert(sizeof(EarliestTimer) == 8);

}  // namespace sim
