#pragma once
// The sums that a time series stores for each bin. The engine computes them over all functions and instances
// at the end of a bin, so they cost no time per invocation.
#include "models/platform/cell/engine.hpp"

namespace curtain {

/// Returns the sums up to now, and the levels from which their growth until the next event can be computed.
template <class Queue, bool observed>
Course Engine<Queue, observed>::course(Time window_end) const {
  Course course;
  course.from = tally().window().from();
  course.to = std::min(tally().window().to(), window_end);
  for (std::size_t id = 0; id < rows().functions.size(); ++id) {
    const FunctionRest& rest = rows().rest[id];
    const FunctionExtras& extras = tally().extras()[id];
    const auto memory = static_cast<sim::Int128>(rest.memory);
    const auto charged = static_cast<sim::Int128>(this->billed_memory(rest.memory));
    Accrued& sums = course.closed;
    sums.busy_mib_ns += memory * (tally().busy_so_far_ns(id));
    sums.ready_mib_ns += memory * extras.ready_ns;
    sums.billed_mib_ns += charged * tally().billed_ns(id);
    sums.init_mib_ns += charged * extras.init_ns;
    sums.provisioned_mib_ns += charged * extras.provisioned_ns;
    sums.billed_on_provisioned_mib_ns += charged * extras.billed_on_provisioned_ns;
    sums.init_on_provisioned_mib_ns += charged * extras.init_on_provisioned_ns;
    const FunctionTraits& traits = table()[FunctionId{id}].traits;
    const BillingParameters& billing = parameters_.billing;
    sums.requests += charged_attempts(tally().functions()[id], extras) *
                     (traits.invoke == Invoke::async ? billing.requests_of_event(traits.payload) : 1);
    sums.storage_mib_ns += static_cast<sim::Int128>(billing.billed_storage(traits.ephemeral_storage)) *
                           (tally().billed_ns(id) + extras.init_ns);
    if (traits.isolates_end_tenants) {
      sums.isolated_mib += charged * extras.created;
    }
    if (traits.snapshot && billing.snapshots.charge(traits.runtime)) {
      sums.snapshot_mib_ns += charged * extras.snapshot_ns;
      sums.restored_mib += charged * extras.restored;
      course.snapshot_mib += (rows().functions[id].mask & special::not_deployed) == 0 ? charged : 0;
    }
    const sim::Int128 held = rest.sells_floor ? charged * rest.floor : 0;
    course.provisioned_mib += held;
    if (traits.architecture == Architecture::arm) {
      sums.arm += {charged * tally().billed_ns(id), charged * extras.init_ns, charged * extras.provisioned_ns,
                   charged * extras.billed_on_provisioned_ns, charged * extras.init_on_provisioned_ns};
      course.arm_provisioned_mib += held;
    }
  }
  for (std::uint32_t id = 0; id < rows().instances.capacity(); ++id) {
    if (!rows().instances.live(id) || rows().instances[id].function == kNone) {
      continue;
    }
    const InstanceState state = rows().instances[id].state;
    course.standing.starting += state == InstanceState::starting ? 1 : 0;
    course.standing.draining += state == InstanceState::draining ? 1 : 0;
    if (state == InstanceState::starting) {
      continue;
    }
    const sim::Int128 memory = rows().instance_rest[id].memory;
    course.ready_mib += memory;
    course.busy_mib += rows().instances[id].in_flight > 0 ? memory : 0;
  }
  course.functions = tally().functions();
  course.standing.placed_mib = tally().fleet().now(FleetLevel::placed_mib);
  course.standing.capacity_mib = tally().fleet().now(FleetLevel::used_capacity_mib);
  course.standing.vm_lower_bound = tally().fleet().now(FleetLevel::vm_lower_bound);
  return course;
}

}  // namespace curtain
