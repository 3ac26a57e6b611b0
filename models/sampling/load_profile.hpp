#pragma once
// The distribution of the calls of functions over time.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// Number of calls in equal intervals of time, at most kMost intervals.
class LoadProfile {
 public:
  static constexpr std::size_t kMost = 72;  ///< fits into a line of a terminal

  LoadProfile() = default;
  /// Covers the time from the first call to the last. An interval is a multiple of `unit`, so that for counts
  /// by minute all intervals have the same number of minutes.
  LoadProfile(Time first, Time last, Duration unit);
  void add(Time time, std::uint64_t calls = 1);
  /// False if nothing was counted: the calls of rows are read a second time only to be written.
  [[nodiscard]] bool is_counted() const {
    return std::any_of(calls_.begin(), calls_.end(), [](std::uint64_t calls) { return calls > 0; });
  }
  [[nodiscard]] const std::vector<std::uint64_t>& calls() const { return calls_; }
  /// The mean time by which the calls of this profile must be moved to have the same distribution over time
  /// as those of `whole`.
  [[nodiscard]] double shift_s(const LoadProfile& whole) const;

 private:
  Time first_;
  std::int64_t stretch_ = 1;
  std::vector<std::uint64_t> calls_;
};

}  // namespace curtain
