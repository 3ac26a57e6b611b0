#include "models/platform/idling/idle_order.hpp"

#include <algorithm>
#include <utility>

#include "sim/check.hpp"

namespace curtain {
namespace {

/// Moves the element at `at` to its correct position in the heap. `placed(item, place)` is called for every
/// element that moves.
template <class Before, class Placed>
void settle(std::vector<std::uint32_t>& heap, std::size_t at, const Before& before, const Placed& placed) {
  const std::uint32_t item = heap[at];
  while (at > 0 && before(item, heap[(at - 1) / 2])) {
    heap[at] = heap[(at - 1) / 2];
    placed(heap[at], at);
    at = (at - 1) / 2;
  }
  for (std::size_t child = 2 * at + 1; child < heap.size(); child = 2 * at + 1) {
    if (child + 1 < heap.size() && before(heap[child + 1], heap[child])) {
      ++child;
    }
    if (!before(heap[child], item)) {
      break;
    }
    heap[at] = heap[child];
    placed(heap[at], at);
    at = child;
  }
  heap[at] = item;
  placed(item, at);
}

/// Removes the element at `at`. The last element moves to this position, and the caller must then call
/// settle() for the position if it still exists.
void take_out(std::vector<std::uint32_t>& heap, std::size_t at) {
  heap[at] = heap.back();
  heap.pop_back();
}

}  // namespace

void IdleOrder::settle_member(Group& group, std::size_t at) {
  // Within a group the common part is equal, so only the own parts are compared. This keeps the order exact,
  // because no sums are rounded.
  const auto before = [this](std::uint32_t a, std::uint32_t b) {
    return Key{rows_[a].own, rows_[a].since, a} < Key{rows_[b].own, rows_[b].since, b};
  };
  settle(group.members, at, before, [this](std::uint32_t instance, std::size_t place) {
    rows_[instance].place = static_cast<std::uint32_t>(place);
  });
}

void IdleOrder::settle_head(Heap& heads, std::size_t at) {
  const auto before = [this](std::uint32_t a, std::uint32_t b) { return key_of_head(a) < key_of_head(b); };
  settle(heads, at, before, [this](std::uint32_t group, std::size_t place) {
    groups_[group].place = static_cast<std::uint32_t>(place);
  });
}

void IdleOrder::insert(std::uint32_t isolation_class, std::uint32_t group, std::uint32_t instance, double own,
                       Time since) {
  SIM_CHECK(own == own && !holds(instance));
  if (group >= groups_.size()) {
    groups_.resize(group + 1);
  }
  if (isolation_class >= heads_.size()) {
    heads_.resize(isolation_class + 1);
  }
  if (instance >= rows_.size()) {
    rows_.resize(instance + 1);
  }
  Group& home = groups_[group];
  SIM_CHECK(home.place == kNobody || home.isolation_class == isolation_class);
  rows_[instance] = {own, since, group, 0};
  home.members.push_back(instance);
  settle_member(home, home.members.size() - 1);
  Heap& heads = heads_[isolation_class];
  if (home.place == kNobody) {
    home.isolation_class = isolation_class;
    heads.push_back(group);
    settle_head(heads, heads.size() - 1);
  } else if (home.members.front() == instance) {
    settle_head(heads, home.place);
  }
}

void IdleOrder::erase(std::uint32_t instance) {
  SIM_CHECK(holds(instance));
  Row& row = rows_[instance];
  Group& home = groups_[row.group];
  const std::size_t at = std::exchange(row.place, kNobody);
  take_out(home.members, at);
  if (at < home.members.size()) {
    settle_member(home, at);
  }
  if (at > 0) {
    return;  // the instance was not the head of its group
  }
  Heap& heads = heads_[home.isolation_class];
  const std::size_t head = home.place;
  if (!home.members.empty()) {
    settle_head(heads, head);
    return;
  }
  home.place = kNobody;
  take_out(heads, head);
  if (head < heads.size()) {
    settle_head(heads, head);
  }
}

void IdleOrder::set_shared(std::uint32_t group, double shared) {
  SIM_CHECK(shared == shared);
  if (group >= groups_.size()) {
    groups_.resize(group + 1);
  }
  groups_[group].shared = shared;
  if (groups_[group].place != kNobody) {
    settle_head(heads_[groups_[group].isolation_class], groups_[group].place);
  }
}

namespace {
constexpr auto kLater = [](const auto& a, const auto& b) { return b.key < a.key; };
}

void IdleOrder::reach_head(std::size_t at) {
  const Heap& heads = heads_[walked_];
  if (at < heads.size()) {
    walk_.push_back({key_of_head(heads[at]), kNobody, static_cast<std::uint32_t>(at)});
    std::push_heap(walk_.begin(), walk_.end(), kLater);
  }
}

void IdleOrder::reach_member(std::uint32_t group, std::size_t at) {
  if (at < groups_[group].members.size()) {
    walk_.push_back({key_of(groups_[group].members[at]), group, static_cast<std::uint32_t>(at)});
    std::push_heap(walk_.begin(), walk_.end(), kLater);
  }
}

void IdleOrder::begin_walk(std::uint32_t isolation_class) {
  walk_.clear();
  walked_ = isolation_class;
  if (isolation_class < heads_.size()) {
    reach_head(0);
  }
}

/// Returns the next instance. The caller must then reach the instances that follow the returned instance in
/// the heap of its group.
std::uint32_t IdleOrder::next_step() {
  if (walk_.empty()) {
    return kNobody;
  }
  std::pop_heap(walk_.begin(), walk_.end(), kLater);
  const Step step = walk_.back();
  walk_.pop_back();
  if (step.group != kNobody) {
    return groups_[step.group].members[step.place];
  }
  reach_head(2 * std::size_t{step.place} + 1);
  reach_head(2 * std::size_t{step.place} + 2);
  return groups_[heads_[walked_][step.place]].members.front();
}

}  // namespace curtain
