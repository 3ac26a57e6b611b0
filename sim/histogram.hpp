#pragma once
// A histogram of lengths of time in logarithmic buckets: constant memory, quantiles to 1 %, and sums that do
// not depend on the order in which parts are merged.
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/check.hpp"
#include "sim/wide.hpp"

namespace sim {

/// Counts non-negative integers (nanoseconds): each below 128 on its own, above that 64 buckets an octave, so
/// that the middle of a bucket is within 1/128 of everything in it. 29 KiB; only the constructor allocates.
/// An empty histogram gives 0 for everything.
class Histogram {
 public:
  Histogram() : counts_(kBuckets, 0) {}

  /// Throws InvariantBroken for a negative value.
  void add(std::int64_t value) { add(value, 1); }
  void add(std::int64_t value, std::uint64_t times) {
    SIM_CHECK(value >= 0);
    if (times == 0) {
      return;
    }
    counts_[bucket_of(value)] += times;
    count_ += times;
    sum_ += static_cast<Int128>(value) * times;
    min_ = value < min_ ? value : min_;
    max_ = value > max_ ? value : max_;
  }

  /// Afterwards this holds what both held: the same, bit for bit, in whatever order parts are merged.
  void merge(const Histogram& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::int64_t min() const { return count_ == 0 ? 0 : min_; }  ///< exact
  [[nodiscard]] std::int64_t max() const { return max_; }                    ///< exact
  [[nodiscard]] Int128 sum() const { return sum_; }                          ///< exact
  /// The exact mean, rounded once.
  [[nodiscard]] double mean() const { return count_ == 0 ? 0.0 : ratio(sum_, static_cast<Int128>(count_)); }

  /// The ceil(p * count)-th smallest value (the smallest for p = 0), up to 1 % of it: the middle of its
  /// bucket, held between min() and max(). A product p * count within rounding of a whole number counts as
  /// that: the 0.07-quantile of 100 values is the 7th, although the double nearest to 0.07 is a little more.
  [[nodiscard]] std::int64_t quantile(double p) const;

  /// Calls `visit(first, last, count)` for each bucket that is not empty, in increasing order: `count` values
  /// were in [first, last].
  template <class Visitor>
  void for_each_bucket(Visitor&& visit) const {
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
      if (counts_[bucket] != 0) {
        visit(first_of(bucket), first_of(bucket) + ((std::int64_t{1} << shift_of(bucket)) - 1),
              counts_[bucket]);
      }
    }
  }

  bool operator==(const Histogram&) const = default;

 private:
  static constexpr unsigned kSubBits = 6;
  static constexpr std::size_t kSub = std::size_t{1} << kSubBits;
  static constexpr std::size_t kBuckets = (63 - kSubBits + 1) * kSub;

  // A value keeps its 7 highest bits; the number of bits dropped is the octave. Below 128 none are.
  static std::size_t bucket_of(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    const auto shift = static_cast<unsigned>(std::bit_width(bits | (2 * kSub - 1))) - (kSubBits + 1);
    return shift * kSub + static_cast<std::size_t>(bits >> shift);
  }
  static unsigned shift_of(std::size_t bucket) {
    return bucket < 2 * kSub ? 0 : static_cast<unsigned>(bucket / kSub) - 1;
  }
  static std::int64_t first_of(std::size_t bucket) {
    const unsigned shift = shift_of(bucket);
    return static_cast<std::int64_t>(bucket - shift * kSub) << shift;
  }

  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  Int128 sum_ = 0;
  std::int64_t min_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t max_ = 0;
};

}  // namespace sim
