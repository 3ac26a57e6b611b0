#pragma once
// The time that invocations spend in the system, added up in two ways that Little's law makes equal.
#include <algorithm>

#include "models/metrics/carry_sum.hpp"
#include "models/metrics/window.hpp"
#include "sim/mutant.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// The number of invocations in the system, integrated over the window, equals the sojourns of those counted,
/// corrected by what lies outside the window on one side only.
class Sojourns {
 public:
  [[gnu::always_inline]] void arrived(const Window& window, Time arrival) {
    in_system_.subtract(window.clamped(arrival));
  }
  /// The client of an invocation knows its end at `client`.
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
  /// A counted invocation that did not complete has ended.
  void lost(Duration sojourn) { others_ += sojourn.ns(); }
  /// An invocation is in the system at `end`, when the run and its window end.
  void is_in_flight(const Window& window, Time arrival, Time end) {
    in_system_.add(
        std::max(static_cast<std::uint64_t>(std::min(end, window.to()).ns()), window.clamped(arrival)));
    const Time from = std::max(arrival, window.from());
    unfinished_ += end > from ? (end - from).ns() : 0;
  }

  /// Nanoseconds of invocations in the system within the window; exact when the run is over.
  [[nodiscard]] sim::Int128 in_system() const { return in_system_.value(); }
  /// The same, from the sojourns of the invocations: the sum of the counted ones, given that of the completed
  /// ones, without what lies outside the window, and with what others spend in it.
  [[nodiscard]] sim::Int128 of_invocations(sim::Int128 completed) const {
    return completed + others_ + early_overlap_ - late_overhang_ + unfinished_;
  }
  /// Time from arrival to end of counted invocations that did not complete.
  [[nodiscard]] sim::Int128 of_others() const { return others_; }
  /// Time inside the window of invocations that arrived before it.
  [[nodiscard]] sim::Int128 early_overlap() const { return early_overlap_; }
  /// Time after the window of invocations that arrived inside it.
  [[nodiscard]] sim::Int128 late_overhang() const { return late_overhang_; }
  /// Time inside the window of invocations in flight at the end.
  [[nodiscard]] sim::Int128 unfinished() const { return unfinished_; }

 private:
  CarrySum in_system_;
  sim::Int128 early_overlap_ = 0;
  sim::Int128 late_overhang_ = 0;
  sim::Int128 others_ = 0;
  sim::Int128 unfinished_ = 0;
};

}  // namespace curtain
