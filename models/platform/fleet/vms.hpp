#pragma once
// VMs: finding a VM for an instance, and opening, releasing and retiring VMs.
#include <optional>
#include <vector>

#include "models/platform/core/part.hpp"
#include "models/platform/fleet/vm_pool.hpp"

namespace curtain {

struct VmRelease : EventKind<sim::Rank::timer, 2, Subject::vm> {};
struct VmLifeEnds : EventKind<sim::Rank::timer, 3, Subject::vm> {};

/// Finds VMs for instances, and opens, releases and retires VMs.
template <class Core>
class Vms : public Part<Core, Vms<Core>> {
 public:
  /// `cell` and `parameters` must outlive this object.
  Vms(CellState& cell, const PlatformParameters& parameters)
      : boot_(parameters.cold_start.vm_boot),
        life_(parameters.lifetimes.vm),
        empty_release_(parameters.cluster.vms.empty_release) {
    if (const VmPoolParameters& pool = parameters.cluster.vms.ready_pool; pool.size > 0) {
      vm_pool_.emplace(pool, boot_, cell.key(Purpose::pooled_vm_boot), cell.tally().window().from(),
                       cell.tally().window().to());
    }
  }

  /// Returns a VM for one more instance, which is an existing VM, a new VM, or a VM with room after an
  /// eviction. Returns kNone if no VM has room.
  std::uint32_t find_room(std::uint32_t function, const Cause& cause, Time now);
  /// Opens a VM for the isolation class. Returns kNone if no host has room.
  std::uint32_t open_vm(std::uint32_t isolation_class, std::uint32_t tenant, const Cause& cause, Time now);
  /// Called when the last instance in the VM has ended. Schedules the release of the VM; a VM that is
  /// draining is released at once.
  void vm_is_empty(std::uint32_t vm, Time now);
  /// Handles the release timer. The timer is active while the VM is empty, and is set again when the VM
  /// becomes empty.
  void vm_release_fired(std::uint32_t vm, Time now);
  /// Returns the VM to its host. The VM must be empty.
  void release_vm(std::uint32_t vm, Time now);
  /// Retires the VM, which takes no more instances. The instances in the VM take no more attempts and end
  /// when they are idle. Instances that end at once end in the reverse order of their creation.
  void retire_vm(std::uint32_t vm, Time now);
  /// The pool of ready VMs, or null if the platform has none.
  [[nodiscard]] VmPool* vm_pool() { return vm_pool_ ? &*vm_pool_ : nullptr; }

 private:
  using P = Part<Core, Vms<Core>>;
  using P::cluster;
  using P::core;
  using P::key;
  using P::push;
  using P::rows;
  using P::sync_levels;
  using P::tally;

  /// Reclaims idle instances, in the order of the keep-alive policy, until a VM of the class has room or a
  /// whole VM can be released. Changes nothing if evicting all idle instances would not be enough.
  bool evict_for(std::uint32_t function, Time now);

