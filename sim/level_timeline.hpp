#pragma once
// An integer level over time (live instances, memory in use), observed in a window: its integral and peak.
// The integral is a sum over changes: a change by d at time t contributes d for (end - t), independently of
// other changes.
#include <algorithm>
#include <cstdint>
#include <limits>

#include "sim/check.hpp"
#include "sim/time.hpp"
#include "sim/wide.hpp"

namespace sim {

/// A level that starts at 0 and changes by deltas, observed in [from, to). Changes before `from` are carried
/// into the window; changes after `to` do not count.
class LevelTimeline {
 public:
  explicit LevelTimeline(Time from = Time{0}, Time to = Time::never()) : from_(from), to_(to), end_(from) {
    SIM_CHECK(from <= to);
  }

  /// The level changes by `delta` at `t`, which must not be before the last change (InvariantBroken).
  void add(Time t, std::int64_t delta) {
    if (t != last_) {
      SIM_CHECK(t > last_);
      settle(t, to_);
    }
    level_ += delta;
    weighted_ += static_cast<Int128>(std::clamp(t, from_, to_).ns() - from_.ns()) * delta;
  }

  /// The level after the last change.
  [[nodiscard]] std::int64_t level() const { return level_; }

  /// Observation ends at `end` (at or after the last change) or at `to`, whichever is earlier; the figures
  /// below cover the time from `from` until then. More changes, and a later call of finish(), may follow.
  void finish(Time end) {
    SIM_CHECK(end >= last_);
    end_ = std::clamp(end, from_, to_);
    settle(end, end_);
    integral_ = static_cast<Int128>((end_ - from_).ns()) * level_ - weighted_;
  }

  /// The highest level at the end of any instant in the window, including the level carried into the window:
  /// a fall and a rise at one instant make no peak. 0 for an empty window.
  [[nodiscard]] std::int64_t peak() const { return end_ > from_ ? peak_ : 0; }
  /// Level times nanoseconds over the window, exact.
  [[nodiscard]] Int128 integral() const { return integral_; }
  /// The mean level over the window, rounded once; 0 for an empty window.
  [[nodiscard]] double mean() const { return end_ > from_ ? ratio(integral_, (end_ - from_).ns()) : 0.0; }

 private:
  /// Whether the interval from the last change until `t`, in which the level is constant, overlaps [from,
  /// before).
  void settle(Time t, Time before) {
    if (t > from_ && last_ < before) {
      peak_ = std::max(peak_, level_);
    }
    last_ = t;
  }

  Time from_;
  Time to_;
  Time end_;
  Time last_{std::numeric_limits<std::int64_t>::min()};
  std::int64_t level_ = 0;
  std::int64_t peak_ = std::numeric_limits<std::int64_t>::min();
  Int128 weighted_ = 0;  // sum of delta * (t - from), with t limited to the window
  Int128 integral_ = 0;
};

/// LevelTimeline without the peak, in 32 bytes, for use with very many entities. Levels from -2^31 to 2^31 -
/// 1. Changes may come in any order of time.
class IntegralOfCount {
 public:
  explicit IntegralOfCount(Time from = Time{0}, Time to = Time::never()) : from_(from), to_(to) {
    SIM_CHECK(from <= to);
  }

  void add(Time t, std::int32_t delta) {
    level_ += delta;
    const Int128 sum = weighted() + static_cast<Int128>(std::clamp(t, from_, to_).ns() - from_.ns()) * delta;
    low_ = static_cast<std::uint64_t>(sum);
    high_ = static_cast<std::int32_t>(sum >> 64);
  }

  [[nodiscard]] std::int32_t level() const { return level_; }
  /// Level times nanoseconds over [from, min(to, end)); `end` is at or after the last change.
  [[nodiscard]] Int128 integral(Time end) const {
    return static_cast<Int128>(length(end)) * level_ - weighted();
  }
  /// The mean level in that interval; 0 for an empty window.
  [[nodiscard]] double mean(Time end) const {
    return length(end) > 0 ? ratio(integral(end), length(end)) : 0.0;
  }

 private:
  [[nodiscard]] std::int64_t length(Time end) const { return (std::clamp(end, from_, to_) - from_).ns(); }
  // 96 bits are enough for the sum: it is at most twice the highest level times the longest time, 2^(1 + 31 +
  // 63).
  [[nodiscard]] Int128 weighted() const {
    return static_cast<Int128>((static_cast<UInt128>(static_cast<Int128>(high_)) << 64) | low_);
  }

  Time from_;
  Time to_;
  std::uint64_t low_ = 0;
  std::int32_t high_ = 0;
  std::int32_t level_ = 0;
};
static_assert(sizeof(IntegralOfCount) == 32);

}  // namespace sim
