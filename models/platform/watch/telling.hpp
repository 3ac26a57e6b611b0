#pragma once
// Notices to the observer: what has changed.
#include "models/platform/cell/engine.hpp"

namespace curtain {

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
void Engine<Queue, observed>::tell_vm(Change change, Time now, std::uint32_t vm, std::uint64_t amount) {
  Observation observation{};
  observation.change = change;
  observation.now = now;
  observation.amount = amount;
  observation.vm = VmId{vm};
  observation.host = HostId{cluster_.vm(vm).host};
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

}  // namespace curtain
