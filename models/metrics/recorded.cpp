#include "models/metrics/recorded.hpp"

#include <algorithm>

#include "models/metrics/mean_excess.hpp"
#include "sim/check.hpp"

namespace curtain {

std::optional<std::int64_t> Recorded::largest() const {
  if (empty()) {
    return std::nullopt;
  }
  return histogram_ != nullptr ? histogram_->max() : range_.most;
}

std::optional<double> Recorded::mean() const {
  SIM_CHECK(histogram_ != nullptr);
  return empty() ? std::nullopt : std::optional<double>(histogram_->mean());
}

std::optional<sim::Quantile> Recorded::quantile(double p) const {
  SIM_CHECK(is_kept_);
  if (empty()) {
    return std::nullopt;
  }
  if (histogram_ != nullptr) {
    return histogram_->quantile_within(p);
  }
  const std::int64_t value = sim::quantile(buckets_, p, range_.least, range_.most);
  const std::size_t bucket = sim::LogBuckets::of(value);
  return sim::Quantile{value, std::max(range_.least, sim::LogBuckets::first(bucket)),
                       std::min(range_.most, sim::LogBuckets::last(bucket))};
}

double Recorded::excess(std::int64_t threshold) const {
  return histogram_ == nullptr ? 0 : mean_excess(*histogram_, threshold);
}

double Recorded::sum_over_largest() const {
  return histogram_ == nullptr || histogram_->max() == 0 ? 0
                                                         : sim::ratio(histogram_->sum(), histogram_->max());
}

}  // namespace curtain
