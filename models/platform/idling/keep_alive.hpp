#pragma once
// Instances between attempts: they become idle, are kept alive, are retired and are reclaimed.
#include "models/platform/core/part.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

struct KeepAliveEnds : EventKind<sim::Rank::timer, 0, Subject::instance> {};

/// Handles instances between attempts, which are listed, kept alive, retired and reclaimed.
template <class Core>
class KeepAlive : public Part<Core, KeepAlive<Core>> {
 public:
  /// Called when the last attempt on the instance has ended. The keep-alive of the instance begins.
  void become_idle(std::uint32_t instance, Time now);
  /// Called when a slot of a ready instance has become free. Returns whether the mask of the instance's
  /// function was empty.
  [[nodiscard]] bool release_slot(std::uint32_t instance, Time now);
  /// Inserts the instance at the front of its function's list. The instance must have a free slot and must
  /// not be listed.
  void list(std::uint32_t instance);
  /// Removes the instance from its function's list.
  void unlist(std::uint32_t instance);
  /// Handles the keep-alive timer. The timer is active while the instance is idle, and is set again when the
  /// instance becomes idle.
  void keep_alive_fired(std::uint32_t instance, Time now);
  /// Called when the instance has reached its maximum age. The instance is retired.
  void life_ended(std::uint32_t instance, Time now);
  /// Called when the instance, which is ready, must take no more attempts because it has old code.
  void code_is_old(std::uint32_t instance, Time now);
  /// Retires the instance, which has reached its maximum age or is in a VM that retires. The instance takes
  /// no more attempts, and is reclaimed when it is idle.
  void retire_instance(std::uint32_t instance, Time now);
  /// Reclaims an idle instance, or an instance whose attempts were lost; the instance leaves its VM.
  void reclaim(std::uint32_t instance, Time now, bool under_pressure = false);
  /// Called when the floor has fallen. Reclaims instances that only the floor held and whose keep-alive has
  /// ended, longest idle first.
  void lower_floor(std::uint32_t function, Time now);
  /// Reclaims idle instances whose keep-alive ends by `deadline_by`, longest idle first, while more than
  /// `live` instances are live.
  void reclaim_idle_above(std::uint32_t function, std::uint32_t live, Time deadline_by, Time now);
  /// Called when memory has become free in a VM or on a host.
  void note_room();
  /// The keep-alive policy's view of the instance.
  IdleInstanceView view_of(std::uint32_t instance, Time now) const;

 private:
  using P = Part<Core, KeepAlive<Core>>;
  using P::agenda;
  using P::clock;
  using P::cluster;
  using P::core;
  using P::key;
  using P::notices;
  using P::policies;
  using P::push;
  using P::rows;
  using P::sync_levels;
  using P::tally;
  using P::warm_path;

  void release_slot_general(std::uint32_t instance, Time now);
  /// Called when the function has lost an instance, or when an instance takes no more attempts.
  void note_loss(std::uint32_t function);
};

template <class Core>
[[gnu::always_inline]] inline IdleInstanceView KeepAlive<Core>::view_of(std::uint32_t id, Time now) const {
  const Instance& row = rows().instances[id];
  const InstanceRest& more = rows().instance_rest[id];
  return {now,
          InstanceId{id},
          FunctionId{row.function},
          VmId{row.vm},
          more.memory,
          more.created,
          row.uses,
          rows().functions[row.function].live,
          more.ready - more.created,
          policies().keep_alive.needs().idle_counts
              ? Kept<std::uint32_t, IdleCountsNeed>(rows().rest[row.function].idle)
              : Kept<std::uint32_t, IdleCountsNeed>(),
          (std::uint64_t{row.serial} << 32) | row.uses,
          key(Purpose::keep_alive),
          rows().functions[row.function].in_flight};
}

template <class Core>
inline void KeepAlive<Core>::become_idle(std::uint32_t id, Time now) {
  if (core().idle_set().is_kept()) [[unlikely]] {
    core().enter_idleness(id, now);
  }
  Instance& row = rows().instances[id];
  Duration keep = warm_path().keep();
  if (!warm_path().is_keep_constant()) [[unlikely]] {
    keep =
        ask(*policies().keep_alive, now, [&] { return policies().keep_alive->keep_for(view_of(id, now)); });
    if (keep < Duration{}) [[unlikely]] {
      blame(*policies().keep_alive, now,
            fmt::format("kept an instance for {} ns, that is until a time in the past", keep.ns()));
    }
  }
  core().tell_kept(id, keep, now);
  const Time deadline = sim::saturating_add(now, keep);
  if (row.keep_alive.set(CURTAIN_MUTANT(expires_after_arrivals, deadline,
                                        sim::saturating_add(deadline, Duration{1})))) [[unlikely]] {
    push(KeepAliveEnds::event(row.keep_alive.armed(), id, rows().instances.generation(id)));
  }
  if constexpr (Core::kObserved) {
    core().tell(Change::instance_idle, now, kNone, id, deadline);
  }
}

