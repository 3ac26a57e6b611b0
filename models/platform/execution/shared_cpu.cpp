#include "models/platform/execution/shared_cpu.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

Duration CpuDemand::work_of(Duration alone) const {
  const auto scaled = sim::UInt128{static_cast<std::uint64_t>(alone.ns())} * share_millionths;
  return Duration{static_cast<std::int64_t>(scaled / 1'000'000)};
}

CpuDemand cpu_demand(const PlatformParameters& parameters, Mebibytes memory, double share) {
  const std::uint64_t of_vcpu = parameters.cpu.memory_per_vcpu;
  if (of_vcpu == 0) {
    throw std::invalid_argument(
        "cpu: a function has CPU work, but the platform does not say how much memory comes with one vCPU");
  }
  CpuDemand demand;
  const std::uint64_t most = parameters.cluster.vms.vcpus * kRateOfVcpu;
  demand.cap = std::clamp<std::uint64_t>(memory * kRateOfVcpu / of_vcpu, 1, most);
  demand.weight = memory;
  demand.share_millionths = static_cast<std::uint32_t>(share * 1e6 + 0.5);
  return demand;
}

SharedCpu::SharedCpu(CoreApi& core, std::uint32_t vcpus, Time from, Time to)
    : core_(core), capacity_(vcpus * kRateOfVcpu), used_(from, to) {}

void SharedCpu::adopt(std::uint32_t function, const CpuDemand& demand) {
  if (function >= demands_.size()) {
    demands_.resize(std::size_t{function} + 1);
  }
  demands_[function] = demand;
}

/// The state of the instance's VM, which is reset if its row belonged to another VM before.
SharedCpu::VmCpu& SharedCpu::vm_of(std::uint32_t instance) {
  const std::uint32_t vm = core_.rows().instances[instance].vm;
  while (vm >= vms_.size()) {
    vms_.push_back({sim::SharedResource(capacity_, kNegligible), {}, Time::never(), 0, kNone});
  }
  VmCpu& state = vms_[vm];
  const std::uint32_t generation = core_.cluster().generation(vm);
  if (state.generation != generation) [[unlikely]] {
    SIM_CHECK(state.resource.size() == 0);
    state.generation = generation;
    state.timer = {};
    state.first_cut_off = Time::never();
  }
  return state;
}

void SharedCpu::begins(std::uint32_t attempt) {
  const Request& row = core_.rows().requests[attempt];
  if (attempt >= executions_.size()) {
    executions_.resize(core_.rows().requests.capacity());
  }
  const CpuDemand& demand = demands_[row.function];
  const Duration work = demand.work_of(row.duration);
  Execution& execution = executions_[attempt];
  execution.cut_off = sim::saturating_add(row.started, core_.rows().functions[row.function].timeout);
  execution.wait = row.duration - work;
  execution.work = sim::UInt128{static_cast<std::uint64_t>(work.ns())} * demand.cap;
  execution.is_cut_off = false;
  if (row.started > core_.now()) {
    execution.stage = Stage::coming;
    core_.schedule<CpuWorkBegins>(row.started, attempt, core_.rows().requests.generation(attempt));
  } else {
    work_begins(attempt, core_.now());
  }
}

void SharedCpu::work_begins(std::uint32_t attempt, Time now) {
  const std::uint32_t instance = core_.rows().requests[attempt].instance;
  Execution& execution = executions_[attempt];
  execution.stage = Stage::computing;
  if (instance >= instances_.size()) {
    instances_.resize(core_.rows().instances.capacity());
  }
  VmCpu& vm = vm_of(instance);
  Jobs& of_instance = instances_[instance];
  if (of_instance.jobs.empty()) {
    of_instance.served = 0;
  } else {
    serve(vm, instance, now);
  }
  const Job job{of_instance.served + execution.work, attempt};
  auto position = of_instance.jobs.end();
  while (position != of_instance.jobs.begin() && job.done_at < std::prev(position)->done_at) {
    --position;
  }
  of_instance.jobs.insert(position, job);
  if (of_instance.jobs.size() == 1) {
    const CpuDemand& demand = demands_[core_.rows().requests[attempt].function];
    of_instance.granted = execution.work;
    vm.resource.join(now, instance, {demand.weight, demand.cap}, execution.work);
  } else {
    grant(vm, instance, now);
  }
  vm.first_cut_off = std::min(vm.first_cut_off, execution.cut_off);
  changed(core_.rows().instances[instance].vm, now);
}

/// Updates the work that the instance's jobs have received since its member was set last.
void SharedCpu::serve(VmCpu& vm, std::uint32_t instance, Time now) {
  Jobs& of_instance = instances_[instance];
  const sim::UInt128 done = of_instance.granted - vm.resource.work_left(now, instance);
  of_instance.served += done / of_instance.jobs.size();
}

/// Sets the member's work so that it ends when the first of the instance's jobs is done; all its jobs receive
/// equal work.
void SharedCpu::grant(VmCpu& vm, std::uint32_t instance, Time now) {
  Jobs& of_instance = instances_[instance];
  const sim::UInt128 each = of_instance.jobs.front().done_at - of_instance.served;
  of_instance.granted =
      each * CURTAIN_MUTANT(requests_do_not_share_their_instance, of_instance.jobs.size(), std::size_t{1});
  vm.resource.set_work(now, instance, of_instance.granted);
}

