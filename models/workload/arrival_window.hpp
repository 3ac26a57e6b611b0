#pragma once
// A time window whose arrivals are generated function by function and then sorted by time.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// Arrivals of one window as 64-bit keys: the offset in the window above, the row (the function's number
/// within its source) below. Equal keys are the same arrival, so any sort gives the one order: by time, then
/// by row. Offsets are spread about evenly over a window, so that a bucket for each key and a last pass over
/// neighbours sort in linear time; buckets that turn out crowded are sorted on their own.
class ArrivalWindow {
 public:
  explicit ArrivalWindow(std::uint32_t rows) : row_bits_(static_cast<unsigned>(std::bit_width(rows - 1))) {}

  /// The widest window whose offsets fit into a key beside the row.
  [[nodiscard]] Duration widest() const {
    return Duration{std::int64_t{1} << std::min(62u, 63u - row_bits_)};
  }

  /// Empties the window and places it at [start, start + width).
  void open(Time start, Duration width);
  /// An arrival of `row` at `offset` nanoseconds after the window's start; less than its width.
  void add(std::uint32_t row, std::uint64_t offset) { keys_.push_back((offset << row_bits_) | row); }
  /// Puts what was added into order; it can then be taken.
  void sort();

  [[nodiscard]] std::size_t left() const { return keys_.size() - next_; }
  /// The next arrivals in order, at most `count`.
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
