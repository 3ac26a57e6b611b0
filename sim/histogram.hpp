#pragma once
// A histogram of durations, in constant memory. A histogram stores a small number of values exactly, and many
// values as counts in logarithmic buckets. Sums do not depend on the order in which parts are merged.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "sim/check.hpp"
#include "sim/log_buckets.hpp"
#include "sim/wide.hpp"

namespace sim {

/// A quantile and its bounds. The true value is in [low, high].
struct Quantile {
  std::int64_t value = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
};

/// Counts non-negative integers (nanoseconds) in FineBuckets, which take 432 KiB. Stores the values while
/// there are at most kExact values; quantiles are then exact. An empty histogram returns 0 for every figure.
class Histogram {
 public:
  static constexpr std::size_t kExact = std::size_t{1} << 17;

  Histogram() : counts_(FineBuckets::kCount, 0) {}

  /// Adds a value. Throws InvariantBroken for a negative value.
  void add(std::int64_t value) { add(value, 1); }
  void add(std::int64_t value, std::uint64_t times);
  /// Adds all of the values.
  void add(std::span<const std::int64_t> values);

  /// Adds the contents of the other histogram; the result does not depend on the order in which parts are
  /// merged.
  void merge(const Histogram& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::int64_t min() const { return count_ == 0 ? 0 : min_; }  ///< exact minimum
  [[nodiscard]] std::int64_t max() const { return max_; }                    ///< exact maximum
  [[nodiscard]] Int128 sum() const { return sum_; }                          ///< exact sum
  /// The exact mean, rounded once to a double.
  [[nodiscard]] double mean() const { return count_ == 0 ? 0.0 : ratio(sum_, static_cast<Int128>(count_)); }
  /// Whether quantiles are exact, because every value is stored.
  [[nodiscard]] bool is_exact() const { return values_.size() == count_; }

  /// Returns the ceil(p * count)-th smallest value (FineBuckets::rank). The result is exact if is_exact(), or
  /// if it is the minimum or the maximum. Any other result is interpolated within the part of its bucket that
  /// is in [min(), max()] (FineBuckets::interpolated()), with an error of less than 0.1 % of the value.
  [[nodiscard]] Quantile quantile_within(double p) const;
  [[nodiscard]] std::int64_t quantile(double p) const { return quantile_within(p).value; }

  /// Calls `visit(first, last, count)` for each bucket that is not empty, in increasing order. `count` is the
  /// number of values in [first, last].
  template <class Visitor>
  void for_each_bucket(Visitor&& visit) const {
    for (std::size_t bucket = 0; bucket < FineBuckets::kCount; ++bucket) {
      if (counts_[bucket] != 0) {
        visit(FineBuckets::first(bucket), FineBuckets::last(bucket), counts_[bucket]);
      }
    }
  }

  bool operator==(const Histogram& other) const;

 private:
  /// Removes the stored values, so that only counts remain.
  void forget_values() { std::vector<std::int64_t>().swap(values_); }
  /// The rank-th stored value (from 1) in [low, high].
  [[nodiscard]] std::int64_t kept_value(std::int64_t low, std::int64_t high, std::uint64_t rank) const;

  std::vector<std::uint64_t> counts_;
  std::vector<std::int64_t> values_;  // all values, or none if there are more than kExact
  std::uint64_t count_ = 0;
  Int128 sum_ = 0;
  std::int64_t min_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t max_ = 0;
};

}  // namespace sim
