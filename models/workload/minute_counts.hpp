#pragma once
// How unevenly calls are spread over minutes.
#include <cstdint>

#include "sim/wide.hpp"

namespace curtain {

/// Sums the squares of the counts by minute, one minute after another.
class MinuteCounts {
 public:
  /// Adds `calls` to a minute, which must not be before the last one.
  void add(std::int64_t minute, std::uint64_t calls = 1) {
    if (minute != minute_) {
      squares_ += square(count_);
      minute_ = minute;
      count_ = 0;
    }
    count_ += calls;
  }
  [[nodiscard]] std::int64_t minute() const { return minute_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }  ///< count of the current minute
  /// The index of dispersion: variance over mean of the counts of `minutes`, which have `calls` in total, at
  /// least one.
  [[nodiscard]] double dispersion(std::uint64_t calls, std::uint64_t minutes) const {
    const auto total = static_cast<sim::Int128>(calls);
    return sim::ratio(squares_ + square(count_), total) -
           sim::ratio(total, static_cast<sim::Int128>(minutes));
  }

 private:
  static sim::Int128 square(std::uint64_t count) { return static_cast<sim::Int128>(count) * count; }

  std::int64_t minute_ = 0;
  std::uint64_t count_ = 0;
  sim::Int128 squares_ = 0;  // of the previous minutes
};

}  // namespace curtain
