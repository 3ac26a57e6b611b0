#pragma once
// Idle instances as keep-alive policies look at them: in order of eviction, counted, and in groups that are
// reviewed. Nothing here is called unless the scenario evicts or the policy declares a need.
#include "models/platform/cell/engine.hpp"
#include "sim/mutant.hpp"

namespace curtain {

template <class Queue, bool observed>
void Engine<Queue, observed>::enter_idleness(std::uint32_t id, Time now) {
  InstanceRest& more = rows_.instance_rest[id];
  more.last_used = now;
  more.idle = true;
  ++rows_.rest[rows_.instances[id].function].idle;
  idle_.enter(id, rows_.instances[id].vm, [&] { return view_of(id, now); });
}

template <class Queue, bool observed>
void Engine<Queue, observed>::leave_idleness(std::uint32_t id) {
  if (!rows_.instance_rest[id].idle) {
    return;
  }
  rows_.instance_rest[id].idle = false;
  --rows_.rest[rows_.instances[id].function].idle;
  idle_.leave(id, rows_.instances[id].vm);
}

/// An attempt is about to begin on the instance, and someone wants to know.
template <class Queue, bool observed>
void Engine<Queue, observed>::attend_start(std::uint32_t function, std::uint32_t id, Time now) {
  leave_idleness(id);
  const InstanceRest& more = rows_.instance_rest[id];
  notices_.started(now, [&] {
    return StartNotice{now, FunctionId{function}, InstanceId{id}, more.memory, more.ready - more.created};
  });
  idle_.attempt_begins(function, id, now);
}

/// The group's timer has come up: if it is due, those whose time is over are reclaimed.
template <class Queue, bool observed>
void Engine<Queue, observed>::review_group(std::uint32_t id, Time now) {
  if (!idle_.reviews().is_due(id)) {
    return;
  }
  const std::uint32_t generation = idle_.reviews().generation(id);
  const Reviews::Review review = idle_.reviews().review(id);
  const std::uint32_t function = review.function.value();
  tell_decision(*policies_.keep_alive, "keep_alive", now, function, [&] {
    return fmt::format("reclaim {} of {} idle on {}", review.over.size(), review.idle,
                       vm_name(review.vm.value()));
  });
  for (const std::uint32_t instance : review.over) {
    rows_.instances[instance].keep_alive.note_due(now);
    if constexpr (observed) {
      tell(Change::instance_idle, now, kNone, instance, now);
    }
    if (rows_.functions[function].live >
        rows_.rest[function].floor) {  // else pre-warm holds it, until the floor falls
      reclaim(instance, now);
    }
  }
  if (idle_.reviews().live(id, generation)) {
    idle_.reviews().plan_next(id);
  }
}

}  // namespace curtain
