#include "models/platform/fleet/vm_pool.hpp"

#include <algorithm>

#include "sim/mutant.hpp"

namespace curtain {

VmPool::VmPool(const VmPoolParameters& parameters, const sim::Distribution& boot, sim::DrawKey key, Time from,
               Time to)
    : parameters_(parameters), boot_(boot), key_(key), from_(from), to_(to), ready_(parameters.size) {}

std::optional<Time> VmPool::take(Time now) {
  settle(now);
  const bool is_counted = now >= from_ && now < to_;
  if (ready_ == 0) {
    misses_ += is_counted ? 1 : 0;
    return std::nullopt;
  }
  --ready_;
  hits_ += is_counted ? 1 : 0;
  const Time begin = CURTAIN_MUTANT(pool_boots_without_limit, begin_of_next(now), now);
  const Time end = sim::saturating_add(begin, boot_.sample_duration(key_, 0, ordered_++));
  if (parameters_.boots_at_once != kUnlimited) {
    free_.push(end);
  }
  refills_.push({now, begin, end});
  return sim::saturating_add(now, parameters_.hand_over);
}

/// Returns the beginning of a boot that is ordered now, and takes a place from `free_` for it.
Time VmPool::begin_of_next(Time now) {
  if (free_.size() < parameters_.boots_at_once) {
    return now;
  }
  const Time first = free_.top();
  free_.pop();
  return std::max(now, first);
}

/// Adds the VMs whose boots have ended by `now`.
void VmPool::settle(Time now) {
  while (!refills_.empty() && refills_.top().end <= now) {
    const Refill& refill = refills_.top();
    missing_ns_ += within(refill.taken, refill.end);
    booting_ns_ += within(refill.begin, refill.end);
    refills_.pop();
    ++ready_;
  }
}

/// The length in ns of the part of [begin, end) that is in the window.
sim::Int128 VmPool::within(Time begin, Time end) const {
  const Time low = std::max(begin, from_);
  const Time high = std::min(end, to_);
  return high > low ? static_cast<sim::Int128>((high - low).ns()) : 0;
}

void VmPool::finish(Time end, StartCounts& counts) {
  to_ = std::min(to_, end);
  for (; !refills_.empty(); refills_.pop()) {
    missing_ns_ += within(refills_.top().taken, refills_.top().end);
    booting_ns_ += within(refills_.top().begin, refills_.top().end);
  }
  counts.pool_size = parameters_.size;
  counts.pool_hits = hits_;
  counts.pool_misses = misses_;
  counts.pool_booting_ns = booting_ns_;
  counts.pool_ready_ns = static_cast<sim::Int128>(parameters_.size) * within(from_, to_) - missing_ns_;
}

}  // namespace curtain
