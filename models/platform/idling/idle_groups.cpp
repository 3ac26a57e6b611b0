#include "models/platform/idling/idle_groups.hpp"

#include "sim/check.hpp"

namespace curtain {

void IdleGroups::join(std::uint32_t function, std::uint32_t vm, std::uint32_t instance) {
  const auto [place, is_new] = names_.try_emplace({vm, function}, 0);
  if (is_new) {
    place->second = groups_.allocate();
    Group fresh;
    fresh.number = groups_ever_++;
    fresh.function = function;
    fresh.vm = vm;
    groups_[place->second] = fresh;
  }
  if (instance >= members_.size()) {
    members_.resize(instance + 1);
  }
  SIM_CHECK(members_[instance].group == kNobody);
  members_[instance] = {place->second, false, kNobody, kNobody};
  ++groups_[place->second].members;
}

void IdleGroups::part(std::uint32_t instance) {
  SIM_CHECK(members_[instance].group != kNobody);
  if (members_[instance].idle) {
    leave(instance);
  }
  const std::uint32_t id = members_[instance].group;
  members_[instance].group = kNobody;
  Group& group = groups_[id];
  if (--group.members == 0) {
    names_.erase({group.vm, group.function});
    groups_.release(id);
  }
}

void IdleGroups::enter(std::uint32_t instance) {
  Member& member = members_[instance];
  SIM_CHECK(member.group != kNobody && !member.idle);
  Group& group = groups_[member.group];
  member.idle = true;
  member.next = kNobody;
  member.previous = group.back;
  (group.back == kNobody ? group.front : members_[group.back].next) = instance;
  group.back = instance;
  ++group.idle;
}

void IdleGroups::leave(std::uint32_t instance) {
  Member& member = members_[instance];
  SIM_CHECK(member.group != kNobody && member.idle);
  Group& group = groups_[member.group];
  member.idle = false;
  (member.previous == kNobody ? group.front : members_[member.previous].next) = member.next;
  (member.next == kNobody ? group.back : members_[member.next].previous) = member.previous;
  --group.idle;
}

}  // namespace curtain
