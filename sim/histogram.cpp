#include "sim/histogram.hpp"

#include <algorithm>

namespace sim {

void Histogram::merge(const Histogram& other) {
  for (std::size_t bucket = 0; bucket < LogBuckets::kCount; ++bucket) {
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
  const std::uint64_t rank = LogBuckets::rank(p, count_);
  std::size_t bucket = 0;
  std::uint64_t below = counts_[0];
  while (below < rank) {
    below += counts_[++bucket];
  }
  return std::clamp(LogBuckets::middle(bucket), min_, max_);
}

}  // namespace sim