/// Removes the attempt from its instance's jobs, whether its work is done or not.
void SharedCpu::remove(std::uint32_t attempt, Time now) {
  const std::uint32_t instance = core_.rows().requests[attempt].instance;
  VmCpu& vm = vm_of(instance);
  Jobs& of_instance = instances_[instance];
  serve(vm, instance, now);
  const auto job = std::find_if(of_instance.jobs.begin(), of_instance.jobs.end(),
                                [attempt](const Job& each) { return each.attempt == attempt; });
  SIM_CHECK(job != of_instance.jobs.end());
  of_instance.jobs.erase(job);
  if (of_instance.jobs.empty()) {
    vm.resource.leave(now, instance);
  } else {
    grant(vm, instance, now);
  }
}

void SharedCpu::lost(std::uint32_t attempt) {
  if (executions_[attempt].stage != Stage::computing) {
    return;  // its event is stale
  }
  CURTAIN_MUTANT_SKIPS(lost_attempt_keeps_its_share)
  remove(attempt, core_.now());
  changed(core_.rows().instances[core_.rows().requests[attempt].instance].vm, core_.now());
}

/// Removes the jobs that are done from the resource.
void SharedCpu::collect_done(VmCpu& vm, Time now) {
  for (std::uint32_t instance = vm.resource.take_ended(now); instance != kNone;
       instance = vm.resource.take_ended(now)) {
    Jobs& of_instance = instances_[instance];
    of_instance.served = of_instance.jobs.front().done_at;
    const auto is_done = [&](const Job& job) { return job.done_at <= of_instance.served; };
    const auto rest = std::find_if_not(of_instance.jobs.begin(), of_instance.jobs.end(), is_done);
    for (auto job = of_instance.jobs.begin(); job != rest; ++job) {
      ended_.push_back({job->attempt, false});
    }
    of_instance.jobs.erase(of_instance.jobs.begin(), rest);
    if (!of_instance.jobs.empty()) {
      const CpuDemand& demand = demands_[core_.rows().requests[of_instance.jobs.front().attempt].function];
      vm.resource.join(now, instance, {demand.weight, demand.cap}, 0);
      grant(vm, instance, now);
    }
  }
}

/// Removes the jobs whose time is up from the resource.
void SharedCpu::collect_cut_off(VmCpu& vm, Time now) {
  if (vm.first_cut_off > now) {
    return;
  }
  const std::size_t done = ended_.size();
  vm.first_cut_off = Time::never();
  for (std::size_t i = 0; i < vm.resource.size(); ++i) {
    for (const Job& job : instances_[vm.resource.member(i)].jobs) {
      const Time cut_off = executions_[job.attempt].cut_off;
      if (cut_off <= now) {
        ended_.push_back({job.attempt, true});
      } else {
        vm.first_cut_off = std::min(vm.first_cut_off, cut_off);
      }
    }
  }
  for (std::size_t i = done; i < ended_.size(); ++i) {
    remove(ended_[i].attempt, now);
  }
}

void SharedCpu::work_ends(std::uint32_t vm, Time now) {
  {
    VmCpu& state = vms_[vm];
    const sim::LazyTimer::Fired fired = state.timer.fired(now);
    if (fired == sim::LazyTimer::Fired::early) {
      core_.schedule<CpuWorkEnds>(state.timer.armed(), vm, state.generation);
    }
    if (fired != sim::LazyTimer::Fired::due) {
      return;
    }
    require_end(now);
    ended_.clear();
    collect_done(state, now);
    collect_cut_off(state, now);
  }
  // An end lets other attempts start, which may begin here; it may even release the VM.
  handled_ = vm;
  for (const Ended& each : ended_) {
    stop_computing(each.attempt, each.is_cut_off, now);
  }
  handled_ = kNone;
  if (core_.cluster().live(vm, vms_[vm].generation)) {
    changed(vm, now);
  } else {
    note_level(vm, now);
  }
}

/// The execution begins its wait, or ends.
void SharedCpu::stop_computing(std::uint32_t attempt, bool is_cut_off, Time now) {
  Execution& execution = executions_[attempt];
  execution.stage = Stage::waiting;
  if (is_cut_off || execution.wait == Duration{}) {
    core_.finish_execution(attempt, is_cut_off);
    return;
  }
  const Time end = sim::saturating_add(now, execution.wait);
  execution.is_cut_off = end > execution.cut_off;
  core_.schedule<CpuWaitEnds>(std::min(end, execution.cut_off), attempt,
                              core_.rows().requests.generation(attempt));
}

void SharedCpu::wait_ends(std::uint32_t attempt, Time now) {
  require_end(now);
  core_.finish_execution(attempt, executions_[attempt].is_cut_off);
}

void SharedCpu::note_level(std::uint32_t vm, Time now) {
  VmCpu& state = vms_[vm];
  if (const std::uint64_t level = state.resource.in_use(); level != state.level) {
    used_.add(now, static_cast<std::int64_t>(level) - static_cast<std::int64_t>(state.level));
    state.level = level;
  }
}

/// Updates the level and the timer of the VM's resource after members joined, left or changed their work.
void SharedCpu::changed(std::uint32_t vm, Time now) {
  VmCpu& state = vms_[vm];
  note_level(vm, now);
  if (vm != handled_ && state.timer.set(std::min(state.resource.next_end(), state.first_cut_off))) {
    core_.schedule<CpuWorkEnds>(state.timer.armed(), vm, state.generation);
  }
}

void SharedCpu::require_end(Time at) {
  if (at >= Time::latest()) {
    throw std::range_error(
        "an execution reaches the end of simulated time, 2^62 ns (146 years): its length would be cut");
  }
}

}  // namespace curtain
