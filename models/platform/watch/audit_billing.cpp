// The audit's own account of what is charged.
#include <algorithm>

#include "models/platform/watch/audit.hpp"

namespace curtain {

std::uint64_t Audit::rounded(std::uint64_t ns) const {
  const auto grain = static_cast<std::uint64_t>(parameters_.billing.granularity.ns());
  const auto least = static_cast<std::uint64_t>(std::max<std::int64_t>(parameters_.billing.minimum.ns(), 1));
  return (std::max(ns, least) + grain - 1) / grain * grain;
}

/// The provisioned concurrency of a function: the floor, where the function asks for one.
std::uint32_t Audit::provisioned(std::uint32_t function) const {
  const auto floor = floors_.find(function);
  return sells_provisioned_ && floor != floors_.end() &&
                 functions_[FunctionId{function}].traits.provisioned > 0
             ? floor->second.level
             : 0;
}

void Audit::floor_event(const Observation& seen) {
  const std::uint32_t function = seen.function.value();
  Floor& floor = floors_[function];
  if (const std::uint32_t level = provisioned(function); level > 0) {
    held_.push_back({floor.since, seen.now, level});
  }
  floor = {static_cast<std::uint32_t>(seen.amount), seen.now};
}

/// Counts what was held until a time before `before`, of it what is within the window.
void Audit::settle_held(Time before, Time end) {
  const auto settles = [before](const Held& held) { return held.until <= before; };
  for (const Held& held : held_) {
    const Time from = std::max(from_, held.from);
    const Time until = std::min(end, held.until);
    provisioned_ns_ +=
        settles(held) && until > from ? static_cast<sim::Int128>(held.level) * (until - from).ns() : 0;
  }
  held_.erase(std::remove_if(held_.begin(), held_.end(), settles), held_.end());
}

void Audit::begin_billing(const Observation& seen, Invocation& invocation, InstanceState& instance) {
  // Who runs first on an instance, at the instant it is up, had it started.
  invocation.init = !instance.used && seen.now == instance.ready_due ? instance.init : 0;
  if (!instance.used) {
    instance.init = 0;
  }
  instance.used = true;
  std::uint32_t& running = on_provisioned_[seen.function.value()];
  invocation.on_provisioned = seen.start != StartKind::cold && running < provisioned(seen.function.value());
  running += invocation.on_provisioned ? 1 : 0;
  instance.on_provisioned += invocation.on_provisioned ? 1 : 0;
}

void Audit::bill_execution(const Observation& seen, const Invocation& invocation, std::uint64_t execution) {
  on_provisioned_[seen.function.value()] -= invocation.on_provisioned ? 1 : 0;
  if (!counted(invocation.arrival)) {
    return;
  }
  const auto memory = static_cast<sim::Int128>(functions_[seen.function].memory);
  const sim::Int128 alone = memory * rounded(execution);
  const bool pays = parameters_.billing.init == BilledInit::all;
  const sim::Int128 together = pays ? memory * rounded(execution + invocation.init) : alone;
  billed_mib_ns_ += alone;
  init_mib_ns_ += together - alone;
  on_provisioned_mib_ns_ += invocation.on_provisioned ? alone : 0;
}

void Audit::bill_unused(const Observation& seen, InstanceState& instance) {
  if (!instance.ready || instance.used || seen.now != instance.ready_due || seen.now < from_) {
    return;
  }
  instance.used = true;  // billed once
  const bool is_provisioned = provisioned(instance.function) > 0;
  if (parameters_.billing.init == BilledInit::all ||
      (parameters_.billing.init == BilledInit::provisioned && is_provisioned)) {
    unused_.push_back(
        {seen.now, static_cast<sim::Int128>(instance.memory) * rounded(instance.init), is_provisioned});
  }
}

/// Counts what is certainly inside the window: arrivals end with it.
void Audit::settle_unused(Time before) {
  for (const UnusedStart& start : unused_) {
    if (start.ready < before) {
      init_mib_ns_ += start.init_mib_ns;
      on_provisioned_mib_ns_ += start.on_provisioned ? start.init_mib_ns : 0;
    }
  }
  unused_.erase(std::remove_if(unused_.begin(), unused_.end(),
                               [before](const UnusedStart& start) { return start.ready < before; }),
                unused_.end());
}

void Audit::finish_billing(const RunOutcome& outcome) {
  settle_unused(outcome.tally.to);
  sim::Int128 billed = 0;
  sim::Int128 init = 0;
  sim::Int128 on_provisioned = 0;
  sim::Int128 held = 0;
  for (std::size_t id = 0; id < outcome.tally.functions.size(); ++id) {
    const FunctionExtras& extras = outcome.tally.extras[id];
    const auto memory = static_cast<sim::Int128>(functions_[FunctionId{id}].memory);
    billed += memory * outcome.tally.billed_ns(id);
    init += memory * extras.init_ns;
    on_provisioned += memory * extras.billed_on_provisioned_ns;
    on_provisioned += memory * extras.init_on_provisioned_ns;
    held += extras.provisioned_ns;
    if (const std::uint32_t level = provisioned(static_cast<std::uint32_t>(id)); level > 0) {
      held_.push_back({floors_[static_cast<std::uint32_t>(id)].since, outcome.end, level});
    }
  }
  settle_held(Time::never(), outcome.end);
  const auto equal = [&](const char* what, sim::Int128 mine, sim::Int128 theirs) {
    if (mine != theirs) {
      violation(outcome.end, std::string(what) + ": audit has " + sim::to_string(mine) + ", the tally " +
                                 sim::to_string(theirs));
    }
  };
  equal("charged memory time", billed_mib_ns_, billed);
  equal("charged memory time of initialisation", init_mib_ns_, init);
  const bool is_priced_apart = parameters_.billing.price_per_gib_s_on_provisioned ||
                               parameters_.billing.init == BilledInit::provisioned;
  if (is_priced_apart) {
    equal("charged memory time on provisioned concurrency", on_provisioned_mib_ns_, on_provisioned);
  }
  equal("provisioned concurrency over time", provisioned_ns_, held);
}

/// How the execution had to end: its length, the timeout and the draw of its attempt say so.
Outcome Audit::executed_as(const Observation& seen, const Invocation& invocation) const {
  const FunctionTraits& traits = functions_[seen.function].traits;
  const auto timeout = static_cast<std::uint64_t>(traits.timeout.ns());
  // Sharing vCPUs may stretch an execution up to its timeout; at that instant it may also have ended.
  const bool is_stretched =
      traits.cpu > 0 && invocation.execution >= timeout && seen.outcome == Outcome::timed_out;
  if (invocation.duration > timeout || is_stretched) {
    return Outcome::timed_out;
  }
  sim::Draw draw(errors_, seen.function.value(), (seen.ordinal << 8) | seen.attempt);
  return draw.uniform() < traits.error_rate ? Outcome::errored : Outcome::completed;
}

}  // namespace curtain
