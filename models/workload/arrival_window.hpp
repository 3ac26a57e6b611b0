#pragma once
// A time window in which arrivals are generated function by function and then sorted by time.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// The arrivals of one window as 64-bit keys. The upper bits of a key are the offset in the window. The lower
/// bits are the row, which is the number of the function within its source. Equal keys are equal arrivals, so
/// any sort gives the same order, which is by time and then by row. Offsets are spread about evenly over a
/// window, so one bucket per key and a final pass over neighbours sort in linear time. Crowded buckets are
/// sorted separately.
class ArrivalWindow {
 public:
  explicit ArrivalWindow(std::uint32_t rows) : row_bits_(static_cast<unsigned>(std::bit_width(rows - 1))) {}

  /// The width of the widest window whose offsets and rows fit into a key.
  [[nodiscard]] Duration widest() const {
    return Duration{std::int64_t{1} << std::min(62u, 63u - row_bits_)};
  }

  /// Clears the window and sets its interval to [start, start + width).
  void open(Time start, Duration width);
  /// Adds an arrival of `row` at `offset` nanoseconds after the start of the window. The offset must be less
  /// than the width.
  void add(std::uint32_t row, std::uint64_t offset) { keys_.push_back((offset << row_bits_) | row); }
  /// Sorts the arrivals that were added. take() may be called only after sort().
  void sort();

  [[nodiscard]] std::size_t left() const { return keys_.size() - next_; }
  /// Returns the next arrivals in order, at most `count`.
  std::span<const std::uint64_t> take(std::size_t count);
  [[nodiscard]] Time time_of(std::uint64_t key) const {
    return start_ + Duration{static_cast<std::int64_t>(key >> row_bits_)};
  }
  [[nodiscard]] std::uint32_t row_of(std::uint64_t key) const {
    return static_cast<std::uint32_t>(key & ((std::uint64_t{1} << row_bits_) - 1));
  }

 private:
  void insertion_sort();

  unsigned row_bits_;
  unsigned key_bits_ = 0;
  Time start_;
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint64_t> sorted_;
  std::vector<std::uint32_t> bucket_ends_;
  std::size_t next_ = 0;
};

}  // namespace curtain
