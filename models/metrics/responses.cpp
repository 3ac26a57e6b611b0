#include "models/metrics/responses.hpp"

#include <algorithm>

namespace curtain {

void Responses::settle() {
  std::array<std::uint16_t, kBatch> buckets;
  for (std::size_t i = 0; i < kept_; ++i) {
    buckets[i] = static_cast<std::uint16_t>(sim::LogBuckets::of(responses_[i]));
    __builtin_prefetch(&ranges_[ids_[i]]);
  }
  by_function_.add(std::span(ids_).first(kept_), std::span(buckets).first(kept_));
  for (std::size_t i = 0; i < kept_; ++i) {
    ResponseRange& range = ranges_[ids_[i]];
    range.least = std::min(range.least, responses_[i]);
    range.most = std::max(range.most, responses_[i]);
  }
  kept_ = 0;
}

void Responses::finish() {
  settle();
}

double Responses::slowdown_quantile(double p) const {
  std::vector<sim::BucketCount> counts;
  for (std::size_t bucket = 0; bucket < slowdowns_.size(); ++bucket) {
    counts.push_back({0, static_cast<std::uint16_t>(bucket), slowdowns_[bucket]});
  }
  if (most_slowdown_ == 0) {
    return 0;
  }
  return static_cast<double>(std::clamp(sim::quantile(counts, p), least_slowdown_, most_slowdown_)) /
         static_cast<double>(kSlowdownUnit);
}

}  // namespace curtain
