#pragma once
// A distribution that a run has recorded in one of two kinds of histograms.
#include <cstdint>
#include <optional>
#include <span>

#include "models/metrics/responses.hpp"
#include "sim/histogram.hpp"
#include "sim/histogram_set.hpp"

namespace curtain {

/// A distribution of whole numbers of at least 0, as a view of a histogram. The histogram must outlive the
/// view. A view without a histogram is empty.
class Recorded {
 public:
  Recorded() = default;
  explicit Recorded(const sim::Histogram& histogram) : histogram_(&histogram), is_kept_(true) {}
  /// The values of one id in a HistogramSet, and their range.
  Recorded(std::span<const sim::BucketCount> buckets, const ResponseRange& range)
      : buckets_(buckets), range_(range), is_kept_(true) {}

  [[nodiscard]] bool is_kept() const { return is_kept_; }
  [[nodiscard]] bool empty() const {
    return histogram_ != nullptr ? histogram_->count() == 0 : buckets_.empty();
  }
  /// The largest value, which is exact. Empty if there are no values.
  [[nodiscard]] std::optional<std::int64_t> largest() const;
  /// True if this is a view of a sim::Histogram, which has an exact sum.
  [[nodiscard]] bool has_sum() const { return histogram_ != nullptr; }
  /// The mean, rounded once. Empty if there are no values. The distribution must have a sum.
  [[nodiscard]] std::optional<double> mean() const;
  /// The p-quantile, and its uncertainty because of the width of the buckets. Empty if there are no values.
  [[nodiscard]] std::optional<sim::Quantile> quantile(double p) const;
  /// The mean_excess() over the threshold, or 0 if this is not a view of a sim::Histogram.
  [[nodiscard]] double excess(std::int64_t threshold) const;
  /// The sum divided by the largest value, or 0 if this is not a view of a sim::Histogram or if all values
  /// are 0.
  [[nodiscard]] double sum_over_largest() const;

 private:
  const sim::Histogram* histogram_ = nullptr;
  std::span<const sim::BucketCount> buckets_;
  ResponseRange range_;
  bool is_kept_ = false;
};

}  // namespace curtain
