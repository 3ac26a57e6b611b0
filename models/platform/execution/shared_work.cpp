#include "models/platform/execution/shared_work.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

template <class Kind>
void schedule_end(CoreApi& core, Time at, std::uint32_t vm, std::uint32_t generation) {
  core.schedule<Kind>(at, vm, generation);
}

constexpr std::array<VmShares::Schedule, kSharedKinds> kSchedules = {
    schedule_end<CpuWorkEnds>, schedule_end<DiskWorkEnds>, schedule_end<NetworkWorkEnds>};

}  // namespace

SharedWork::SharedWork(CoreApi& core, const PlatformParameters& parameters, Time from, Time to)
    : core_(core), rule_(parameters.cpu.background), from_(from), to_(to) {
  for (std::size_t kind = 0; kind < kSharedKinds; ++kind) {
    const std::uint64_t capacity = capacity_of_vm(parameters, static_cast<SharedKind>(kind));
    if (capacity > 0) {
      const std::uint64_t of_host = capacity_of_host(parameters, static_cast<SharedKind>(kind));
      shares_[kind].emplace(core, VmShares::Capacity{capacity, of_host}, kSchedules[kind], from, to);
    }
  }
}

void SharedWork::adopt(std::uint32_t function, const WorkDemand& demand) {
  if (function >= demands_.size()) {
    demands_.resize(std::size_t{function} + 1);
  }
  demands_[function] = demand;
  if (demand.background.weight > 0) {
    SIM_CHECK(shares_[static_cast<std::size_t>(SharedKind::cpu)].has_value());
    VmShares& cpu = *shares_[static_cast<std::size_t>(SharedKind::cpu)];
    is_used_[static_cast<std::size_t>(SharedKind::cpu)] = true;
    if (!background_) {
      background_.emplace(core_, cpu, rule_, from_, to_);
    }
  }
  for (std::size_t kind = 0; kind < kSharedKinds; ++kind) {
    SIM_CHECK(demand.on[kind].weight == 0 || shares_[kind].has_value());
    is_used_[kind] = is_used_[kind] || demand.on[kind].weight > 0;
  }
}

void SharedWork::begins(std::uint32_t attempt, Duration init) {
  const Request& row = core_.rows().requests[attempt];
  if (attempt >= executions_.size()) {
    executions_.resize(core_.rows().requests.capacity());
  }
  const WorkDemand& demand = demands_[row.function];
  Execution& execution = executions_[attempt];
  execution.cut_off = sim::saturating_add(row.started, core_.rows().functions[row.function].timeout);
  execution.cpu = demand.cpu_alone(row.duration);
  execution.wait =
      row.duration - execution.cpu - demand.of(SharedKind::disk).fixed - demand.of(SharedKind::network).fixed;
  execution.is_cut_off = false;
  const Time begin = sim::saturating_add(row.started, init);
  if (begin > execution.cut_off) {  // the initialisation is cut off at the timeout
    execution.stage = Stage::waiting;
    execution.is_cut_off = true;
    core_.schedule<WorkWaitEnds>(execution.cut_off, attempt, core_.rows().requests.generation(attempt));
  } else if (begin > core_.now()) {
    execution.stage = Stage::coming;
    core_.schedule<WorkBegins>(begin, attempt, core_.rows().requests.generation(attempt));
  } else {
    work_begins(attempt, core_.now());
  }
}

void SharedWork::work_begins(std::uint32_t attempt, Time now) {
  const Request& row = core_.rows().requests[attempt];
  if (demands_[row.function].background.weight > 0) {
    background_->execution_begins(row.instance, demands_[row.function].background);
  }
  enter_stage(attempt, 0, now);
}

