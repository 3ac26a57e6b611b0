#include "models/metrics/series.hpp"

#include <algorithm>

namespace curtain {

void SeriesBin::join(const SeriesBin& next) {
  SeriesBin joined = next;  // its levels are those at the end
  joined.arrived += arrived;
  joined.ended += ended;
  joined.started += started;
  joined.cold += cold;
  joined.refused += refused;
  joined.least_response = std::min(joined.least_response, least_response);
  joined.most_response = std::max(joined.most_response, most_response);
  *this = joined;
}

Series::Series(Duration width)
    : width_(std::max(width, Duration{1})), end_(Time{0} + width_), present_(sim::LogBuckets::kCount) {
  bins_.reserve(kMaximumBins);
  bins_.emplace_back();
}

void Series::close(const Levels& levels) {
  SeriesBin& bin = bins_.back();
  bin.busy = levels.busy;
  bin.instances = levels.instances;
  bin.vms = levels.vms;
  bin.hosts = levels.hosts;
}

void Series::store_responses() {
  const auto bin = static_cast<std::uint32_t>(bins_.size() - 1);
  for (std::size_t bucket = 0; bucket < present_.size(); ++bucket) {
    if (present_[bucket] != 0) {
      responses_.add(bin, bucket, present_[bucket]);
      present_[bucket] = 0;
    }
  }
}

void Series::advance(Time now, const Levels& levels) {
  close(levels);
  store_responses();
  while (now >= end_) {
    if (bins_.size() == kMaximumBins) {
      coarsen();
      continue;
    }
    bins_.emplace_back();
    close(levels);  // an empty stretch keeps its levels
    end_ = sim::saturating_add(end_, width_);
    if (end_ == Time::latest()) {
      end_ = Time::never();  // nothing comes later than this bin
    }
  }
}

void Series::finish(const Levels& levels) {
  close(levels);
  store_responses();
}

void Series::coarsen() {
  for (std::size_t i = 0; i < bins_.size() / 2; ++i) {
    bins_[i] = bins_[2 * i];
    bins_[i].join(bins_[2 * i + 1]);
  }
  bins_.resize(bins_.size() / 2);
  responses_.join_pairs();
  width_ = width_ * 2;
  // The number of bins was even, so the end of the last one stays where it is.
}

}  // namespace curtain
