#pragma once
// An integer level over time (live instances, memory in use), observed in a window, with its integral and
// peak. The integral is computed as a sum over changes: a change by d at time t contributes d * (end - t),
// independently of other changes.
#include <algorithm>
#include <cstdint>
#include <limits>

#include "sim/check.hpp"
#include "sim/time.hpp"
#include "sim/wide.hpp"

namespace sim {

/// A level that starts at 0 and changes by deltas, observed in [from, to). Changes before `from` affect the
/// level at the beginning of the window; changes after `to` do not count.
class LevelTimeline {
 public:
  explicit LevelTimeline(Time from = Time{0}, Time to = Time::never()) : from_(from), to_(to), end_(from) {
    SIM_CHECK(from <= to);
  }

  /// Changes the level by `delta` at `t`. Throws InvariantBroken if `t` is before the last change.
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

  /// Ends the observation at `end` (at or after the last change) or at `to`, if `to` is earlier. The figures
  /// below then cover the time since `from`. Further changes, and a later call of finish(), may follow.
  void finish(Time end) {
    SIM_CHECK(end >= last_);
    end_ = std::clamp(end, from_, to_);
    settle(end, end_);
    integral_ = static_cast<Int128>((end_ - from_).ns()) * level_ - weighted_;
  }

  /// The highest level at the end of any instant in the window, including the level at the beginning of the
  /// window. A fall and a rise at one instant do not make a peak. 0 for an empty window.
  [[nodiscard]] std::int64_t peak() const { return end_ > from_ ? peak_ : 0; }
  /// The exact integral of the level over the window, in level times nanoseconds.
  [[nodiscard]] Int128 integral() const { return integral_; }
  /// The mean level over the window, rounded once; 0 for an empty window.
  [[nodiscard]] double mean() const { return end_ > from_ ? ratio(integral_, (end_ - from_).ns()) : 0.0; }

 private:
  /// Counts the level for the peak if the interval from the last change until `t`, in which the level is
  /// constant, overlaps [from, before).
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

/// A LevelTimeline without the peak, in 32 bytes, for use with very many entities. The level must be between
/// -2^31 and 2^31 - 1. Changes may be added in any order of time.
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
  /// The integral of the level over [from, min(to, end)), in level times nanoseconds. `end` must be at or
  /// after the last change.
  [[nodiscard]] Int128 integral(Time end) const {
    return static_cast<Int128>(length(end)) * level_ - weighted();
  }
  /// The mean level in [from, min(to, end)), or 0 for an empty window.
  [[nodiscard]] double mean(Time end) const {
    return length(end) > 0 ? ratio(integral(end), length(end)) : 0.0;
  }

 private:
  [[nodiscard]] std::int64_t length(Time end) const { return (std::clamp(end, from_, to_) - from_).ns(); }
  // 96 bits are enough for the sum, which is at most twice the highest level times the longest time, 2^(1 +
  // 31 + 63).
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
