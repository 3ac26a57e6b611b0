#pragma once
// What is charged: the rounding of executions, initialisation, and provisioned concurrency. Only the rounding
// is on the warm path.

#include "models/platform/cell/engine.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Settles the charges of an execution that has something unusual, and returns how it ended.
template <class Queue, bool observed>
Outcome Engine<Queue, observed>::settle_charges(std::uint32_t request, Duration execution) {
  const Request& row = rows_.requests[request];
  const bool on_provisioned = (row.unusual & unusual::on_provisioned) != 0;
  if ((row.unusual & unusual::set_aside) != 0) {
    account_.leaves(row.function);
  }
  if (on_provisioned) {
    SIM_CHECK(rows_.rest[row.function].on_provisioned > 0);
    --rows_.rest[row.function].on_provisioned;
  }
  if (counted(row)) {
    FunctionExtras& extras = tally_.extras[row.function];
    extras.billed_on_provisioned_ns += on_provisioned ? rounding_.billed(execution) : 0;
    if (CURTAIN_MUTANT(init_not_charged, (row.unusual & unusual::pays_init) != 0, false)) {
      extras.init_ns += rounding_.added_by_init(rows_.instance_rest[row.instance].init, execution);
    }
  }
  if (CURTAIN_MUTANT(error_beats_timeout, (row.unusual & unusual::cut_off) != 0,
                     (row.unusual & (unusual::cut_off | unusual::errs)) == unusual::cut_off)) {
    return CURTAIN_MUTANT(cut_off_completes, Outcome::timed_out, Outcome::completed);
  }
  if ((row.unusual & unusual::shared_cpu) != 0 && counted(row)) {
    FunctionExtras& extras = tally_.extras[row.function];
    extras.alone_ns += row.duration.ns();
    extras.shared_ns += execution.ns();
  }
  if ((row.unusual & unusual::errs) != 0) {
    rows_.functions[row.function].hash.add((row.ordinal << 4) | static_cast<std::uint64_t>(Outcome::errored));
    return Outcome::errored;
  }
  if ((row.unusual & unusual::waited) != 0 && counted(row)) {
    const Waits& waits = rows_.waits[request];
    tally_.platform.frontend_ns +=
        (waits.frontend - latency_.request()).ns();  // the rest is added at the end
    tally_.platform.queueing_ns += waits.queued.ns();
    tally_.platform.start_ns += waits.starting.ns();
    tally_.platform.retry_ns += waits.lost.ns();
    PlatformTime& own = tally_.extras[row.function].platform;
    own.queueing_ns += waits.queued.ns();
    own.start_ns += waits.starting.ns();
    own.retry_ns += waits.lost.ns();
  }
  return Outcome::completed;
}

/// An instance is up and nothing waited for it: its initialisation is billed by itself.
template <class Queue, bool observed>
void Engine<Queue, observed>::bill_unused_start(std::uint32_t instance, Time now) {
  if (parameters_.billing.init == BilledInit::none || now < tally_.from || now >= tally_.to) {
    return;
  }
  const std::uint32_t function = rows_.instances[instance].function;
  const bool on_provisioned =
      (rows_.functions[function].mask & special::provisioned) != 0 && rows_.rest[function].floor > 0;
  if (on_provisioned || parameters_.billing.init == BilledInit::all) {
    FunctionExtras& extras = tally_.extras[function];
    const std::int64_t init = rounding_.billed(rows_.instance_rest[instance].init);
    extras.init_ns += init;
    extras.init_on_provisioned_ns += on_provisioned ? init : 0;
  }
}

/// An attempt has begun on an instance that was up: within the provisioned concurrency, if not all of it is
/// taken. (One that waited for a start was beyond what was ready when it came, and is billed as on demand.)
template <class Queue, bool observed>
void Engine<Queue, observed>::take_provisioned(std::uint32_t request) {
  Request& row = rows_.requests[request];
  FunctionRest& rest = rows_.rest[row.function];
  if ((rows_.functions[row.function].mask & special::provisioned) != 0 && rest.on_provisioned < rest.floor) {
    ++rest.on_provisioned;
    row.unusual |= unusual::on_provisioned;
  }
}

/// The floor is what a function's owner pays for, where the function says `provisioned`.
template <class Queue, bool observed>
void Engine<Queue, observed>::set_floor(std::uint32_t function, std::uint32_t floor, Time now) {
  FunctionRest& rest = rows_.rest[function];
  if (rest.provisioned > 0) {
    const sim::Int128 change = static_cast<sim::Int128>(rest.floor) - static_cast<sim::Int128>(floor);
    tally_.extras[function].provisioned_ns += change * static_cast<sim::Int128>(tally_.clamped(now));
  }
  if constexpr (observed) {
    if (floor != rest.floor) {
      Observation observation{};
      observation.change = Change::floor_changed;
      observation.now = now;
      observation.function = FunctionId{function};
      observation.tenant = TenantId{rest.tenant};
      observation.amount = floor;
      options_.observer->observe(observation);
    }
  }
  if (account_.provision(function, floor)) {
    note_admission(rest.tenant);  // other concurrency may be set aside now
  }
  rest.floor = floor;
}

/// The provisioned concurrency that is still there at the window's end.
template <class Queue, bool observed>
void Engine<Queue, observed>::close_provisioned(std::uint64_t close) {
  for (std::size_t id = 0; id < rows_.functions.size(); ++id) {
    const std::uint32_t floor = rows_.rest[id].provisioned > 0 ? rows_.rest[id].floor : 0;
    tally_.extras[id].provisioned_ns += static_cast<sim::Int128>(close) * floor;
  }
}

/// Only a function whose attempts may have two prices has to leave the warm path.
template <class Queue, bool observed>
std::uint32_t Engine<Queue, observed>::billing_mask(const FunctionTraits& traits) const {
  const BillingParameters& billing = parameters_.billing;
  const bool has_two = billing.price_per_gib_s_on_provisioned || billing.init == BilledInit::provisioned;
  return policies_.pre_warm.needs().provisioned && traits.provisioned > 0 && has_two ? special::provisioned
                                                                                     : 0;
}

}  // namespace curtain