  const sim::Distribution& boot_;
  const std::optional<sim::Distribution>& life_;
  Duration empty_release_;
  std::optional<VmPool> vm_pool_;  // created if the platform has a pool of ready VMs
};

template <class Core>
std::uint32_t Vms<Core>::find_room(std::uint32_t function, const Cause& cause, Time now) {
  core().heed_interrupt();
  for (bool evicted = false;; evicted = true) {
    const FunctionRest& rest = rows().rest[function];
    const auto vm = cluster().choose_vm(rest.isolation_class, rest.memory, now, rest.tenant, cause);
    core().tell_vm_choice(function, rest.isolation_class, vm, cause, now);
    if (vm) {
      return *vm;
    }
    if (const std::uint32_t opened = open_vm(rest.isolation_class, rest.tenant, cause, now);
        opened != kNone) {
      return opened;
    }
    if (evicted || !core().idle_set().evicts() || !evict_for(function, now)) {
      return kNone;
    }
  }
}

template <class Core>
bool Vms<Core>::evict_for(std::uint32_t function, Time now) {
  if (const auto empty = core().idle_set().eviction().empty_vm()) {
    if constexpr (Core::kObserved) {
      core().tell_vm_end(*empty, EndReason::evicted, now);
    }
    release_vm(*empty, now);
    return true;
  }
  const auto [target, victims] = core().idle_set().eviction().find(function);
  if (target == kNone) {
    return false;
  }
  const std::uint32_t generation = cluster().generation(target);
  for (const std::uint32_t victim : victims) {
    core().tell_evicted(victim, now);
    if constexpr (Core::kObserved) {
      core().note_end(EndReason::evicted, function);
    }
    core().reclaim(victim, now, true);
  }
  if (cluster().live(target, generation) &&
      !cluster().has_room(target, rows().rest[function].isolation_class, rows().rest[function].memory)) {
    if constexpr (Core::kObserved) {
      core().tell_vm_end(target, EndReason::evicted, now);
    }
    release_vm(target, now);
  }
  return true;
}

template <class Core>
std::uint32_t Vms<Core>::open_vm(std::uint32_t isolation_class, std::uint32_t tenant, const Cause& cause,
                                 Time now) {
  const auto opened = cluster().open_vm(isolation_class, now, tenant, cause);
  core().tell_host_choice(cause.function, opened, now);
  if (!opened) {
    return kNone;
  }
  const std::uint32_t id = *opened;
  Vm& vm = cluster().vm(id);
  vm.ready =
      sim::saturating_add(now, boot_.sample_duration(key(Purpose::vm_boot), cause.function, cause.ordinal));
  if (vm_pool_) [[unlikely]] {
    const std::optional<Time> ready = vm_pool_->take(now);
    vm.from_pool = ready.has_value();
    vm.ready = ready.value_or(vm.ready);
  }
  vm.hash.add(static_cast<std::uint64_t>(now.ns()));
  vm.hash.add(vm.host);
  const std::uint32_t generation = cluster().generation(id);
  if (life_) {
    const Duration life =
        at_least_an_instant(life_->sample_gap(key(Purpose::vm_lifetime), cause.function, cause.ordinal));
    push(VmLifeEnds::event(sim::saturating_add(now, life), id, generation));
  }
  core().crashes().vm_opened(id, vm.number);
  tally().vm_opened(now);
  sync_levels(now);
  if constexpr (Core::kObserved) {
    core().tell_vm(Change::vm_created, now, id, cluster().instance_capacity());
  }
  return id;
}

template <class Core>
void Vms<Core>::vm_is_empty(std::uint32_t id, Time now) {
  Vm& vm = cluster().vm(id);
  if (vm.draining) {
    if constexpr (Core::kObserved) {
      core().tell_vm_end(id, core().is_losing() ? core().loss_reason() : EndReason::vm_lifetime, now);
    }
    release_vm(id, now);
    core().note_room();
    return;
  }
  if (vm.release.set(sim::saturating_add(now, empty_release_))) {
    push(VmRelease::event(vm.release.armed(), id, cluster().generation(id)));
  }
}

template <class Core>
void Vms<Core>::vm_release_fired(std::uint32_t id, Time now) {
  Vm& vm = cluster().vm(id);
  switch (vm.release.fired(now, vm.instances == 0)) {
    case sim::LazyTimer::Fired::stale:
      return;
    case sim::LazyTimer::Fired::early:
      push(VmRelease::event(vm.release.armed(), id, cluster().generation(id)));
      return;
    case sim::LazyTimer::Fired::due:
      if constexpr (Core::kObserved) {
        core().tell_vm_end(id, EndReason::keep_alive, now);
      }
      release_vm(id, now);
      core().note_room();
  }
}

template <class Core>
void Vms<Core>::release_vm(std::uint32_t id, Time now) {
  Vm& vm = cluster().vm(id);
  vm.hash.add(static_cast<std::uint64_t>(now.ns()));
  if constexpr (Core::kObserved) {
    core().tell_vm(Change::vm_released, now, id);
  }
  cluster().release(id);
  core().idle_set().vm_released(id);
  sync_levels(now);
}

template <class Core>
void Vms<Core>::retire_vm(std::uint32_t id, Time now) {
  cluster().close_to_placement(id);
  const std::vector<std::uint32_t> inside = cluster().instances_in(id, rows().instance_rest);
  if (inside.empty()) {
    if constexpr (Core::kObserved) {
      core().tell_vm_end(id, EndReason::vm_lifetime, now);
    }
    release_vm(id, now);
    core().note_room();
    return;
  }
  if constexpr (Core::kObserved) {
    core().note_end(EndReason::vm_lifetime);
  }
  for (const std::uint32_t instance : inside) {
    core().retire_instance(instance, now);
  }
}

}  // namespace curtain
