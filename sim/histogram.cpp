#include "sim/histogram.hpp"

#include <algorithm>
#include <cmath>

namespace sim {

void Histogram::merge(const Histogram& other) {
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    counts_[bucket] += other.counts_[bucket];
  }
  count_ += other.count_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

std::int64_t Histogram::quantile(double p) const {
  if (count_ == 0) {
    return 0;
  }
  // 4 rounding units cover the error of p and of the product.
  const double position = p * static_cast<double>(count_) * (1.0 - 0x1p-51);
  const double whole = std::ceil(position);  // exact by definition
  std::uint64_t rank = 1;
  if (whole >= static_cast<double>(count_)) {
    rank = count_;
  } else if (whole > 1.0) {
    rank = static_cast<std::uint64_t>(whole);
  }
  std::size_t bucket = 0;
  std::uint64_t below = counts_[0];
  while (below < rank) {
    below += counts_[++bucket];
  }
  const std::int64_t half_width = (std::int64_t{1} << shift_of(bucket)) / 2;
  return std::clamp(first_of(bucket) + half_width, min_, max_);
}

}  // namespace sim
