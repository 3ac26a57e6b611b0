#pragma once
// A distribution that a run has recorded, in whichever kind of histogram.
#include <cstdint>
#include <optional>
#include <span>

#include "models/metrics/responses.hpp"
#include "sim/histogram.hpp"
#include "sim/histogram_set.hpp"

namespace curtain {

/// Whole numbers of at least 0: a view of a histogram, which must outlive it. It may be that none was kept.
class Recorded {
 public:
  Recorded() = default;
  explicit Recorded(const sim::Histogram& histogram) : histogram_(&histogram), is_kept_(true) {}
  /// Of one id of a HistogramSet, all of it within the range.
  Recorded(std::span<const sim::BucketCount> buckets, const ResponseRange& range)
      : buckets_(buckets), range_(range), is_kept_(true) {}

  [[nodiscard]] bool is_kept() const { return is_kept_; }
  [[nodiscard]] bool empty() const {
    return histogram_ != nullptr ? histogram_->count() == 0 : buckets_.empty();
  }
  /// Exact; nothing of an empty one.
  [[nodiscard]] std::optional<std::int64_t> largest() const;
  /// Whether it is of a sim::Histogram, which has an exact sum.
  [[nodiscard]] bool has_sum() const { return histogram_ != nullptr; }
  /// Rounded once; nothing of an empty one. Must have a sum.
  [[nodiscard]] std::optional<double> mean() const;
  /// The p-quantile with what the buckets leave open; nothing of an empty one.
  [[nodiscard]] std::optional<sim::Quantile> quantile(double p) const;
  /// mean_excess() over the threshold; 0 if it is not of a sim::Histogram.
  [[nodiscard]] double excess(std::int64_t threshold) const;
  /// The sum over the largest value; 0 if it is not of a sim::Histogram or all are 0.
  [[nodiscard]] double sum_over_largest() const;

 private:
  const sim::Histogram* histogram_ = nullptr;
  std::span<const sim::BucketCount> buckets_;
  ResponseRange range_;
  bool is_kept_ = false;
};

}  // namespace curtain