/// Begins the execution's work of kind `first` or, if it has none, of the next kind; after the last kind
/// begins its wait.
void SharedWork::enter_stage(std::uint32_t attempt, std::size_t first, Time now) {
  Execution& execution = executions_[attempt];
  const WorkDemand& demand = demands_[core_.rows().requests[attempt].function];
  for (std::size_t kind = first; kind < kSharedKinds; ++kind) {
    const ResourceDemand& on = demand.on[kind];
    if (on.weight == 0) {
      continue;
    }
    const Duration alone = static_cast<SharedKind>(kind) == SharedKind::cpu ? execution.cpu : on.fixed;
    execution.stage = static_cast<Stage>(kind);
    shares(kind).join(attempt, on, alone, execution.cut_off, now);
    return;
  }
  wait(attempt, now);
}

void SharedWork::lost(std::uint32_t attempt) {
  const auto stage = static_cast<std::size_t>(executions_[attempt].stage);
  if (stage < kSharedKinds) {  // if the execution is in another stage, the event is stale
    shares(stage).lost(attempt, core_.now());
  }
}

void SharedWork::work_ends(SharedKind kind, std::uint32_t vm, Time now) {
  const auto number = static_cast<std::size_t>(kind);
  VmShares& of_kind = shares(number);
  if (!of_kind.ends(vm, now)) {
    return;
  }
  require_end(now);
  // The end of an execution lets other attempts start, which may begin here. The end may even release the VM.
  for (const VmShares::Ended& each : of_kind.ended()) {
    if (each.attempt >= VmShares::kBackground) {
      background_->ended(each.attempt - VmShares::kBackground);
    }
  }
  for (const VmShares::Ended& each : of_kind.ended()) {
    if (each.attempt >= VmShares::kBackground) {
      continue;
    }
    if (each.is_cut_off) {
      executions_[each.attempt].stage = Stage::waiting;
      finish(each.attempt, true);
    } else {
      enter_stage(each.attempt, CURTAIN_MUTANT(disk_work_is_skipped, number + 1, kSharedKinds), now);
    }
  }
  of_kind.handled(vm, now);
}

/// Begins the wait of the execution, or ends the execution.
void SharedWork::wait(std::uint32_t attempt, Time now) {
  Execution& execution = executions_[attempt];
  execution.stage = Stage::waiting;
  if (execution.wait == Duration{}) {
    finish(attempt, false);
    return;
  }
  const Time end = sim::saturating_add(now, execution.wait);
  execution.is_cut_off = end > execution.cut_off;
  core_.schedule<WorkWaitEnds>(std::min(end, execution.cut_off), attempt,
                               core_.rows().requests.generation(attempt));
}

void SharedWork::wait_ends(std::uint32_t attempt, Time now) {
  require_end(now);
  finish(attempt, executions_[attempt].is_cut_off);
}

/// Ends the execution, which leaves background work unless it is cut off.
void SharedWork::finish(std::uint32_t attempt, bool cut_off) {
  const Request& row = core_.rows().requests[attempt];
  if (demands_[row.function].background.weight > 0) {
    background_->execution_ends(row.instance, !cut_off);
  }
  core_.finish_execution(attempt, cut_off);
}

std::uint64_t SharedWork::of_vm(std::uint32_t vm, SharedKind kind) const {
  const std::optional<VmShares>& of_kind = shares_[static_cast<std::size_t>(kind)];
  return of_kind ? of_kind->demand_of_vm(vm) : 0;
}

std::uint64_t SharedWork::of_host(std::uint32_t host, SharedKind kind) const {
  const std::optional<VmShares>& of_kind = shares_[static_cast<std::size_t>(kind)];
  return of_kind ? of_kind->demand_of_host(host) : 0;
}

void SharedWork::report(SharedUse& use) const {
  if (background_) {
    use.set(background_->use());
  }
  for (std::size_t kind = 0; kind < kSharedKinds; ++kind) {
    if (is_used_[kind]) {
      use.set(static_cast<SharedKind>(kind), shares_[kind]->used(),
              {shares_[kind]->capacity().of_vm, shares_[kind]->capacity().of_host});
    }
  }
}

void SharedWork::require_end(Time at) {
  if (at >= Time::latest()) {
    throw std::range_error(
        "an execution would last beyond the end of simulated time, which is 2^62 ns (146 years)");
  }
}

}  // namespace curtain
