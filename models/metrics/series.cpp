#include "models/metrics/series.hpp"

#include <algorithm>
#include <functional>

#include "sim/mutant.hpp"

namespace curtain {

void SeriesBin::join(const SeriesBin& next) {
  SeriesBin joined = next;  // levels are those at the end of the later bin
  joined.arrived += arrived;
  joined.ended += ended;
  joined.started += started;
  joined.cold += cold;
  joined.failed += failed;
  joined.timed_out += timed_out;
  joined.errored += errored;
  joined.abandoned += abandoned;
  for (std::size_t why = 0; why < rejections.size(); ++why) {
    joined.rejections[why] += rejections[why];
  }
  joined.least_response = std::min(joined.least_response, least_response);
  joined.most_response = std::max(joined.most_response, most_response);
  *this = joined;
}

Series::Series(Duration width)
    : width_(std::max(width, Duration{1})),
      end_(Time{0} + width_),
      present_(sim::LogBuckets::kCount),
      arrivals_(width_) {
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
  const SeriesBin& bin = bins_.back();
  if (bin.least_response > bin.most_response) {
    return;  // the bin has no response times
  }
  const auto number = static_cast<std::uint32_t>(bins_.size() - 1);
  const std::size_t last = sim::LogBuckets::of(bin.most_response);
  for (std::size_t bucket = sim::LogBuckets::of(bin.least_response); bucket <= last; ++bucket) {
    if (present_[bucket] != 0) {
      responses_.add(number, bucket, present_[bucket]);
      present_[bucket] = 0;
    }
  }
}

void Series::keep_for_later(Answer answer) {
  later_.push_back(answer);
  std::push_heap(later_.begin(), later_.end(), std::greater<>{});
}

void Series::count_due_answers() {
  while (!later_.empty() && later_.front().at < end_) {
    count_response(later_.front().response);
    std::pop_heap(later_.begin(), later_.end(), std::greater<>{});
    later_.pop_back();
  }
}

/// Stores the state at the end of the current bin.
void Series::keep(const Course& course) {
  accrued_.push_back(course.at(end_));
  standings_.push_back(course.standing);
  arrivals_.bin_ends(end_, course.functions);
}

void Series::advance(Time now, const Levels& levels, const Course* course) {
  close(levels);
  store_responses();
  while (now >= end_) {
    if (course != nullptr && accrued_.size() < bins_.size()) {
      keep(*course);
    }
    if (bins_.size() == kMaximumBins) {
      coarsen();
      continue;
    }
    bins_.emplace_back();
    close(levels);  // an empty bin has the levels of the bin before
    end_ = sim::saturating_add(end_, width_);
    if (end_ == Time::latest()) {
      end_ = Time::never();  // no event comes after this bin
    }
    count_due_answers();
    if (now >= end_) {
      store_responses();
    }
  }
}

void Series::finish(const Levels& levels, const Course* course) {
  while (!later_.empty()) {
    advance(later_.front().at, levels, course);
  }
  close(levels);
  store_responses();
  if (course != nullptr) {
    keep(*course);
    arrivals_.finish(end_, course->functions);
  }
}

void Series::coarsen() {
  for (std::size_t i = 0; i < bins_.size() / 2; ++i) {
    bins_[i] = bins_[2 * i];
    bins_[i].join(bins_[2 * i + 1]);
  }
  bins_.resize(bins_.size() / 2);
  for (std::size_t i = 0; i < accrued_.size() / 2; ++i) {
    accrued_[i] = accrued_[2 * i + 1];
    standings_[i] = standings_[2 * i + 1];
  }
  accrued_.resize(accrued_.size() / 2);
  standings_.resize(standings_.size() / 2);
  CURTAIN_MUTANT_SKIPS(coarse_bins_keep_old_responses)
  responses_.join_pairs();
  width_ = width_ * 2;
  // The number of bins was even, so the end of the last bin does not change.
}

}  // namespace curtain
