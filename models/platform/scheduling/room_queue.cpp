#include "models/platform/scheduling/room_queue.hpp"

#include <algorithm>
#include <limits>

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

constexpr std::pair<std::int64_t, std::uint32_t> kNoHead{std::numeric_limits<std::int64_t>::max(), kNone};
constexpr std::pair<std::int64_t, std::uint32_t> kBeforeAll{std::numeric_limits<std::int64_t>::min(), 0};

}  // namespace

void RoomQueue::skip_groups() {
  SIM_CHECK(size_ == 0);
  skips_groups_ = true;
  cluster_.watch_room();
}

void RoomQueue::wait(std::uint32_t function) {
  if (rows_.rest[function].queue.empty() || waits(function)) {
    return;
  }
  if (function >= places_.size()) {
    places_.resize(rows_.functions.size());
  }
  places_[function].waits = true;
  ++size_;
  if (!skips_groups_) {
    waiting_.push_back(function);
  } else if (in_round_) {
    later_.push_back(function);
  } else {
    enter(function);
  }
}

/// Adds the function to the sets, sorted by the first attempt in its queue.
void RoomQueue::enter(std::uint32_t function) {
  const FunctionRest& rest = rows_.rest[function];
  Place& place = places_[function];
  place.since = rows_.requests[rest.queue.front()].started.ns();
  if (rest.isolation_class >= groups_.size()) {
    groups_.resize(std::size_t{rest.isolation_class} + 1);
  }
  const Head head{place.since, function};
  heads_.insert(head);
  groups_[rest.isolation_class][rest.memory].insert(head);
  open_classes_.insert(rest.isolation_class);
  place.may_join = place.may_join || rest.joinable != kNone;
  if (place.may_join) {
    joining_.insert(head);
  }
}

/// Removes the function from all sets.
void RoomQueue::leave(std::uint32_t function) {
  const FunctionRest& rest = rows_.rest[function];
  const Head head{places_[function].since, function};
  heads_.erase(head);
  joining_.erase(head);
  Group& group = groups_[rest.isolation_class];
  const auto of_memory = group.find(rest.memory);
  of_memory->second.erase(head);
  if (of_memory->second.empty()) {
    group.erase(of_memory);
  }
}

void RoomQueue::head_changed(std::uint32_t function) {
  if (!skips_groups_ || !waits(function)) {
    return;
  }
  SIM_CHECK(!in_round_);
  leave(function);
  if (rows_.rest[function].queue.empty()) {
    places_[function] = {};
    --size_;
  } else {
    enter(function);
  }
}

void RoomQueue::may_join(std::uint32_t function) {
  if (skips_groups_ && waits(function) && !in_round_) {
    places_[function].may_join = true;
    joining_.insert({places_[function].since, function});
  }
}

std::vector<std::uint32_t> RoomQueue::take_all() {
  std::vector<std::uint32_t> all;
  all.swap(waiting_);
  for (const std::uint32_t function : all) {
    places_[function].waits = false;
  }
  size_ = 0;
  return all;
}

void RoomQueue::begin_round() {
  in_round_ = true;
  last_ = kBeforeAll;
}

std::uint32_t RoomQueue::next() {
  Head first = kNoHead;
  consider(joining_, first);
  if (CURTAIN_MUTANT(room_on_hosts_not_seen, cluster_.may_open_vm(), false)) {
    consider(heads_, first);
  } else {
    consider_classes(first);
  }
  if (first == kNoHead) {
    in_round_ = false;
    for (const std::uint32_t function : later_) {
      enter(function);
    }
    later_.clear();
    return kNone;
  }
  last_ = first;
  leave(first.second);
  places_[first.second] = {};
  --size_;
  return first.second;
}

/// Sets `first` to the first of the heads after the last returned head, if it is earlier than `first`.
void RoomQueue::consider(const Heads& heads, Head& first) const {
  const auto next = heads.upper_bound(last_);
  if (next != heads.end()) {
    first = std::min(first, *next);
  }
}

/// Considers, for each class that may have room in a VM, the memory sizes that fit. A class in which no size
/// fits is not searched again before it gets more room or another function waits in it.
void RoomQueue::consider_classes(Head& first) {
  for (const std::uint32_t grown : cluster_.take_classes_with_more_room()) {
    open_classes_.insert(grown);
  }
  for (auto at = open_classes_.begin(); at != open_classes_.end();) {
    const std::uint32_t isolation_class = *at;
    if (isolation_class >= groups_.size()) {
      at = open_classes_.erase(at);
      continue;
    }
    const Mebibytes most_free = cluster_.most_free(isolation_class);
    const Group& group = groups_[isolation_class];
    auto size = group.begin();
    if (size == group.end() || size->first > most_free) {
      at = open_classes_.erase(at);
      continue;
    }
    for (; size != group.end() && size->first <= most_free; ++size) {
      consider(size->second, first);
    }
    ++at;
  }
}

RoomQueue::Turn RoomQueue::turn_of(std::uint32_t function) const {
  const FunctionRest& rest = rows_.rest[function];
  const std::uint32_t coming = rows_.functions[function].front == kNone ? rest.starting - rest.claimed : 0;
  const auto [key, position] = rest.queue.place(std::min(coming, rest.queue.size() - 1));
  return {key, position, function};
}

bool RoomQueue::anyone_before(const Turn& turn) const {
  return std::any_of(waiting_.begin(), waiting_.end(), [&](std::uint32_t other) {
    return !rows_.rest[other].queue.empty() &&
           CURTAIN_MUTANT(yields_to_the_less_urgent, turn_of(other) < turn, turn < turn_of(other));
  });
}

}  // namespace curtain
