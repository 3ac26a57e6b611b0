#pragma once
// Measures how unevenly calls are distributed over minutes.
#include <cstdint>

#include "sim/wide.hpp"

namespace curtain {

/// Sums the squares of the counts per minute. Minutes are given in order of time.
class MinuteCounts {
 public:
  /// Adds `calls` to a minute, which must not be before the current minute.
  void add(std::int64_t minute, std::uint64_t calls = 1) {
    if (minute != minute_) {
      squares_ += square(count_);
      minute_ = minute;
      count_ = 0;
    }
    count_ += calls;
  }
  [[nodiscard]] std::int64_t minute() const { return minute_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }  ///< number of calls in the current minute
  /// The index of dispersion of the counts in `minutes`, which is their variance divided by their mean.
  /// `calls` is the sum of the counts and must be at least one.
  [[nodiscard]] double dispersion(std::uint64_t calls, std::uint64_t minutes) const {
    const auto total = static_cast<sim::Int128>(calls);
    return sim::ratio(squares_ + square(count_), total) -
           sim::ratio(total, static_cast<sim::Int128>(minutes));
  }

 private:
  static sim::Int128 square(std::uint64_t count) { return static_cast<sim::Int128>(count) * count; }

  std::int64_t minute_ = 0;
  std::uint64_t count_ = 0;
  sim::Int128 squares_ = 0;  // sum of the squares of the previous minutes
};

}  // namespace curtain
