#include "models/metrics/responses.hpp"

#include <algorithm>

namespace curtain {
void Responses::settle() {
  latency_.add(std::span(responses_).first(kept_));
  if (!scopes_.empty()) {
    for (std::size_t i = 0; i < kept_; ++i) {
      scopes_.add_response(ids_[i], responses_[i], slowdowns_[i]);
    }
  }
  auto end = slowdowns_.begin() + static_cast<std::ptrdiff_t>(kept_);
  if (has_instant_) {
    end = std::remove(slowdowns_.begin(), end, 0);
    has_instant_ = false;
  }
  slowdown_.add(std::span<const std::int64_t>(slowdowns_.begin(), end));
  if (is_by_function_) {
    settle_by_function();
  }
  kept_ = 0;
}

void Responses::settle_by_function() {
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
}

void Responses::finish() {
  settle();
}

}  // namespace curtain
