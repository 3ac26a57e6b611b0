#pragma once
// Timers that are often set and seldom fire.
#include <cstdint>

#include "sim/mutant.hpp"
#include "sim/time.hpp"

namespace sim {

/// A due time, and the instant of the one event that stands for it in the queue of pending events. Nothing in
/// the queue is cancelled or moved: an event that comes up before the due time is pushed again at the due
/// time, so a timer that is put off many times costs one event for each interval, not one for each time.
///
/// The owner pushes an event at armed() whenever set() or fired() say so, and calls fired() when an event of
/// the timer comes up. 16 bytes.
class LazyTimer {
 public:
  /// What an event of the timer means.
  enum class Fired : std::uint8_t {
    stale,  ///< nothing: another event stands for the timer, or nothing is due
    early,  ///< push it again, at armed()
    due     ///< the due time is reached; no event is pending any more
  };

  [[nodiscard]] constexpr Time due() const { return due_; }
  /// The instant of the pending event; Time::never() if there is none.
  [[nodiscard]] constexpr Time armed() const { return armed_; }

  /// The timer is due at `due`, whatever was set before; Time::never(): not at all. Returns true if an event
  /// is to be pushed at armed(). Where `counts` is false, none is: what the timer is for does not hold now,
  /// and it will be set again when it does.
  [[nodiscard]] constexpr bool set(Time due, bool counts = true) {
    due_ = due;
    if (!counts || due_ >= armed_) [[likely]] {
      return false;
    }
    armed_ = due_;
    return true;
  }

  /// Changes due() alone: the caller does what is due, and no event is to come up for it.
  constexpr void note_due(Time due) { due_ = due; }

  /// Nothing is due any more. A pending event is left to find that out.
  constexpr void cancel() { due_ = Time::never(); }

  /// An event of the timer comes up at `now`. Where `counts` is false, the timer goes to sleep until it is
  /// set again, and the event is stale. due() stays as it was.
  [[nodiscard]] constexpr Fired fired(Time now, bool counts = true) {
    if (armed_ != now) {
      return Fired::stale;  // an event at an earlier time took its place
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
  /// Returns true if an event is to be pushed at `at`: no event that comes by then is pending.
  [[nodiscard]] constexpr bool set_no_later(Time at) {
    if (at >= armed_) {
      return false;
    }
    armed_ = at;
    return true;
  }

  /// An event of the timer comes up at `now`. Returns false if it is stale: an earlier one took its place.
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
