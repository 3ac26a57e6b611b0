#pragma once
// A histogram of lengths of time in logarithmic buckets: constant memory, quantiles to 1 %, and sums that do
// not depend on the order in which parts are merged.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/check.hpp"
#include "sim/log_buckets.hpp"
#include "sim/wide.hpp"

namespace sim {

/// Counts non-negative integers (nanoseconds) in LogBuckets. 29 KiB; only the constructor allocates. An empty
/// histogram gives 0 for everything.
class Histogram {
 public:
  Histogram() : counts_(LogBuckets::kCount, 0) {}

  /// Throws InvariantBroken for a negative value.
  void add(std::int64_t value) { add(value, 1); }
  void add(std::int64_t value, std::uint64_t times) {
    SIM_CHECK(value >= 0);
    if (times == 0) {
      return;
    }
    counts_[LogBuckets::of(value)] += times;
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

  /// The ceil(p * count)-th smallest value (LogBuckets::rank), up to 1 % of it: the middle of its bucket,
  /// held between min() and max().
  [[nodiscard]] std::int64_t quantile(double p) const;

  /// Calls `visit(first, last, count)` for each bucket that is not empty, in increasing order: `count` values
  /// were in [first, last].
  template <class Visitor>
  void for_each_bucket(Visitor&& visit) const {
    for (std::size_t bucket = 0; bucket < LogBuckets::kCount; ++bucket) {
      if (counts_[bucket] != 0) {
        visit(LogBuckets::first(bucket), LogBuckets::last(bucket), counts_[bucket]);
      }
    }
  }

  bool operator==(const Histogram&) const = default;

 private:
  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  Int128 sum_ = 0;
  std::int64_t min_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t max_ = 0;
};

}  // namespace sim