template <class Core>
[[gnu::always_inline]] inline bool KeepAlive<Core>::release_slot(std::uint32_t id, Time now) {
  Instance& row = rows().instances[id];
  const std::uint32_t function = row.function;
  --row.in_flight;
  if (row.in_flight == 0) {
    tally().busy_until(function, now);
  }
  if (rows().functions[function].mask == 0 && row.state == InstanceState::ready) [[likely]] {
    list(id);
    become_idle(id, now);
    return true;
  }
  release_slot_general(id, now);
  return false;
}

template <class Core>
void KeepAlive<Core>::release_slot_general(std::uint32_t id, Time now) {
  Instance& row = rows().instances[id];
  const std::uint32_t function = row.function;
  rows().instance_rest[id].last_used = now;
  if (row.state == InstanceState::draining) {
    if (row.in_flight == 0) {
      if constexpr (Core::kObserved) {
        core().note_end(EndReason::drained);
      }
      reclaim(id, now);
    }
    return;
  }
  core().show_list_of(id);
  if (row.listed) {
    unlist(id);  // the most recently used instance moves to the front
  }
  if (policies().queueing.needs().across_functions && core().yields(id)) [[unlikely]] {
    core().room().wait(function);
  } else {
    core().take_from_queue(id, now);
  }
  if (row.in_flight < row.slots) {
    list(id);
  }
  if (row.in_flight == 0) {
    become_idle(id, now);
    if (core().idle_set().evicts()) {
      agenda().note_room();  // the idle instance may be evicted
    }
  }
}

template <class Core>
[[gnu::always_inline]] inline void KeepAlive<Core>::list(std::uint32_t id) {
  Instance& row = rows().instances[id];
  Function& function = rows().functions[row.function];
  row.listed = true;
  row.previous = kNone;
  row.next = function.front;
  (function.front == kNone ? function.back : rows().instances[function.front].previous) = id;
  function.front = id;
  if (core().candidates().is_needed()) [[unlikely]] {
    core().candidates().list(id, clock());
  }
}

template <class Core>
inline void KeepAlive<Core>::unlist(std::uint32_t id) {
  Instance& row = rows().instances[id];
  Function& function = rows().functions[row.function];
  row.listed = false;
  (row.previous == kNone ? function.front : rows().instances[row.previous].next) = row.next;
  (row.next == kNone ? function.back : rows().instances[row.next].previous) = row.previous;
  if (core().candidates().is_needed()) [[unlikely]] {
    core().candidates().unlist(id);
  }
}

template <class Core>
void KeepAlive<Core>::keep_alive_fired(std::uint32_t id, Time now) {
  Instance& row = rows().instances[id];
  const bool is_idle = row.in_flight == 0 && row.state == InstanceState::ready;
  const sim::LazyTimer::Fired fired = row.keep_alive.fired(now, is_idle);
  if (fired == sim::LazyTimer::Fired::early) {
    push(KeepAliveEnds::event(row.keep_alive.armed(), id, rows().instances.generation(id)));
  }
  if (fired != sim::LazyTimer::Fired::due) {
    return;
  }
  if (rows().functions[row.function].live <=
      CURTAIN_MUTANT(floor_expires, rows().rest[row.function].floor, 0u)) {
    return;  // pre-warm holds the instance until its next use or until the floor falls
  }
  if constexpr (Core::kObserved) {
    core().note_end(EndReason::keep_alive);
  }
  reclaim(id, now);
}

template <class Core>
void KeepAlive<Core>::life_ended(std::uint32_t id, Time now) {
  if constexpr (Core::kObserved) {
    core().note_end(EndReason::instance_lifetime);
  }
  retire_instance(id, now);
}

template <class Core>
void KeepAlive<Core>::code_is_old(std::uint32_t id, Time now) {
  if (rows().instances[id].state != InstanceState::ready) {
    return;
  }
  if constexpr (Core::kObserved) {
    core().note_end(EndReason::update);
  }
  retire_instance(id, now);
}

