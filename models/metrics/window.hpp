#pragma once
// The window of a run, which is the part of the run that is counted.
#include <cstdint>

#include "models/words.hpp"

namespace curtain {

/// The interval [from, to). Counts cover the invocations that arrive in it, and levels are integrated over
/// it.
class Window {
 public:
  /// `to` may be Time::never() if the end of the run is not known.
  Window(Time from, Time to) : from_(from), to_(to) {}

  [[nodiscard]] Time from() const { return from_; }
  [[nodiscard]] Time to() const { return to_; }
  /// True if an event at `t` is counted.
  [[nodiscard]] bool holds(Time t) const { return t >= from_ && t < to_; }
  /// True if an invocation that arrives at `arrival` is counted. No invocation arrives after the window.
  [[nodiscard]] bool counts(Time arrival) const { return arrival >= from_; }
  /// The instant of the window that is nearest to `t`, in ns.
  [[nodiscard]] std::uint64_t clamped(Time t) const {
    const Time held = t < from_ ? from_ : (t > to_ ? to_ : t);
    return static_cast<std::uint64_t>(held.ns());
  }

 private:
  Time from_;
  Time to_;
};

}  // namespace curtain
