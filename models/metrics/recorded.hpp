#pragma once
// A distribution that a run has recorded, in either kind of histogram.
#include <cstdint>
#include <optional>
#include <span>

#include "models/metrics/responses.hpp"
#include "sim/histogram.hpp"
#include "sim/histogram_set.hpp"

namespace curtain {

/// A distribution of whole numbers of at least 0: a view of a histogram, which must outlive it, or of no
/// histogram.
class Recorded {
 public:
  Recorded() = default;
  explicit Recorded(const sim::Histogram& histogram) : histogram_(&histogram), is_kept_(true) {}
  /// The values of one id of a HistogramSet, within the range.
  Recorded(std::span<const sim::BucketCount> buckets, const ResponseRange& range)
      : buckets_(buckets), range_(range), is_kept_(true) {}

  [[nodiscard]] bool is_kept() const { return is_kept_; }
  [[nodiscard]] bool empty() const {
    return histogram_ != nullptr ? histogram_->count() == 0 : buckets_.empty();
  }
  /// Exact; empty if there are no values.
  [[nodiscard]] std::optional<std::int64_t> largest() const;
  /// Whether it views a sim::Histogram, which has an exact sum.
  [[nodiscard]] bool has_sum() const { return histogram_ != nullptr; }
  /// Rounded once; empty if there are no values. The distribution must have a sum.
  [[nodiscard]] std::optional<double> mean() const;
  /// The p-quantile with its uncertainty from the width of the buckets; empty if there are no values.
  [[nodiscard]] std::optional<sim::Quantile> quantile(double p) const;
  /// mean_excess() over the threshold; 0 if it does not view a sim::Histogram.
  [[nodiscard]] double excess(std::int64_t threshold) const;
  /// The sum over the largest value; 0 if it does not view a sim::Histogram or if all values are 0.
  [[nodiscard]] double sum_over_largest() const;

 private:
  const sim::Histogram* histogram_ = nullptr;
  std::span<const sim::BucketCount> buckets_;
  ResponseRange range_;
  bool is_kept_ = false;
};

}  // namespace curtain
