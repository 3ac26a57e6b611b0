#include "models/platform/idling/reviews.hpp"

#include "models/platform/blame.hpp"

namespace curtain {

void Reviews::enter(std::uint32_t instance) {
  groups_.enter(instance);
  use(instance);
}

void Reviews::use(std::uint32_t instance) {
  const std::uint32_t id = groups_.group_of(instance);
  groups_[id].last_use = core_.now();
  groups_[id].reviews = 0;
  plan_next(id);
}

void Reviews::plan_next(std::uint32_t id) {
  IdleGroups::Group& group = groups_[id];
  const Time now = core_.now();
  const Duration wait = ask(policy_, now, [&] { return policy_.next_review(view_of(id)); });
  const Time due = sim::saturating_add(group.last_use, wait);
  if (due <= now) [[unlikely]] {
    blame(policy_, now,
          fmt::format("wants a review {} s after a use that was {} s ago, which is in the past",
                      static_cast<double>(wait.ns()) / 1e9,
                      static_cast<double>((now - group.last_use).ns()) / 1e9));
  }
  if (group.review.set(
          due, group.idle > 0)) {  // without idle instances, the timer is set when an instance becomes idle
    schedule(id);
  }
}

bool Reviews::is_due(std::uint32_t id) {
  IdleGroups::Group& group = groups_[id];
  const sim::LazyTimer::Fired fired = group.review.fired(core_.now(), group.idle > 0);
  if (fired == sim::LazyTimer::Fired::early) {
    schedule(id);
  }
  return fired == sim::LazyTimer::Fired::due;
}

Reviews::Review Reviews::review(std::uint32_t id) {
  const IdleGroupView view = view_of(id);
  const std::uint32_t over = ask(policy_, view.now, [&] { return policy_.review(view); });
  if (over > view.idle) [[unlikely]] {
    blame(policy_, view.now,
          fmt::format("reclaims {} idle instances, but only {} are idle", over, view.idle));
  }
  ++groups_[id].reviews;
  over_.clear();
  for (std::uint32_t instance = groups_[id].front; over_.size() < over; instance = groups_.after(instance)) {
    over_.push_back(instance);
  }
  return {view.function, view.vm, view.idle, over_};
}

IdleGroupView Reviews::view_of(std::uint32_t id) const {
  const IdleGroups::Group& group = groups_[id];
  return {core_.now(),   FunctionId{group.function},    VmId{group.vm}, group.idle, group.last_use,
          group.reviews, core_.key(Purpose::keep_alive)};
}

void Reviews::schedule(std::uint32_t id) {
  core_.schedule<GroupReview>(groups_[id].review.armed(), id, groups_.generation(id));
}

}  // namespace curtain
