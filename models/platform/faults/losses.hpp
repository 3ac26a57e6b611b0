#pragma once
// The effects of crashes of VMs and of outages of hosts, and the retries of the lost attempts.
#include <algorithm>
#include <optional>
#include <vector>

#include "models/platform/core/part.hpp"
#include "models/platform/faults/crashes.hpp"
#include "models/platform/faults/outages.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Carries out crashes of VMs and outages of hosts.
template <class Core>
class Losses : public Part<Core, Losses<Core>> {
 public:
  /// `parameters` must outlive this object.
  Losses(CoreApi& cell, const PlatformParameters& parameters)
      : crashes_(cell, parameters.faults),
        outages_(cell, parameters),
        retry_backoff_(parameters.faults.retry_backoff) {}

  /// Ends the VM, its instances and their attempts as lost. Instances are lost in the reverse order of their
  /// creation, and the attempts of an instance in the order in which they started or were bound. An
  /// invocation is retried as often as its function allows; after that, it has failed.
  void crash_vm(std::uint32_t vm, Time now);
  /// Takes the hosts down. All hosts go down before the first VM on them crashes, and the consequences wait
  /// on the agenda. So nothing is placed on a host that is lost in the same instant.
  void take_down(const OutageTarget& target);
  /// Brings the hosts up again, which makes room for waiting attempts, pre-warmed instances and the pool.
  void bring_up(const OutageTarget& target);

  /// Determines the times of VM crashes.
  [[nodiscard]] Crashes& crashes() { return crashes_; }
  /// Determines the beginnings and ends of outages.
  [[nodiscard]] Outages& outages() { return outages_; }

 private:
  using P = Part<Core, Losses<Core>>;
  using P::agenda;
  using P::clock;
  using P::cluster;
  using P::core;
  using P::key;
  using P::rows;
  using P::sync_levels;
  using P::tally;

  /// Loses the attempt with its VM, so that its completion event becomes stale. Returns true if the
  /// invocation has failed because no more attempts are allowed; otherwise schedules the next attempt.
  bool lose_attempt(std::uint32_t request, Time now);

  Crashes crashes_;
  Outages outages_;
  const sim::Distribution& retry_backoff_;
};

template <class Core>
void Losses<Core>::crash_vm(std::uint32_t id, Time now) {
  if constexpr (Core::kObserved) {
    core().tell_vm(Change::vm_crashed, now, id, core().loss_reason() == EndReason::outage ? 1 : 0);
  }
  cluster().close_to_placement(id);
  const std::vector<std::uint32_t> inside =
      cluster().instances_in(id, rows().instance_rest);  // sorted by creation, latest first
  std::vector<std::uint32_t> failed;
  for (const std::uint32_t instance : inside) {
    Instance& row = rows().instances[instance];
    if (row.state != InstanceState::starting && row.in_flight > 0) {
      tally().busy_until(row.function, now);
      core().extend_busy(instance, now);
    }
    // The list begins with the attempt that started last. The attempt that started first must be the first to
    // fail or to be retried.
    std::vector<std::uint32_t> victims;
    for (std::uint32_t request = row.first_request; request != kNone;
         request = rows().requests[request].next) {
      victims.push_back(request);
    }
    std::reverse(victims.begin(), victims.end());
    core().release_claim(instance);
    row.in_flight = 0;
    row.first_request = kNone;
    for (const std::uint32_t request : victims) {
      if (lose_attempt(request, now)) {
        failed.push_back(request);
      }
    }
  }
  if (inside.empty()) {
    if constexpr (Core::kObserved) {
      core().tell_vm_end(id, core().loss_reason(), now);
    }
    core().release_vm(id, now);
    core().note_room();
  }
  if constexpr (Core::kObserved) {
    core().note_end(core().loss_reason());
  }
  for (const std::uint32_t instance : inside) {
    core().reclaim(instance, now);  // reclaiming the last instance releases the VM
  }
  for (const std::uint32_t request : failed) {
    core().end_attempt(request, {Outcome::failed, Rejection::unstated, now});
  }
}

template <class Core>
void Losses<Core>::take_down(const OutageTarget& target) {
  cluster().take_down(target);
  if constexpr (Core::kObserved) {
    core().tell_outage(Change::outage_began, target);
    core().note_outage(target);
  }
  std::vector<std::uint32_t> lost = cluster().vms_on_lost_hosts();
  std::sort(lost.begin(), lost.end(), [this](std::uint32_t a, std::uint32_t b) {
    return cluster().vm(a).number < cluster().vm(b).number;
  });
  for (const std::uint32_t vm : lost) {
    crash_vm(vm, clock());
  }
  if constexpr (Core::kObserved) {
    core().note_outage(std::nullopt);
  }
  sync_levels(clock());
}

template <class Core>
void Losses<Core>::bring_up(const OutageTarget& target) {
  cluster().bring_up(target);
  if constexpr (Core::kObserved) {
    core().tell_outage(Change::outage_ended, target);
  }
  sync_levels(clock());
  CURTAIN_MUTANT_SKIPS(repair_not_noticed)
  core().note_room();
  for (std::uint32_t function = 0; function < rows().functions.size(); ++function) {
    if (CURTAIN_MUTANT(floor_not_refilled_at_repair, rows().rest[function].floor > 0, false)) {
      agenda().note_floor(function);
    }
  }
}

template <class Core>
bool Losses<Core>::lose_attempt(std::uint32_t request, Time now) {
  Request& row = rows().requests[request];
  const bool was_running = row.place == static_cast<std::uint8_t>(RequestPlace::running);
  Waits& waits = core().waits_of(request);
  if (was_running && (row.unusual & unusual::waited) == 0) {
    // The attempt took the warm path and has no row in `waits` yet. An attempt on the warm path reaches the
    // scheduler when it is dispatched.
    const std::uint64_t number =
        core().has_client_timeout(request) ? waits.number : 0;  // a request with a timeout has a row
    waits = Waits{number, core().latency().request(), {}, row.dispatched, {}, {}, {}};
  }
  if (was_running) {
    if ((row.unusual & unusual::shared_work) != 0) {
      core().shared_work()->lost(request);
    }
    if (CURTAIN_MUTANT(provisioned_not_returned, (row.unusual & unusual::on_provisioned) != 0, false)) {
      core().return_provisioned(row.function, now);
    }
  }
  if (row.attempt >= CURTAIN_MUTANT(retries_without_end, rows().rest[row.function].crash_retries,
                                    rows().rest[row.function].crash_retries + 1)) {
    return true;
  }
  const Duration backoff =
      retry_backoff_.sample_duration(key(Purpose::retry_backoff), row.function,
                                     Cause::of_attempt(row.function, row.ordinal, row.attempt).ordinal);
  rows().requests.renew(request);
  core().back_off(request, sim::saturating_add(now, backoff), {Outcome::failed, Rejection::unstated, now});
  CURTAIN_MUTANT_SKIPS(crash_leaks_concurrency)
  core().leave_flight(row.function, now);
  return false;
}

}  // namespace curtain
