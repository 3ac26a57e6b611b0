#include "models/platform/scheduling/vm_candidates.hpp"

#include <utility>

#include "sim/check.hpp"

namespace curtain {
namespace {

template <class Table>
auto& grown(Table& table, std::size_t index, const typename Table::value_type& empty = {}) {
  if (index >= table.size()) {
    table.resize(index + 1, empty);
  }
  return table[index];
}

}  // namespace

void VmCandidates::list(std::uint32_t function, std::uint32_t vm, std::uint32_t instance) {
  Member& member = grown(members_, instance);
  SIM_CHECK(member.group == kNobody);
  grown(homes_, function);
  const auto [name, is_new] = names_.try_emplace({vm, function}, 0);
  if (is_new) {
    name->second = groups_.allocate();
    Group made;
    made.function = function;
    made.vm = vm;
    groups_[name->second] = made;
    make_stale(name->second);
  }
  Group& group = groups_[name->second];
  member = {name->second, group.front, kNobody, listings_++};
  if (group.front != kNobody) {
    members_[group.front].previous = instance;
  }
  group.front = instance;
  if (group.place != kNobody) {
    settle(homes_[function].heap, group.place);
  }
}

void VmCandidates::unlist(std::uint32_t instance) {
  Member& member = members_.at(instance);
  SIM_CHECK(member.group != kNobody);
  const std::uint32_t id = std::exchange(member.group, kNobody);
  Group& group = groups_[id];
  if (member.next != kNobody) {
    members_[member.next].previous = member.previous;
  }
  if (member.previous != kNobody) {
    members_[member.previous].next = member.next;
    return;
  }
  group.front = member.next;
  if (group.front == kNobody) {
    drop(id);
  } else if (group.place != kNobody) {
    settle(homes_[group.function].heap, group.place);
  }
}

void VmCandidates::change(std::uint32_t vm) {
  while (vm < fresh_.size() && fresh_[vm] != kNobody) {
    const std::uint32_t id = fresh_[vm];
    forget_fresh(id);
    make_stale(id);
  }
}

void VmCandidates::set_key(Home& home, std::uint32_t id, std::int64_t key) {
  home.stale.pop_back();
  Group& group = groups_[id];
  group.stale = kNobody;
  group.key = key;
  if (group.place == kNobody) {
    group.place = static_cast<std::uint32_t>(home.heap.size());
    home.heap.push_back(id);
  }
  settle(home.heap, group.place);
  std::uint32_t& first = grown(fresh_, group.vm, kNobody);
  group.next = first;
  group.previous = kNobody;
  if (first != kNobody) {
    groups_[first].previous = id;
  }
  first = id;
}

void VmCandidates::make_stale(std::uint32_t id) {
  std::vector<std::uint32_t>& stale = homes_[groups_[id].function].stale;
  groups_[id].stale = static_cast<std::uint32_t>(stale.size());
  stale.push_back(id);
}

/// Removes the group from the list of its VM.
void VmCandidates::forget_fresh(std::uint32_t id) {
  const Group& group = groups_[id];
  (group.previous == kNobody ? fresh_[group.vm] : groups_[group.previous].next) = group.next;
  if (group.next != kNobody) {
    groups_[group.next].previous = group.previous;
  }
}

bool VmCandidates::before(std::uint32_t a, std::uint32_t b) const {
  const Group& first = groups_[a];
  const Group& second = groups_[b];
  return first.key != second.key ? first.key < second.key
                                 : members_[first.front].listed_as > members_[second.front].listed_as;
}

void VmCandidates::settle(std::vector<std::uint32_t>& heap, std::size_t at) {
  const std::uint32_t id = heap[at];
  const auto put = [&](std::uint32_t group, std::size_t place) {
    heap[place] = group;
    groups_[group].place = static_cast<std::uint32_t>(place);
  };
  for (; at > 0 && before(id, heap[(at - 1) / 2]); at = (at - 1) / 2) {
    put(heap[(at - 1) / 2], at);
  }
  for (std::size_t child = 2 * at + 1; child < heap.size(); child = 2 * at + 1) {
    child += child + 1 < heap.size() && before(heap[child + 1], heap[child]) ? 1 : 0;
    if (!before(heap[child], id)) {
      break;
    }
    put(heap[child], at);
    at = child;
  }
  put(id, at);
}

/// Removes the group, which has no more candidates.
void VmCandidates::drop(std::uint32_t id) {
  const Group gone = groups_[id];
  Home& home = homes_[gone.function];
  if (gone.stale == kNobody) {
    forget_fresh(id);
  } else {
    const std::uint32_t last = home.stale.back();
    home.stale[gone.stale] = last;
    groups_[last].stale = gone.stale;
    home.stale.pop_back();
  }
  if (gone.place != kNobody) {
    const std::uint32_t last = home.heap.back();
    home.heap.pop_back();
    if (last != id) {
      home.heap[gone.place] = last;
      groups_[last].place = gone.place;
      settle(home.heap, gone.place);
    }
  }
  names_.erase({gone.vm, gone.function});
  groups_.release(id);
}

}  // namespace curtain
