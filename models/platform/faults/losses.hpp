#pragma once
// Losses: crashes of VMs and outages of hosts, and the attempts that are tried again.
#include <algorithm>
#include <vector>

#include "models/platform/cell/engine.hpp"
#include "sim/mutant.hpp"

namespace curtain {

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

template <class Queue, bool observed>
void Engine<Queue, observed>::set_hosts_up(const OutageTarget& target, bool is_up) {
  if (is_up) {
    bring_up(target);
  } else {
    take_down(target);
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
  std::sort(lost.begin(), lost.end(), [this](std::uint32_t a, std::uint32_t b) {
    return cluster_.vm(a).number < cluster_.vm(b).number;
  });
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

}  // namespace curtain
