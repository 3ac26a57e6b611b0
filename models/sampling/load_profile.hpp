#pragma once
// The distribution of all calls over time.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// The number of calls in equal intervals of time. There are at most kMost intervals.
class LoadProfile {
 public:
  static constexpr std::size_t kMost = 72;  ///< so that a profile fits into one line of a terminal

  LoadProfile() = default;
  /// Covers the time from the first call to the last. The length of an interval is a multiple of `unit`. For
  /// counts per minute, all intervals therefore have the same number of minutes.
  LoadProfile(Time first, Time last, Duration unit);
  void add(Time time, std::uint64_t calls = 1);
  /// False if nothing was counted yet, because the calls in rows are counted only when they are written.
  [[nodiscard]] bool is_counted() const {
    return std::any_of(calls_.begin(), calls_.end(), [](std::uint64_t calls) { return calls > 0; });
  }
  [[nodiscard]] const std::vector<std::uint64_t>& calls() const { return calls_; }
  /// The mean time by which the calls of this profile would have to be moved to have the same distribution
  /// over time as those of `whole`.
  [[nodiscard]] double shift_s(const LoadProfile& whole) const;

 private:
  Time first_;
  std::int64_t stretch_ = 1;
  std::vector<std::uint64_t> calls_;
};

}  // namespace curtain