template <class Core>
void KeepAlive<Core>::retire_instance(std::uint32_t id, Time now) {
  Instance& row = rows().instances[id];
  if (row.function == kNone && row.state == InstanceState::starting) {
    return;  // a starting instance of the pool ends when it is ready
  }
  if constexpr (Core::kObserved) {
    if (row.function != kNone && row.state == InstanceState::ready) {
      core().tell(Change::instance_draining, now, kNone, id);
    }
  }
  if (row.in_flight == 0) {
    reclaim(id, now);  // a starting instance also ends, because no attempt is bound to it
    return;
  }
  note_loss(row.function);
  if constexpr (Core::kObserved) {
    core().tell_instance_end(id, false, now);
  }
  if (row.state != InstanceState::ready) {  // a starting instance drains when it is ready
    if (CURTAIN_MUTANT(retired_vm_is_joined, rows().rest[row.function].joinable == id, false)) {
      rows().rest[row.function].joinable = kNone;
    }
    return;
  }
  if (row.listed) {
    core().show_list_of(id);
    unlist(id);
  }
  row.state = InstanceState::draining;
  ++rows().rest[row.function].draining;
}

template <class Core>
void KeepAlive<Core>::reclaim(std::uint32_t id, Time now, bool under_pressure) {
  Instance& row = rows().instances[id];
  const std::uint32_t function = row.function;
  if (function == kNone) {
    core().drop_spare(id, now);
    return;
  }
  SIM_CHECK(row.in_flight == 0 && row.first_request == kNone);
  core().drop_background(id);
  if (row.listed) {
    core().show_list_of(id);
    unlist(id);
  }
  FunctionRest& rest = rows().rest[function];
  if (row.state == InstanceState::starting) {
    --rest.starting;
    rest.joinable = rest.joinable == id ? kNone : rest.joinable;
    core().start_is_lost(id);
  } else {
    rest.draining -= row.state == InstanceState::draining ? 1 : 0;
  }
  if (row.must_init) [[unlikely]] {
    core().forget_reset(id);
  }
  const double value = under_pressure ? core().idle_set().eviction().value(id) : 0;
  tally().instance_reclaimed(function, row.state != InstanceState::starting, under_pressure, now);
  core().leave_idleness(id);
  core().idle_set().parts(id);
  --rows().functions[function].live;
  rows().functions[function].hash.add(static_cast<std::uint64_t>(now.ns()) ^
                                      (std::uint64_t{row.serial} << 32));
  notices().gone(now, [&] {
    return EvictionNotice{now,   FunctionId{function},           InstanceId{id}, under_pressure,
                          value, rows().functions[function].live};
  });
  if constexpr (Core::kObserved) {
    core().tell_instance_end(id, true, now);
    core().tell(Change::instance_reclaimed, now, kNone, id, {}, under_pressure ? 1 : 0);
  }
  const std::uint32_t vm = row.vm;
  CURTAIN_MUTANT_SKIPS(contents_stay_behind)
  cluster().count_out(vm, function, rest.tenant);
  cluster().take(vm, id, rows().instance_rest[id].memory, rows().instance_rest);
  CURTAIN_MUTANT_SKIPS(vm_keys_keep_what_left)
  core().candidates().vm_changed(vm, now);
  core().idle_set().taken(vm);
  rows().instances.release(id);
  if (!under_pressure) {  // after an eviction, the new instance uses the memory
    note_loss(function);
    note_room();
  }
  tally().fleet().add_instances(-1, now);
  sync_levels(now);
  if (cluster().vm(vm).instances == 0) {
    core().vm_is_empty(vm, now);
  }
}

template <class Core>
void KeepAlive<Core>::lower_floor(std::uint32_t function, Time now) {
  if constexpr (Core::kObserved) {
    core().note_end(EndReason::floor);
  }
  reclaim_idle_above(function, rows().rest[function].floor, now, now);
}

template <class Core>
void KeepAlive<Core>::reclaim_idle_above(std::uint32_t function, std::uint32_t live, Time deadline_by,
                                         Time now) {
  std::uint32_t id = rows().functions[function].back;
  while (id != kNone && rows().functions[function].live > live) {
    const std::uint32_t previous = rows().instances[id].previous;
    if (rows().instances[id].in_flight == 0 && rows().instances[id].keep_alive.due() <= deadline_by) {
      reclaim(id, now);
    }
    id = previous;
  }
}

template <class Core>
void KeepAlive<Core>::note_loss(std::uint32_t function) {
  if (!rows().rest[function].queue.empty()) {
    agenda().note_own_queue(function);
  }
  if (rows().rest[function].floor > 0) {
    agenda().note_floor(function);
  }
}

template <class Core>
void KeepAlive<Core>::note_room() {
  agenda().note_room();
  if (core().pool().is_wanted()) {
    agenda().note_pool();
  }
}

}  // namespace curtain
