#include "models/experiment/instance_lanes.hpp"

#include <algorithm>

namespace curtain {

void InstanceLanes::count_part() {
  if (++parts_ > most_) {
    has_too_many_ = true;
    lives_.clear();
    rows_.clear();
    taken_.clear();
  }
}

InstanceLanes::Row* InstanceLanes::row_of(const Observation& seen) {
  const std::size_t at = seen.instance.valid() ? seen.instance.index() : rows_.size();
  return at < rows_.size() && rows_[at].life != kNoLife ? &rows_[at] : nullptr;
}

void InstanceLanes::create(const Observation& seen) {
  if (!seen.function.valid()) {
    return;
  }
  count_part();
  if (has_too_many_) {
    return;
  }
  if (seen.function.index() >= taken_.size()) {
    taken_.resize(seen.function.index() + 1);
  }
  std::vector<bool>& lanes = taken_[seen.function.index()];
  const auto lane = std::find(lanes.begin(), lanes.end(), false) - lanes.begin();
  lanes.resize(std::max(lanes.size(), static_cast<std::size_t>(lane) + 1));
  lanes[static_cast<std::size_t>(lane)] = true;
  rows_.resize(std::max(rows_.size(), seen.instance.index() + std::size_t{1}));
  rows_[seen.instance.index()] = {lives_.size(), 0};
  lives_.push_back(
      {seen.function, static_cast<std::uint32_t>(lane), seen.now, seen.until, Time::never(), {}});
}

void InstanceLanes::begin(Row& row, Time now) {
  if (row.running++ == 0) {
    count_part();
    if (!has_too_many_) {
      lives_[row.life].busy.emplace_back(now, Time::never());
    }
  }
}

void InstanceLanes::observe(const Observation& seen) {
  if (has_too_many_) {
    return;
  }
  if (seen.change == Change::instance_created) {
    create(seen);
    return;
  }
  Row* const row = row_of(seen);
  if (row == nullptr) {
    return;
  }
  InstanceLife& life = lives_[row->life];
  switch (seen.change) {
    case Change::instance_ready:
      life.ready = seen.now;
      break;
    case Change::started:
      begin(*row, seen.now);
      break;
    case Change::ended:
      if (--row->running == 0) {
        life.busy.back().second = seen.now;
      }
      break;
    case Change::instance_reclaimed:
      life.gone = seen.now;
      if (row->running > 0) {  // the VM of the instance crashed
        life.busy.back().second = seen.now;
      }
      taken_[life.function.index()][life.lane] = false;
      row->life = kNoLife;
      break;
    default:
      break;
  }
}

}  // namespace curtain
