#pragma once
// Timers that are set often and rarely fire.
#include <cstdint>

#include "sim/mutant.hpp"
#include "sim/time.hpp"

namespace sim {

/// A due time, and the instant of the only event that represents it in the queue of pending events. Nothing
/// in the queue is cancelled or moved: an event that comes up before the due time is pushed again at the due
/// time. So a timer that is postponed many times costs one event per interval, not one per postponement.
///
/// The owner pushes an event at armed() whenever set() or fired() requests it, and calls fired() when an
/// event of the timer comes up. 16 bytes.
class LazyTimer {
 public:
  /// The meaning of an event of the timer.
  enum class Fired : std::uint8_t {
    stale,  ///< no meaning: another event represents the timer, or nothing is due
    early,  ///< push it again, at armed()
    due     ///< the due time is reached; no event is pending
  };

  [[nodiscard]] constexpr Time due() const { return due_; }
  /// The instant of the pending event; Time::never() if there is none.
  [[nodiscard]] constexpr Time armed() const { return armed_; }

  /// Sets the due time to `due`, whatever it was before; Time::never() means that the timer is off. Returns
  /// true if the caller must push an event at armed(). If `counts` is false, no event is needed: the timer
  /// has no effect now, and it will be set again when it has.
  [[nodiscard]] constexpr bool set(Time due, bool counts = true) {
    due_ = due;
    if (!counts || due_ >= armed_) [[likely]] {
      return false;
    }
    armed_ = due_;
    return true;
  }

  /// Changes only due(): the caller handles the timer itself, and no event is needed for it.
  constexpr void note_due(Time due) { due_ = due; }

  /// Nothing is due any more. A pending event becomes stale.
  constexpr void cancel() { due_ = Time::never(); }

  /// An event of the timer comes up at `now`. If `counts` is false, the timer sleeps until it is set again,
  /// and the event is stale; due() does not change.
  [[nodiscard]] constexpr Fired fired(Time now, bool counts = true) {
    if (armed_ != now) {
      return Fired::stale;  // an event at an earlier time replaced it
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

/// The earliest of several requested wake-up times; when it is reached, all the requests are dropped. 8
/// bytes.
class EarliestTimer {
 public:
  /// Returns true if the caller must push an event at `at`, because no pending event comes by then.
  [[nodiscard]] constexpr bool set_no_later(Time at) {
    if (at >= armed_) {
      return false;
    }
    armed_ = at;
    return true;
  }

  /// An event of the timer comes up at `now`. Returns false if it is stale because an earlier one replaced
  /// it.
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
