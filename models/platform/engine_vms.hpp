#pragma once
// VMs: where an instance goes, release, lifetimes and crashes; and what an observer is told.
#include <algorithm>
#include <utility>
#include <vector>

#include "models/platform/engine.hpp"
#include "sim/mutant.hpp"

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

/// Everything on the VM is lost, instance by instance in the reverse order of their creation, and of each
/// what started or was bound there first goes first. Invocations that were running or bound there are tried
/// again as often as their function allows, else they have failed.
template <class Queue, bool observed>
void Engine<Queue, observed>::crash_vm(std::uint32_t id, Time now) {
  if constexpr (observed) {
    tell_vm(Change::vm_crashed, now, id);
  }
  cluster_.close_to_placement(id);
  const std::vector<std::uint32_t> inside =
      cluster_.instances_in(id, rows_.instance_rest);  // the one created last goes first
  std::vector<std::uint32_t> failed;
  for (const std::uint32_t instance : inside) {
    Instance& row = rows_.instances[instance];
    if (row.state != InstanceState::starting && row.in_flight > 0) {
      tally_.busy_until(row.function, now);
      --tally_.busy;
    }
    // The list has the last one in front; the first one is the first to fail or to come again.
    std::vector<std::uint32_t> victims;
    for (std::uint32_t request = row.first_request; request != kNone;
         request = rows_.requests[request].next) {
      victims.push_back(request);
    }
    std::reverse(victims.begin(), victims.end());
    release_claim(instance);
    row.in_flight = 0;
    row.first_request = kNone;
    for (const std::uint32_t request : victims) {
      if (lose_attempt(request, now)) {
        failed.push_back(request);
      }
    }
  }
  if (inside.empty()) {
    release_vm(id, now);
    note_room();
  }
  for (const std::uint32_t instance : inside) {
    reclaim(instance, now);  // the last one releases the VM
  }
  for (const std::uint32_t request : failed) {
    end_attempt(request, {Outcome::failed, Rejection::unstated, now});
  }
}

/// Every host is down before the first VM there crashes, and what follows waits on the agenda: nothing is
/// placed on a host that is lost at the same instant.
template <class Queue, bool observed>
void Engine<Queue, observed>::take_down(const OutageTarget& target) {
  cluster_.take_down(target);
  if constexpr (observed) {
    tell_outage(Change::outage_began, target);
  }
  std::vector<std::uint32_t> lost = cluster_.vms_on_lost_hosts();
  std::sort(lost.begin(), lost.end(),
            [this](std::uint32_t a, std::uint32_t b) { return vm_serials_[a] < vm_serials_[b]; });
  for (const std::uint32_t vm : lost) {
    crash_vm(vm, now_);
  }
  levels_.sync_hosts_down(tally_, cluster_, now_);
}

/// There is room again: for those who wait, for what pre-warm holds, for the pool.
template <class Queue, bool observed>
void Engine<Queue, observed>::bring_up(const OutageTarget& target) {
  cluster_.bring_up(target);
  if constexpr (observed) {
    tell_outage(Change::outage_ended, target);
  }
  levels_.sync_hosts_down(tally_, cluster_, now_);
  CURTAIN_MUTANT_SKIPS(repair_not_noticed)
  note_room();
  for (std::uint32_t function = 0; function < rows_.functions.size(); ++function) {
    if (CURTAIN_MUTANT(floor_not_refilled_at_repair, rows_.rest[function].floor > 0, false)) {
      agenda_.note_floor(function);
    }
  }
}

/// The attempt is gone with its VM, and its completion is stale. Returns whether the invocation has failed:
/// no more attempts are allowed. Else schedules the next one.
template <class Queue, bool observed>
bool Engine<Queue, observed>::lose_attempt(std::uint32_t request, Time now) {
  Request& row = rows_.requests[request];
  const bool was_running = row.place == static_cast<std::uint8_t>(RequestPlace::running);
  Waits& waits = waits_of(request);
  if (was_running && (row.unusual & unusual::waited) == 0) {
    // It took the warm path, and has no row there yet: it reached the scheduler as it was dispatched.
    waits = Waits{0, latency_.request(), {}, row.dispatched, {}, {}};
  }
  if (was_running) {
    if ((row.unusual & unusual::shared_cpu) != 0) {
      shared_cpu_->lost(request);
    }
    CURTAIN_MUTANT_SKIPS(provisioned_not_returned)
    rows_.rest[row.function].on_provisioned -= (row.unusual & unusual::on_provisioned) != 0 ? 1 : 0;
  }
  if (row.attempt >= CURTAIN_MUTANT(retries_without_end, rows_.rest[row.function].crash_retries,
                                    rows_.rest[row.function].crash_retries + 1)) {
    return true;
  }
  const Duration backoff = parameters_.faults.retry_backoff.sample_duration(
      key(Purpose::retry_backoff), row.function,
      Cause::of_attempt(row.function, row.ordinal, row.attempt).ordinal);
  rows_.requests.renew(request);
  back_off(request, sim::saturating_add(now, backoff), {Outcome::failed, Rejection::unstated, now});
  CURTAIN_MUTANT_SKIPS(crash_leaks_concurrency)
  leave_flight(row.function, now);
  return false;
}

template <class Queue, bool observed>
void Engine<Queue, observed>::tell(Change change, Time now, std::uint32_t request, std::uint32_t instance,
                                   Time until, std::uint64_t amount, Outcome outcome, Rejection why) {
  Observation observation{};
  observation.change = change;
  observation.now = now;
  observation.until = until;
  observation.amount = amount;
  observation.outcome = outcome;
  observation.why = why;
  if (request != kNone) {
    const Request& row = rows_.requests[request];
    observation.function = FunctionId{row.function};
    observation.ordinal = row.ordinal;
    observation.attempt = row.attempt;
    observation.arrival = row.arrival;
    observation.start = static_cast<StartKind>(row.start);
  }
  if (instance != kNone) {
    const Instance& row = rows_.instances[instance];
    observation.function = FunctionId{row.function};
    observation.instance = InstanceId{instance};
    observation.vm = VmId{row.vm};
    observation.host = HostId{cluster_.vm(row.vm).host};
  }
  observation.tenant = TenantId{rows_.functions[observation.function.index()].tenant};
  options_.observer->observe(observation);
}

template <class Queue, bool observed>
void Engine<Queue, observed>::tell_outage(Change change, const OutageTarget& target) {
  Observation observation{};
  observation.change = change;
  observation.now = now_;
  if (target.is_zone) {
    observation.amount = target.number;
  } else {
    observation.host = HostId{target.number};
  }
  options_.observer->observe(observation);
}

template <class Queue, bool observed>
void Engine<Queue, observed>::tell_vm(Change change, Time now, std::uint32_t vm, std::uint64_t amount) {
  Observation observation{};
  observation.change = change;
  observation.now = now;
  observation.amount = amount;
  observation.vm = VmId{vm};
  observation.host = HostId{cluster_.vm(vm).host};
  options_.observer->observe(observation);
}

}  // namespace curtain
