#include "models/platform/watch/audited_billing.hpp"

#include <algorithm>

namespace curtain {
namespace {

/// The needs of the pre-warm policy.
Needs needs_of(const PolicyChoice& pre_warm) {
  return pre_warm.declaration != nullptr ? pre_warm.declaration->make(pre_warm.arguments)->needs() : Needs{};
}

}  // namespace

AuditedBilling::AuditedBilling(const PlatformParameters& parameters, const FunctionTable& functions,
                               Time from)
    : billing_(parameters.billing), functions_(functions), from_(from) {
  const Needs needs = needs_of(parameters.policies.pre_warm);
  has_provisioned_ = needs.provisioned;
  follows_schedule_ = needs.provisioned_schedule;
  follows_use_ = needs.provisioned_use;
}

void AuditedBilling::arrived(Time now) {
  settle_unused(now);
  settle_held(now, now);
  settle_busy(now, now);
}

std::uint64_t AuditedBilling::rounded(std::uint64_t ns) const {
  const auto grain = static_cast<std::uint64_t>(billing_.granularity.ns());
  const auto least = static_cast<std::uint64_t>(std::max<std::int64_t>(billing_.minimum.ns(), 1));
  return (std::max(ns, least) + grain - 1) / grain * grain;
}

/// Returns the provisioned concurrency of a function, which is its floor if the function requests provisioned
/// concurrency.
std::uint32_t AuditedBilling::provisioned(std::uint32_t function) const {
  const auto floor = floors_.find(function);
  const FunctionTraits& traits = functions_[FunctionId{function}].traits;
  const bool sells = has_provisioned_ && traits.most_provisioned(follows_schedule_, follows_use_) > 0;
  return sells && floor != floors_.end() ? floor->second.level : 0;
}

void AuditedBilling::floor_changed(std::uint32_t function, std::uint32_t to, Time now) {
  Floor& floor = floors_[function];
  if (const std::uint32_t level = provisioned(function); level > 0) {
    held_.push_back({floor.since, now, level});
  }
  floor = {to, now};
}

bool AuditedBilling::may_hold(std::uint32_t function, Time now) const {
  const auto found = floors_.find(function);
  return found != floors_.end() && (found->second.level > 0 || found->second.since == now);
}

/// Counts the provisioned concurrency that was held until a time before `before`. Only the part within the
/// window is counted.
void AuditedBilling::settle_held(Time before, Time end) {
  const auto settles = [before](const Held& held) { return held.until <= before; };
  for (const Held& held : held_) {
    const Time from = std::max(from_, held.from);
    const Time until = std::min(end, held.until);
    provisioned_ns_ +=
        settles(held) && until > from ? static_cast<sim::Int128>(held.level) * (until - from).ns() : 0;
  }
  held_.erase(std::remove_if(held_.begin(), held_.end(), settles), held_.end());
}

AuditedBilling::OfExecution AuditedBilling::begin(std::uint32_t function, StartKind start,
                                                  OfInstance& instance, bool at_once, Time from) {
  OfExecution execution;
  // The instance was started for the first execution on it. The first execution begins at the instant at
  // which the instance becomes ready.
  execution.init = !instance.used && at_once ? instance.init : 0;
  if (!instance.used) {
    instance.init = 0;
  }
  instance.used = true;
  std::uint32_t& running = on_provisioned_[function];
  execution.on_provisioned = start != StartKind::cold && running < provisioned(function);
  running += execution.on_provisioned ? 1 : 0;
  instance.on_provisioned += execution.on_provisioned ? 1 : 0;
  if (billing_.billed_while == BilledWhile::busy) {
    const bool begins = !instance.busy || (instance.running == 0 && instance.busy->until < from);
    if (begins && instance.busy) {
      busy_.push_back(*instance.busy);
    }
    if (begins) {
      instance.busy = Busy{function, from, from, billing_.init == BilledInit::all ? execution.init : 0};
    }
    ++instance.running;
  }
  return execution;
}

void AuditedBilling::slot_free(OfInstance& instance, Time now) {
  if (instance.busy) {
    --instance.running;
    instance.busy->until = now;
  }
}

void AuditedBilling::gone(std::uint32_t function, OfInstance& instance, Time now) {
  on_provisioned_[function] -= instance.on_provisioned;
  if (instance.busy) {
    if (instance.running > 0) {
      instance.busy->until = now;
    }
    busy_.push_back(*instance.busy);
    instance.busy.reset();
  }
}

void AuditedBilling::settle_busy(Time before, Time end) {
  const auto settles = [before](const Busy& busy) { return busy.until <= before; };
  for (const Busy& busy : busy_) {
    const bool is_within = busy.from >= from_ && busy.from < end;
    const std::int64_t length = (std::min(busy.until, end) - std::max(busy.from, from_)).ns();
    if (!settles(busy) || length < 0 || (length == 0 && !(is_within && busy.from == busy.until))) {
      continue;
    }
    const auto memory = static_cast<sim::Int128>(functions_[FunctionId{busy.function}].memory);
    const std::uint64_t init = is_within ? busy.init : 0;
    const std::uint64_t alone = rounded(static_cast<std::uint64_t>(length));
    billed_mib_ns_ += memory * alone;
    init_mib_ns_ += memory * (rounded(static_cast<std::uint64_t>(length) + init) - alone);
  }
  busy_.erase(std::remove_if(busy_.begin(), busy_.end(), settles), busy_.end());
}

std::uint64_t AuditedBilling::end(std::uint32_t function, const OfExecution& execution, std::uint64_t length,
                                  bool counted) {
  on_provisioned_[function] -= execution.on_provisioned ? 1 : 0;
  if (billing_.billed_while == BilledWhile::busy) {
    return 0;
  }
  const bool pays = billing_.init == BilledInit::all;
  const std::uint64_t alone = rounded(length);
  const std::uint64_t together = pays ? rounded(length + execution.init) : alone;
  if (counted) {
    const auto memory = static_cast<sim::Int128>(functions_[FunctionId{function}].memory);
    billed_mib_ns_ += memory * alone;
    init_mib_ns_ += memory * (together - alone);
    on_provisioned_mib_ns_ += execution.on_provisioned ? memory * alone : 0;
  }
  return together;
}

void AuditedBilling::unused(std::uint32_t function, std::uint64_t memory, OfInstance& instance, Time now) {
  if (instance.used || now < from_) {
    return;
  }
  instance.used = true;  // initialisation is charged only once
  const bool is_provisioned = provisioned(function) > 0;
  if (billing_.init == BilledInit::all || (billing_.init == BilledInit::provisioned && is_provisioned)) {
    unused_.push_back({now, static_cast<sim::Int128>(memory) * rounded(instance.init), is_provisioned});
  }
}

/// Counts the starts that are certainly inside the window. The window does not end before the last arrival.
void AuditedBilling::settle_unused(Time before) {
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

std::vector<std::string> AuditedBilling::finish(const RunOutcome& outcome) {
  settle_unused(outcome.tally.window().to());
  sim::Int128 billed = 0;
  sim::Int128 init = 0;
  sim::Int128 on_provisioned = 0;
  sim::Int128 held = 0;
  for (std::size_t id = 0; id < outcome.tally.functions().size(); ++id) {
    const FunctionExtras& extras = outcome.tally.extras()[id];
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
  settle_busy(Time::never(), std::min(outcome.end, outcome.tally.window().to()));
  std::vector<std::string> wrong;
  const auto equal = [&](const char* what, sim::Int128 mine, sim::Int128 theirs) {
    if (mine != theirs) {
      wrong.push_back(std::string(what) + ": audit has " + sim::to_string(mine) + ", the tally " +
                      sim::to_string(theirs));
    }
  };
  equal("charged memory time", billed_mib_ns_, billed);
  equal("charged memory time of initialisation", init_mib_ns_, init);
  if (billing_.separates_provisioned()) {
    equal("charged memory time on provisioned concurrency", on_provisioned_mib_ns_, on_provisioned);
  }
  equal("provisioned concurrency over time", provisioned_ns_, held);
  return wrong;
}

}  // namespace curtain
