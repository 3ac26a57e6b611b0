#pragma once
// The time that invocations spend in the system, computed in two ways. By Little's law, both results are
// equal.
#include <algorithm>

#include "models/metrics/carry_sum.hpp"
#include "models/metrics/window.hpp"
#include "sim/mutant.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// The number of invocations in the system, integrated over the window, equals the sum of the sojourn times
/// of the counted invocations, after a correction for the parts of sojourns outside the window.
class Sojourns {
 public:
  [[gnu::always_inline]] void arrived(const Window& window, Time arrival) {
    in_system_.subtract(window.clamped(arrival));
  }
  /// Adds an invocation whose client gets the answer at `client`.
  [[gnu::always_inline]] void ended(const Window& window, Time arrival, Time client) {
    in_system_.add(window.clamped(client));
    if (client > window.to() || arrival < window.from()) [[unlikely]] {
      if (window.counts(arrival)) {
        late_overhang_ += CURTAIN_MUTANT(late_overhang_forgotten, (client - window.to()).ns(), 0);
      } else if (client > window.from()) {
        early_overlap_ += (std::min(client, window.to()) - window.from()).ns();
      }
    }
  }
  /// Adds a counted invocation that ended without completing.
  void lost(Duration sojourn) { others_ += sojourn.ns(); }
  /// Adds an invocation that is in the system at `end`, which is the end of the run and of its window.
  void is_in_flight(const Window& window, Time arrival, Time end) {
    in_system_.add(
        std::max(static_cast<std::uint64_t>(std::min(end, window.to()).ns()), window.clamped(arrival)));
    const Time from = std::max(arrival, window.from());
    unfinished_ += end > from ? (end - from).ns() : 0;
  }

  /// The time of invocations in the system within the window in nanoseconds. It is exact at the end of the
  /// run.
  [[nodiscard]] sim::Int128 in_system() const { return in_system_.value(); }
  /// The same time, computed from the sojourn times of the invocations: the sum over the counted invocations,
  /// minus their time outside the window, plus the time of other invocations inside the window. `completed`
  /// is the part of the first sum for completed invocations.
  [[nodiscard]] sim::Int128 of_invocations(sim::Int128 completed) const {
    return completed + others_ + early_overlap_ - late_overhang_ + unfinished_;
  }
  /// The time from arrival to end of counted invocations that did not complete.
  [[nodiscard]] sim::Int128 of_others() const { return others_; }
  /// The time inside the window of invocations that arrived before it.
  [[nodiscard]] sim::Int128 early_overlap() const { return early_overlap_; }
  /// The time after the window of invocations that arrived inside it.
  [[nodiscard]] sim::Int128 late_overhang() const { return late_overhang_; }
  /// The time inside the window of invocations in flight at its end.
  [[nodiscard]] sim::Int128 unfinished() const { return unfinished_; }

 private:
  CarrySum in_system_;
  sim::Int128 early_overlap_ = 0;
  sim::Int128 late_overhang_ = 0;
  sim::Int128 others_ = 0;
  sim::Int128 unfinished_ = 0;
};

}  // namespace curtain
