#pragma once
// Instances between attempts: idle, kept alive, retired, reclaimed.

#include "models/platform/cell/engine.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

template <class Queue, bool observed>
[[gnu::always_inline]] inline IdleInstanceView Engine<Queue, observed>::view_of(std::uint32_t id,
                                                                                Time now) const {
  const Instance& row = rows_.instances[id];
  const InstanceRest& more = rows_.instance_rest[id];
  return {now,
          InstanceId{id},
          FunctionId{row.function},
          VmId{row.vm},
          more.memory,
          more.created,
          row.uses,
          rows_.functions[row.function].live,
          more.ready - more.created,
          policies_.keep_alive.needs().idle_counts
              ? Kept<std::uint32_t, IdleCountsNeed>(rows_.rest[row.function].idle)
              : Kept<std::uint32_t, IdleCountsNeed>(),
          (std::uint64_t{row.serial} << 32) | row.uses,
          key(Purpose::keep_alive),
          rows_.functions[row.function].in_flight};
}

template <class Queue, bool observed>
inline void Engine<Queue, observed>::become_idle(std::uint32_t id, Time now) {
  if (idle_.is_kept()) [[unlikely]] {
    enter_idleness(id, now);
  }
  Instance& row = rows_.instances[id];
  Duration keep = warm_path_.keep();
  if (!warm_path_.is_keep_constant()) [[unlikely]] {
    keep = ask(*policies_.keep_alive, now, [&] { return policies_.keep_alive->keep_for(view_of(id, now)); });
    if (keep < Duration{}) [[unlikely]] {
      blame(*policies_.keep_alive, now,
            fmt::format("kept an instance for {} ns: until a time in the past", keep.ns()));
    }
  }
  tell_kept(id, keep, now);
  const Time deadline = sim::saturating_add(now, keep);
  if (row.keep_alive.set(CURTAIN_MUTANT(expires_after_arrivals, deadline,
                                        sim::saturating_add(deadline, Duration{1})))) [[unlikely]] {
    schedule<KeepAliveEnds>(row.keep_alive.armed(), id, rows_.instances.generation(id));
  }
  if constexpr (observed) {
    tell(Change::instance_idle, now, kNone, id, deadline);
  }
}

/// A slot has come free on an instance that is up. Returns whether its function's mask was empty.
template <class Queue, bool observed>
[[gnu::always_inline]] inline bool Engine<Queue, observed>::release_slot(std::uint32_t id, Time now) {
  Instance& row = rows_.instances[id];
  const std::uint32_t function = row.function;
  --row.in_flight;
  if (row.in_flight == 0) {
    tally_.busy_until(function, now);
    --tally_.busy;
  }
  if (rows_.functions[function].mask == 0 && row.state == InstanceState::ready) [[likely]] {
    list(id);
    become_idle(id, now);
    return true;
  }
  release_slot_general(id, now);
  return false;
}

template <class Queue, bool observed>
void Engine<Queue, observed>::release_slot_general(std::uint32_t id, Time now) {
  const std::uint32_t function = rows_.instances[id].function;
  rows_.instance_rest[id].last_used = now;
  if (rows_.instances[id].state == InstanceState::draining) {
    if (rows_.instances[id].in_flight == 0) {
      reclaim(id, now);
    }
    return;
  }
  if (rows_.instances[id].listed) {
    unlist(id);  // to the front again: it was used last
  }
  if (policies_.queueing.needs().across_functions && yields(id)) [[unlikely]] {
    room_.wait(function);
  } else {
    take_from_queue(id, now);
  }
  if (rows_.instances[id].in_flight < rows_.instances[id].slots) {
    list(id);
  }
  if (rows_.instances[id].in_flight == 0) {
    become_idle(id, now);
    if (idle_.evicts()) {
      agenda_.note_room();  // it may be evicted
    }
  }
}

template <class Queue, bool observed>
[[gnu::always_inline]] inline void Engine<Queue, observed>::list(std::uint32_t id) {
  Instance& row = rows_.instances[id];
  Function& function = rows_.functions[row.function];
  row.listed = true;
  row.previous = kNone;
  row.next = function.front;
  (function.front == kNone ? function.back : rows_.instances[function.front].previous) = id;
  function.front = id;
  if (candidates_.is_needed()) [[unlikely]] {
    candidates_.list(id, now_);
  }
}

template <class Queue, bool observed>
inline void Engine<Queue, observed>::unlist(std::uint32_t id) {
  Instance& row = rows_.instances[id];
  Function& function = rows_.functions[row.function];
  row.listed = false;
  (row.previous == kNone ? function.front : rows_.instances[row.previous].next) = row.next;
  (row.next == kNone ? function.back : rows_.instances[row.next].previous) = row.previous;
  if (candidates_.is_needed()) [[unlikely]] {
    candidates_.unlist(id);
  }
}

/// The timer counts while the instance is idle, and is set again when it becomes so.
template <class Queue, bool observed>
void Engine<Queue, observed>::keep_alive_fired(std::uint32_t id, Time now) {
  Instance& row = rows_.instances[id];
  const bool is_idle = row.in_flight == 0 && row.state == InstanceState::ready;
  const sim::LazyTimer::Fired fired = row.keep_alive.fired(now, is_idle);
  if (fired == sim::LazyTimer::Fired::early) {
    schedule<KeepAliveEnds>(row.keep_alive.armed(), id, rows_.instances.generation(id));
  }
  if (fired != sim::LazyTimer::Fired::due) {
    return;
  }
  if (rows_.functions[row.function].live <=
      CURTAIN_MUTANT(floor_expires, rows_.rest[row.function].floor, 0u)) {
    return;  // pre-warm holds it, until its next use or until the floor falls
  }
  reclaim(id, now);
}

