#pragma once
// Idle instances as keep-alive policies look at them: in order of eviction, counted, and in groups that are
// reviewed. Nothing here is called unless the scenario evicts or the policy declares a need.
#include "models/platform/engine.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

template <class Queue, bool observed>
void Engine<Queue, observed>::enter_idleness(std::uint32_t id, Time now) {
  InstanceRest& more = rows_.instance_rest[id];
  const std::uint32_t function = rows_.instances[id].function;
  more.last_used = now;
  more.idle = true;
  ++rows_.rest[function].idle;
  if (evicts_) {
    const double own =
        checked_value(ask(*policies_.keep_alive, now,
                          [&] { return policies_.keep_alive->eviction_value(view_of(id, now)); }),
                      now);
    if (shared_values_) {
      share_value(function, now);
    }
    const std::uint32_t isolation_class = rows_.rest[function].isolation_class;
    idle_order_.insert(isolation_class, shared_values_ ? function : isolation_class, id, own, now);
    idle_vms_.enter(rows_.instances[id].vm, shared_values_ ? IdleOrder::Key{} : idle_order_.key_of(id));
    show_if_whole(rows_.instances[id].vm, id);
  }
  if (watches_load_) {
    cluster_.note_idle(rows_.instances[id].vm);
  }
  if (reviews_) {
    idle_groups_.enter(id);
    use_group(idle_groups_.group_of(id), now);
  }
}

/// A value must have a place in an order.
template <class Queue, bool observed>
double Engine<Queue, observed>::checked_value(double value, Time now) const {
  if (!(value == value)) [[unlikely]] {
    blame(*policies_.keep_alive, now, "gave NaN as a value for the order of eviction");
  }
  return value;
}

template <class Queue, bool observed>
void Engine<Queue, observed>::share_value(std::uint32_t function, Time now) {
  const double value = ask(*policies_.keep_alive, now,
                           [&] { return policies_.keep_alive->shared_value(FunctionId{function}); });
  idle_order_.set_shared(function, checked_value(value, now));
  if (shows_whole_vms_) {
    whole_vms_.set_shared(function, value);
  }
}

/// The VM may have only idle instances now, of which `instance` is one.
template <class Queue, bool observed>
void Engine<Queue, observed>::show_if_whole(std::uint32_t vm, std::uint32_t instance) {
  if (shows_whole_vms_ && idle_vms_.is_whole(vm)) {
    whole_vms_.show(vm, instance, rows_.instances[instance].function, idle_order_.own(instance),
                    std::get<1>(idle_order_.key_of(instance)));
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::leave_idleness(std::uint32_t id) {
  if (!rows_.instance_rest[id].idle) {
    return;
  }
  rows_.instance_rest[id].idle = false;
  --rows_.rest[rows_.instances[id].function].idle;
  if (evicts_) {
    whole_vms_.hide(rows_.instances[id].vm);
    idle_vms_.leave(rows_.instances[id].vm, shared_values_ ? IdleOrder::Key{} : idle_order_.key_of(id));
    idle_order_.erase(id);
  }
  if (watches_load_) {
    cluster_.note_busy(rows_.instances[id].vm);
  }
  if (reviews_) {
    idle_groups_.leave(id);
  }
}

/// An attempt is about to begin on the instance, and someone wants to know.
template <class Queue, bool observed>
void Engine<Queue, observed>::attend_start(std::uint32_t function, std::uint32_t id, Time now) {
  leave_idleness(id);
  const InstanceRest& more = rows_.instance_rest[id];
  notices_.started(now, [&] {
    return StartNotice{now, FunctionId{function}, InstanceId{id}, more.memory, more.ready - more.created};
  });
  if (CURTAIN_MUTANT(shared_value_at_idleness, shared_values_, false)) {
    share_value(function, now);
  }
  if (CURTAIN_MUTANT(start_leaves_group_alone, reviews_, false)) {
    use_group(idle_groups_.group_of(id), now);
  }
}

/// A use of one instance sets back the timer of all of its function on its VM.
template <class Queue, bool observed>
void Engine<Queue, observed>::use_group(std::uint32_t id, Time now) {
  IdleGroups::Group& group = idle_groups_[id];
  group.last_use = now;
  group.reviews = 0;
  plan_review(id, now);
}

template <class Queue, bool observed>
IdleGroupView Engine<Queue, observed>::view_of_group(std::uint32_t id, Time now) {
  const IdleGroups::Group& group = idle_groups_[id];
  return {now, FunctionId{group.function}, VmId{group.vm}, group.idle, group.last_use, group.reviews};
}

/// The group's timer counts while some of it are idle; it is set again when one becomes so.
template <class Queue, bool observed>
void Engine<Queue, observed>::plan_review(std::uint32_t id, Time now) {
  IdleGroups::Group& group = idle_groups_[id];
  const Duration wait = ask(*policies_.keep_alive, now,
                            [&] { return policies_.keep_alive->next_review(view_of_group(id, now)); });
  const Time due = sim::saturating_add(group.last_use, wait);
  if (due <= now) [[unlikely]] {
    blame(*policies_.keep_alive, now,
          fmt::format("wants a review {} s after a use that is {} s ago, so in the past",
                      static_cast<double>(wait.ns()) / 1e9,
                      static_cast<double>((now - group.last_use).ns()) / 1e9));
  }
  if (group.review.set(due, group.idle > 0)) {
    schedule<GroupReview>(group.review.armed(), id, idle_groups_.generation(id));
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::review_fired(std::uint32_t id, Time now) {
  IdleGroups::Group& group = idle_groups_[id];
  const sim::LazyTimer::Fired fired = group.review.fired(now, group.idle > 0);
  if (fired == sim::LazyTimer::Fired::early) {
    schedule<GroupReview>(group.review.armed(), id, idle_groups_.generation(id));
  }
  if (fired != sim::LazyTimer::Fired::due) {
    return;
  }
  const std::uint32_t generation = idle_groups_.generation(id);
  review_group(id, now);
  if (idle_groups_.live(id, generation)) {
    plan_review(id, now);
  }
}

/// Reclaims those of the group whose time is over.
template <class Queue, bool observed>
void Engine<Queue, observed>::review_group(std::uint32_t id, Time now) {
  const IdleGroupView view = view_of_group(id, now);
  const std::uint32_t over =
      ask(*policies_.keep_alive, now, [&] { return policies_.keep_alive->review(view); });
  if (over > view.idle) [[unlikely]] {
    blame(*policies_.keep_alive, now, fmt::format("reclaims {} idle instances of {}", over, view.idle));
  }
  tell_decision(*policies_.keep_alive, "keep_alive", now, view.function.value(), [&] {
    return fmt::format("reclaim {} of {} idle on {}", over, view.idle, vm_name(view.vm.value()));
  });
  ++idle_groups_[id].reviews;
  const std::uint32_t function = view.function.value();
  std::uint32_t instance = idle_groups_[id].front;
  for (std::uint32_t i = 0; i < over; ++i) {
    const std::uint32_t next = idle_groups_.after(instance);
    rows_.instances[instance].keep_alive.note_due(now);
    if constexpr (observed) {
      tell(Change::instance_idle, now, kNone, instance, now);
    }
    if (rows_.functions[function].live >
        rows_.rest[function].floor) {  // else pre-warm holds it, until the floor falls
      reclaim(instance, now);
    }
    instance = next;
  }
}

}  // namespace curtain
