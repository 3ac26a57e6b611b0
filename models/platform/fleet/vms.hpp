#pragma once
// VMs: room for an instance, opening, release and retirement.
#include <vector>

#include "models/platform/cell/engine.hpp"

namespace curtain {

/// A VM for one more instance: one that is there, a new one, or one made free by eviction; none if there is
/// no room.
template <class Queue, bool observed>
std::uint32_t Engine<Queue, observed>::find_room(std::uint32_t function, const Cause& cause, Time now) {
  heed_interrupt();
  for (bool evicted = false;; evicted = true) {
    const FunctionRest& rest = rows_.rest[function];
    const auto vm = cluster_.choose_vm(rest.isolation_class, rest.memory, now, rest.tenant, cause);
    tell_vm_choice(function, rest.isolation_class, vm, now);
    if (vm) {
      return *vm;
    }
    if (const std::uint32_t opened = open_vm(rest.isolation_class, rest.tenant, cause, now);
        opened != kNone) {
      return opened;
    }
    if (evicted || !idle_.evicts() || !evict_for(function, now)) {
      return kNone;
    }
  }
}

/// Reclaims idle instances, in the order of the keep-alive policy, until a VM of the class has room or a
/// whole VM can be given back; touches nothing where neither can be reached.
template <class Queue, bool observed>
bool Engine<Queue, observed>::evict_for(std::uint32_t function, Time now) {
  if (const auto empty = idle_.eviction().empty_vm()) {
    release_vm(*empty, now);
    return true;
  }
  const auto [target, victims] = idle_.eviction().find(function);
  if (target == kNone) {
    return false;
  }
  const std::uint32_t generation = cluster_.generation(target);
  for (const std::uint32_t victim : victims) {
    tell_evicted(victim, now);
    reclaim(victim, now, true);
  }
  if (cluster_.live(target, generation) &&
      !cluster_.has_room(target, rows_.rest[function].isolation_class, rows_.rest[function].memory)) {
    release_vm(target, now);
  }
  return true;
}

template <class Queue, bool observed>
std::uint32_t Engine<Queue, observed>::open_vm(std::uint32_t isolation_class, std::uint32_t tenant,
                                               const Cause& cause, Time now) {
  const auto opened = cluster_.open_vm(isolation_class, now, tenant, cause);
  tell_host_choice(cause.function, opened, now);
  if (!opened) {
    return kNone;
  }
  const std::uint32_t id = *opened;
  Vm& vm = cluster_.vm(id);
  vm.ready = sim::saturating_add(now, parameters_.cold_start.vm_boot.sample_duration(
                                          key(Purpose::vm_boot), cause.function, cause.ordinal));
  vm.hash.add(static_cast<std::uint64_t>(now.ns()));
  vm.hash.add(vm.host);
  const std::uint32_t generation = cluster_.generation(id);
  if (parameters_.lifetimes.vm) {
    const Duration life = at_least_an_instant(
        parameters_.lifetimes.vm->sample_gap(key(Purpose::vm_lifetime), cause.function, cause.ordinal));
    schedule<VmLifeEnds>(sim::saturating_add(now, life), id, generation);
  }
  crashes_.vm_opened(id, vm.number);
  tally_.vms_created += now >= tally_.from && now < tally_.to ? 1 : 0;
  sync_levels(now);
  levels_.sync_hosts_down(tally_, cluster_, now);  // hosts in lost zones may have been passed over
  if constexpr (observed) {
    tell_vm(Change::vm_created, now, id, cluster_.instance_capacity());
  }
  return id;
}

template <class Queue, bool observed>
void Engine<Queue, observed>::vm_is_empty(std::uint32_t id, Time now) {
  Vm& vm = cluster_.vm(id);
  if (vm.draining) {
    release_vm(id, now);
    note_room();
    return;
  }
  if (vm.release.set(sim::saturating_add(now, parameters_.cluster.vms.empty_release))) {
    schedule<VmRelease>(vm.release.armed(), id, cluster_.generation(id));
  }
}

/// It counts while the VM is empty, and is set again when the VM becomes so.
template <class Queue, bool observed>
void Engine<Queue, observed>::vm_release_fired(std::uint32_t id, Time now) {
  Vm& vm = cluster_.vm(id);
  switch (vm.release.fired(now, vm.instances == 0)) {
    case sim::LazyTimer::Fired::stale:
      return;
    case sim::LazyTimer::Fired::early:
      schedule<VmRelease>(vm.release.armed(), id, cluster_.generation(id));
      return;
    case sim::LazyTimer::Fired::due:
      release_vm(id, now);
      note_room();
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::release_vm(std::uint32_t id, Time now) {
  Vm& vm = cluster_.vm(id);
  vm.hash.add(static_cast<std::uint64_t>(now.ns()));
  if constexpr (observed) {
    tell_vm(Change::vm_released, now, id);
  }
  cluster_.release(id);
  idle_.vm_released(id);
  sync_levels(now);
}

/// The VM takes no more instances, and those it has no more attempts: they go when they are idle, in the
/// reverse order of their creation where several do at once.
template <class Queue, bool observed>
void Engine<Queue, observed>::retire_vm(std::uint32_t id, Time now) {
  cluster_.close_to_placement(id);
  const std::vector<std::uint32_t> inside = cluster_.instances_in(id, rows_.instance_rest);
  if (inside.empty()) {
    release_vm(id, now);
    note_room();
    return;
  }
  for (const std::uint32_t instance : inside) {
    retire_instance(instance, now);
  }
}

}  // namespace curtain
