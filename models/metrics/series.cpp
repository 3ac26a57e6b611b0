#include "models/metrics/series.hpp"

#include <algorithm>

namespace curtain {

Series::Series(Duration width) : width_(std::max(width, Duration{1})), end_(Time{0} + width_) {
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

void Series::advance(Time now, const Levels& levels) {
  close(levels);
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
}

void Series::coarsen() {
  for (std::size_t i = 0; i < bins_.size() / 2; ++i) {
    const SeriesBin& first = bins_[2 * i];
    SeriesBin merged = bins_[2 * i + 1];
    merged.arrived += first.arrived;
    merged.ended += first.ended;
    merged.cold += first.cold;
    merged.refused += first.refused;
    bins_[i] = merged;
  }
  bins_.resize(bins_.size() / 2);
  width_ = width_ * 2;
  // The number of bins was even, so the end of the last one stays where it is.
}

}  // namespace curtain