template <class Queue, bool observed>
void Engine<Queue, observed>::life_ended(std::uint32_t id, Time now) {
  retire_instance(id, now);
}

/// The instance takes no more attempts and goes when it is idle.
template <class Queue, bool observed>
void Engine<Queue, observed>::retire_instance(std::uint32_t id, Time now) {
  Instance& row = rows_.instances[id];
  if (row.function == kNone && row.state == InstanceState::starting) {
    return;  // a spare of the pool goes when it is ready
  }
  if (row.in_flight == 0) {
    reclaim(id, now);  // a starting one, too: nothing is bound to it, and nothing more will be
    return;
  }
  note_loss(row.function);
  if (row.state != InstanceState::ready) {  // a starting one drains when it is ready
    if (CURTAIN_MUTANT(retired_vm_is_joined, rows_.rest[row.function].joinable == id, false)) {
      rows_.rest[row.function].joinable = kNone;
    }
    return;
  }
  if (row.listed) {
    unlist(id);
  }
  row.state = InstanceState::draining;
  ++rows_.rest[row.function].draining;
}

/// An idle instance, or one whose attempts are gone, leaves its VM.
template <class Queue, bool observed>
void Engine<Queue, observed>::reclaim(std::uint32_t id, Time now, bool under_pressure) {
  Instance& row = rows_.instances[id];
  const std::uint32_t function = row.function;
  if (function == kNone) {
    drop_spare(id, now);
    return;
  }
  SIM_CHECK(row.in_flight == 0 && row.first_request == kNone);
  if (row.listed) {
    unlist(id);
  }
  FunctionRest& rest = rows_.rest[function];
  FunctionExtras& extras = tally_.extras[function];
  extras.live_ns += static_cast<sim::Int128>(tally_.clamped(now));
  if (row.state == InstanceState::starting) {
    --rest.starting;
    rest.joinable = rest.joinable == id ? kNone : rest.joinable;
  } else {
    extras.ready_ns += static_cast<sim::Int128>(tally_.clamped(now));
    rest.draining -= row.state == InstanceState::draining ? 1 : 0;
  }
  const double value = under_pressure ? idle_.eviction().value(id) : 0;
  const std::uint64_t counts_as_evicted = under_pressure && now >= tally_.from && now < tally_.to ? 1 : 0;
  tally_.evicted += counts_as_evicted;
  extras.evicted += counts_as_evicted;
  leave_idleness(id);
  idle_.parts(id);
  --rows_.functions[function].live;
  rows_.functions[function].hash.add(static_cast<std::uint64_t>(now.ns()) ^
                                     (std::uint64_t{row.serial} << 32));
  notices_.gone(now, [&] {
    return EvictionNotice{now,   FunctionId{function},          InstanceId{id}, under_pressure,
                          value, rows_.functions[function].live};
  });
  if constexpr (observed) {
    tell(Change::instance_reclaimed, now, kNone, id);
  }
  const std::uint32_t vm = row.vm;
  CURTAIN_MUTANT_SKIPS(contents_stay_behind)
  cluster_.count_out(vm, function, rest.tenant);
  cluster_.take(vm, id, rows_.instance_rest[id].memory, rows_.instance_rest);
  CURTAIN_MUTANT_SKIPS(vm_keys_keep_what_left)
  candidates_.vm_changed(vm, now);
  idle_.taken(vm);
  rows_.instances.release(id);
  if (!under_pressure) {  // else its room is for the instance that it makes room for
    note_loss(function);
    note_room();
  }
  levels_.instance_went(tally_, now);
  sync_levels(now);
  if (cluster_.vm(vm).instances == 0) {
    vm_is_empty(vm, now);
  }
}

/// The floor has fallen: instances that only it held, and whose keep-alive is over, go; the longest idle
/// first.
template <class Queue, bool observed>
void Engine<Queue, observed>::lower_floor(std::uint32_t function, Time now) {
  reclaim_idle_above(function, rows_.rest[function].floor, now, now);
}

/// While there are more live instances than that, reclaims idle ones whose keep-alive ends by `deadline_by`,
/// the longest idle first.
template <class Queue, bool observed>
void Engine<Queue, observed>::reclaim_idle_above(std::uint32_t function, std::uint32_t live, Time deadline_by,
                                                 Time now) {
  std::uint32_t id = rows_.functions[function].back;
  while (id != kNone && rows_.functions[function].live > live) {
    const std::uint32_t previous = rows_.instances[id].previous;
    if (rows_.instances[id].in_flight == 0 && rows_.instances[id].keep_alive.due() <= deadline_by) {
      reclaim(id, now);
    }
    id = previous;
  }
}

/// The function has lost an instance, or one of its instances takes no more attempts.
template <class Queue, bool observed>
void Engine<Queue, observed>::note_loss(std::uint32_t function) {
  if (!rows_.rest[function].queue.empty()) {
    agenda_.note_own_queue(function);
  }
  if (rows_.rest[function].floor > 0) {
    agenda_.note_floor(function);
  }
}

/// Memory has come free in a VM, or on a host.
template <class Queue, bool observed>
void Engine<Queue, observed>::note_room() {
  agenda_.note_room();
  if (pool_.is_wanted()) {
    agenda_.note_pool();
  }
}

}  // namespace curtain
