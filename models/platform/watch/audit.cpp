#include "models/platform/watch/audit.hpp"

#include <algorithm>

namespace curtain {
namespace {

std::string instance_text(const Observation& seen) {
  return "instance " + std::to_string(seen.instance.value());
}

/// Whether the scaling policy decides at ticks. Such a policy may reclaim instances before the end of their
/// keep-alive.
bool scales_at_ticks(const PolicyChoice& scaling) {
  return scaling.declaration != nullptr &&
         scaling.declaration->make(scaling.arguments)->needs().tick > Duration{};
}

}  // namespace

Audit::Audit(const PlatformParameters& parameters, const FunctionTable& functions, const RunOptions& options)
    : parameters_(parameters),
      functions_(functions),
      from_(options.warmup),
      work_(parameters, functions, options.warmup),
      errors_(options.seed, options.replication, static_cast<std::uint32_t>(Purpose::function_error)),
      only_keep_alive_(!parameters.lifetimes.instance && !parameters.lifetimes.vm &&
                       !parameters.scheduler.evict_idle && !parameters.faults.vm_time_to_crash &&
                       parameters.faults.vm_crashes.empty() && parameters.faults.outages.empty() &&
                       parameters.updates.empty() && !options.replaces_code &&
                       !scales_at_ticks(parameters.policies.scaling)),
      billing_(parameters, functions, options.warmup),
      outages_(parameters.cluster.hosts.count == kUnlimited ? 0 : parameters.cluster.hosts.count,
               parameters.cluster.topology.zones) {
  const VmParameters& vm = parameters.cluster.vms;
  const HostParameters& host = parameters.cluster.hosts;
  host_vms_ = kUnlimited;
  if (vm.memory > 0) {
    host_vms_ = std::min(host_vms_, host.memory / vm.memory);
  }
  if (vm.vcpus > 0) {
    host_vms_ = std::min(host_vms_, host.vcpus / vm.vcpus);
  }
}

void Audit::violation(Time now, const std::string& what) {
  if (violations_.size() < 100) {
    violations_.push_back("at " + std::to_string(now.ns()) + " ns: " + what);
  }
}

std::uint32_t Audit::owner_of(std::uint32_t function) const {
  switch (parameters_.cluster.vms.isolation) {
    case Isolation::tenant:
      return functions_[FunctionId{function}].tenant.value();
    case Isolation::function:
    case Isolation::instance:
      return function;
    case Isolation::shared:
      break;
  }
  return 0;
}

void Audit::observe(const Observation& seen) {
  ++events_;
  if (seen.now < last_) {
    violation(seen.now, "time went back from " + std::to_string(last_.ns()));
  }
  if (seen.now > last_ && has_lost_hosts_) {
    check_lost_hosts();
  }
  last_ = seen.now;
  switch (seen.change) {
    case Change::arrived:
    case Change::admitted:
    case Change::queued:
    case Change::started:
    case Change::ended:
    case Change::retried:
    case Change::finished:
    case Change::left:
      invocation_event(seen);
      break;
    case Change::instance_created:
    case Change::instance_ready:
    case Change::instance_idle:
    case Change::instance_draining:
    case Change::instance_reclaimed:
      instance_event(seen);
      break;
    case Change::vm_created:
    case Change::vm_released:
    case Change::vm_crashed:
      vm_event(seen);
      break;
    case Change::outage_began:
    case Change::outage_ended:
      outage_event(seen);
      break;
    case Change::floor_changed:
      billing_.floor_changed(seen.function.value(), static_cast<std::uint32_t>(seen.amount), seen.now);
      break;
  }
}

void Audit::invocation_event(const Observation& seen) {
  if (seen.change == Change::arrived) {
    Invocation fresh;
    fresh.arrival = seen.arrival;
    fresh.duration = seen.amount;
    if (!invocations_.emplace(name_of(seen), fresh).second) {
      violation(seen.now, place(seen) + " arrived twice");
    }
    if (seen.arrival > seen.now) {
      violation(seen.now, place(seen) + " was handled before it arrived");
    }
    arrived_ += counted(seen.arrival) ? 1 : 0;
    billing_.arrived(seen.arrival);
    work_.arrived(seen.arrival);
    return;
  }
  const auto found = invocations_.find(name_of(seen));
  if (found == invocations_.end()) {
    violation(seen.now, place(seen) + " is not in flight");
    return;
  }
  Invocation& invocation = found->second;
  switch (seen.change) {
    case Change::admitted:
      invocation.admitted = true;
      if (invocation.running) {
        violation(seen.now, place(seen) + " was admitted while it ran");
      }
      break;
    case Change::started: {
      if (!invocation.admitted || invocation.running || invocation.ran) {
        violation(seen.now, place(seen) + " started without being admitted, or twice");
      }
      invocation.running = true;
      invocation.instance = seen.instance.value();
      invocation.vm = seen.vm.value();
      invocation.started = seen.until;
      invocation.init = static_cast<std::uint64_t>(seen.init.ns());
      starts_[static_cast<std::size_t>(seen.start)] += counted(invocation.arrival) ? 1 : 0;
      const auto instance = instances_.find(seen.instance.value());
      if (instance == instances_.end() || !instance->second.ready ||
          instance->second.function != seen.function.value()) {
        violation(seen.now, place(seen) + " started on " + instance_text(seen) +
                                ", which is not a ready instance of its function");
        break;
      }
      InstanceState& state = instance->second;
      check_init(seen, state);
      invocation.billed = billing_.begin(seen.function.value(), seen.start, state.billed,
                                         seen.now == state.ready_due, seen.until);
      if (state.idle && state.deadline < seen.now && !billing_.may_hold(state.function, seen.now)) {
        violation(seen.now, instance_text(seen) + " was used after its keep-alive");
      }
      if (state.draining) {
        violation(seen.now, place(seen) + " started on " + instance_text(seen) + ", which is retired");
      }
      state.idle = false;
      if (++state.running > functions_[seen.function].traits.requests_per_instance) {
        violation(seen.now, instance_text(seen) + " runs more attempts than it has slots");
      }
      if (work_.is_shared(state.function)) {
        work_.started(execution_of(state.function, invocation), state.running, seen.now);
      }
      break;
    }
    case Change::ended:
      end_execution(seen, invocation);
      break;
    case Change::retried:
      if (seen.until < seen.now) {
        violation(seen.now, place(seen) + " is tried again in the past");
      }
      if (invocation.ran != is_executed(seen.outcome) ||
          (invocation.ran && seen.outcome != executed_as(seen, invocation))) {
        violation(seen.now, place(seen) + " is tried again for a reason that contradicts its history");
      }
      lose_execution(seen, invocation);
      invocation.admitted = false;
      invocation.running = false;  // the execution may have been lost with its VM
      if (seen.until == Time::never()) {
        break;  // the invocation ends later, with the attempt's outcome
      }
      invocation.ran = false;
      retried_ += counted(invocation.arrival) ? 1 : 0;
      break;
    case Change::left:
      client_left(seen, invocation);
      break;
    case Change::finished:
      finish_invocation(seen, invocation);
      lose_execution(seen, invocation);
      invocations_.erase(found);
      break;
    default:
      break;
  }
}

void Audit::instance_event(const Observation& seen) {
  const std::uint32_t id = seen.instance.value();
  if (seen.change == Change::instance_created) {
    InstanceState state;
    state.function = seen.function.value();
    state.vm = seen.vm.value();
    state.memory = seen.amount;
    state.ready_due = seen.until;
    if (!instances_.emplace(id, state).second) {
      violation(seen.now, instance_text(seen) + " exists twice");
      return;
    }
    const auto vm = vms_.find(state.vm);
    if (vm == vms_.end()) {
      violation(seen.now, instance_text(seen) + " is on a VM that does not exist");
      return;
    }
    VmState& home = vm->second;
    home.used += state.memory;
    ++home.instances;
    if (home.used > home.capacity) {
      violation(seen.now, "VM " + std::to_string(state.vm) + " is above its capacity");
    }
    const std::uint32_t owner = owner_of(state.function);
    if (home.claimed && home.owner != owner) {
      violation(seen.now, "VM " + std::to_string(state.vm) + " is shared across its isolation");
    }
    home.claimed = true;
    home.owner = owner;
    const bool alone = parameters_.cluster.vms.isolation == Isolation::instance;
    if ((alone && home.instances > 1) || home.instances > parameters_.cluster.vms.max_instances) {
      violation(seen.now, "VM " + std::to_string(state.vm) + " holds too many instances");
    }
    used_vms_ += home.instances == 1 ? 1 : 0;
    PackingBound& bound = bound_of(owner, static_cast<Mebibytes>(home.capacity));
    least_vms_ -= bound.value();
    bound.add(static_cast<Mebibytes>(state.memory));
    least_vms_ += bound.value();
    check_packing(seen.now);
    return;
  }
  const auto found = instances_.find(id);
  if (found == instances_.end()) {
    violation(seen.now, instance_text(seen) + " is not alive");
    return;
  }
  InstanceState& state = found->second;
  if (seen.change == Change::instance_ready) {
    if (state.ready || seen.now != state.ready_due) {
      violation(seen.now, instance_text(seen) + " did not become ready at the end of its start-up");
    }
    state.ready = true;
    state.billed.init = seen.amount;
    state.may_init = seen.amount == static_cast<std::uint64_t>(parameters_.cold_start.init_timeout.ns());
    return;
  }
  if (seen.change == Change::instance_draining) {
    if (!state.ready || state.draining) {
      violation(seen.now, instance_text(seen) + " drains while it starts, or twice");
    }
    state.draining = true;
    return;
  }
  if (state.ready && seen.now == state.ready_due) {
    billing_.unused(state.function, state.memory, state.billed,
                    seen.now);  // no attempt waited for the instance
  }
  if (seen.change == Change::instance_idle) {
    if (!state.ready || state.running > 0) {
      violation(seen.now, instance_text(seen) + " is idle while it starts or runs");
    }
    state.idle = true;
    state.deadline = seen.until;
    return;
  }
  const auto vm = vms_.find(state.vm);
  const bool crashed = vm != vms_.end() && vm->second.crashed;
  if (state.running > 0 && !crashed) {
    violation(seen.now, instance_text(seen) + " was reclaimed while it ran something");
  }
  if (only_keep_alive_ && !(state.idle && state.deadline <= seen.now)) {
    violation(seen.now, instance_text(seen) + " was reclaimed before its keep-alive was over");
  }
  if (only_keep_alive_ && state.deadline != seen.now && !billing_.may_hold(state.function, seen.now)) {
    violation(seen.now, instance_text(seen) + " outlived its keep-alive");
  }
  billing_.gone(state.function, state.billed, seen.now);
  if (state.running > 0 && work_.is_shared(state.function)) {
    work_.lost(state.vm, state.function, state.running, seen.now);
  }
  if (vm != vms_.end()) {
    VmState& home = vm->second;
    home.used -= state.memory;
    --home.instances;
    used_vms_ -= home.instances == 0 ? 1 : 0;
    PackingBound& bound = bound_of(owner_of(state.function), static_cast<Mebibytes>(home.capacity));
    least_vms_ -= bound.value();
    bound.remove(static_cast<Mebibytes>(state.memory));
    least_vms_ += bound.value();
    check_packing(seen.now);
  }
  instances_.erase(found);
}

PackingBound& Audit::bound_of(std::uint32_t owner, Mebibytes capacity) {
  const VmParameters& vm = parameters_.cluster.vms;
  return bounds_.try_emplace(owner, capacity, vm.isolation == Isolation::instance ? 1 : vm.max_instances)
      .first->second;
}

void Audit::check_packing(Time now) {
  if (used_vms_ < least_vms_) {
    violation(now, std::to_string(used_vms_) + " VMs are used; the bound is " + std::to_string(least_vms_));
  }
}

void Audit::outage_event(const Observation& seen) {
  if (!outages_.change(seen)) {
    violation(seen.now, "an outage ended that had not begun");
  }
  has_lost_hosts_ = has_lost_hosts_ || seen.change == Change::outage_began;
}

/// Called when the instant at which hosts were lost is over. No VM may remain on these hosts.
void Audit::check_lost_hosts() {
  has_lost_hosts_ = false;
  const auto left = std::count_if(vms_.begin(), vms_.end(),
                                  [this](const auto& vm) { return outages_.is_down(vm.second.host); });
  if (left > 0) {
    violation(last_, std::to_string(left) + " VMs are left on hosts that are down");
  }
}

void Audit::vm_event(const Observation& seen) {
  const std::uint32_t id = seen.vm.value();
  if (seen.change == Change::vm_created) {
    VmState state;
    state.host = seen.host.value();
    state.capacity = seen.amount;
    if (!vms_.emplace(id, state).second) {
      violation(seen.now, "VM " + std::to_string(id) + " was opened twice");
    }
    if (++vms_on_host_[state.host] > host_vms_) {
      violation(seen.now, "host " + std::to_string(state.host) + " is above its capacity");
    }
    work_.vm_opened(id, state.host);
    outages_.host_used(state.host, seen.now);
    if (outages_.is_down(state.host)) {
      violation(seen.now, "VM " + std::to_string(id) + " was opened on a host that is down");
    }
    return;
  }
  const auto found = vms_.find(id);
  if (found == vms_.end()) {
    violation(seen.now, "VM " + std::to_string(id) + " is not alive");
    return;
  }
  if (seen.change == Change::vm_crashed) {
    found->second.crashed = true;
    return;
  }
  if (found->second.instances > 0) {
    violation(seen.now, "VM " + std::to_string(id) + " was released with instances in it");
  }
  --vms_on_host_[found->second.host];
  work_.vm_gone(id);
  vms_.erase(found);
}

void Audit::finish(const RunOutcome& outcome) {
  const Tally& tally = outcome.tally;
  const Time end = outcome.end;
  const auto equal = [&](const std::string& what, sim::Int128 mine, sim::Int128 theirs) {
    if (mine != theirs) {
      violation(end, what + ": audit has " + sim::to_string(mine) + ", the tally " + sim::to_string(theirs));
    }
  };
  std::uint64_t arrived = 0;
  std::uint64_t outcomes[kOutcomes] = {};
  std::uint64_t rejections[kRejections] = {};
  std::uint64_t starts[3] = {};
  std::uint64_t retried = 0;
  for (std::size_t id = 0; id < tally.functions().size(); ++id) {
    arrived += tally.functions()[id].arrived;
    outcomes[0] += tally.functions()[id].completed;
    for (std::size_t i = 1; i < kOutcomes; ++i) {
      outcomes[i] += tally.extras()[id].outcomes[i];
    }
    for (std::size_t i = 0; i < kRejections; ++i) {
      rejections[i] += tally.extras()[id].rejections[i];
    }
    retried += tally.extras()[id].retried;
    starts[0] += tally.functions()[id].warm;
    starts[1] += tally.extras()[id].cold;
    starts[2] += tally.extras()[id].waited;
  }
  equal("arrivals", arrived_, arrived);
  const char* const outcome_names[kOutcomes] = {"completed", "failed",  "throttled", "timed out",
                                                "expired",   "refused", "errored",   "abandoned"};
  for (std::size_t i = 0; i < kOutcomes; ++i) {
    equal(outcome_names[i], outcomes_[i], outcomes[i]);
  }
  for (std::size_t i = 0; i < kRejections; ++i) {
    equal("turned away, " + std::string(kRejectionNames[i]), rejections_[i], rejections[i]);
  }
  const char* const start_names[3] = {"warm", "cold", "waited"};
  for (std::size_t i = 0; i < 3; ++i) {
    equal(start_names[i], starts_[i], starts[i]);
  }
  equal("tried again", retried_, retried);
  for (const auto& [name, invocation] : invocations_) {
    const auto function = static_cast<std::uint32_t>(name >> 40);
    if (invocation.running && work_.is_shared(function)) {
      work_.not_ended(execution_of(function, invocation));
    }
  }
  if (const std::string wrong = work_.finish(tally); !wrong.empty()) {
    violation(end, wrong);
  }
  for (auto& [id, state] : instances_) {
    billing_.gone(state.function, state.billed, end);
  }
  for (const std::string& wrong : billing_.finish(outcome)) {
    violation(outcome.end, wrong);
  }
  if (has_lost_hosts_) {
    check_lost_hosts();
  }
  equal("hosts down", static_cast<sim::Int128>(outages_.hosts_down()),
        tally.fleet()[FleetLevel::hosts_down].level());
  if (tally.window().to() != Time::never() && !outcome.interrupted) {
    equal("hosts down over time", outages_.integral(tally.window().from(), tally.window().to()),
          tally.fleet()[FleetLevel::hosts_down].integral());
  }
  equal("live instances", instances_.size(), tally.fleet()[FleetLevel::instances].level());
  equal("VMs", vms_.size(), tally.fleet()[FleetLevel::vms].level());
}

}  // namespace curtain
