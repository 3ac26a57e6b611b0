#include "models/platform/execution/vm_shares.hpp"

#include <algorithm>

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Returns the state of the instance's VM. Resets the state if another VM used its row earlier.
VmShares::OfVm& VmShares::vm_of(std::uint32_t instance) {
  const std::uint32_t vm = core_.rows().instances[instance].vm;
  while (vm >= vms_.size()) {
    vms_.push_back({sim::SharedResource(capacity_, kNegligible), {}, Time::never(), 0, kNone, 0, 0});
  }
  OfVm& state = vms_[vm];
  const std::uint32_t generation = core_.cluster().generation(vm);
  if (state.generation != generation) [[unlikely]] {
    SIM_CHECK(state.resource.size() == 0);
    state.generation = generation;
    state.host = core_.cluster().vm(vm).host;
    state.timer = {};
    state.first_cut_off = Time::never();
  }
  return state;
}

VmShares::Jobs& VmShares::jobs_of(std::uint32_t instance) {
  if (instance >= instances_.size()) {
    instances_.resize(core_.rows().instances.capacity());
  }
  return instances_[instance];
}

/// Returns the share of an instance with these jobs. No job exceeds the cap of one execution.
sim::SharedResource::Share VmShares::share_of(const Jobs& jobs) {
  const ResourceDemand& demand = jobs.demand;
  const sim::UInt128 of_jobs = sim::UInt128{demand.job_cap} * jobs.jobs.size();
  return {demand.weight, static_cast<std::uint64_t>(std::min<sim::UInt128>(demand.cap, of_jobs))};
}

/// Returns the work of the instance until its first job is done. All jobs of an instance receive equal work.
sim::UInt128 VmShares::to_next_end(const Jobs& jobs) {
  const sim::UInt128 each = jobs.jobs.front().done_at - jobs.served;
  return each * CURTAIN_MUTANT(requests_do_not_share_their_instance, jobs.jobs.size(), std::size_t{1});
}

void VmShares::join(std::uint32_t attempt, const ResourceDemand& demand, Duration alone, Time cut_off,
                    Time now) {
  const std::uint32_t instance = core_.rows().requests[attempt].instance;
  OfVm& vm = vm_of(instance);
  Jobs& jobs = jobs_of(instance);
  const std::size_t before = jobs.jobs.size();
  if (before == 0) {
    jobs.demand = demand;
    jobs.served = 0;
  } else {
    serve(vm, instance, now);
  }
  const sim::UInt128 work = sim::UInt128{static_cast<std::uint64_t>(alone.ns())} * demand.job_cap;
  const Job job{jobs.served + work, cut_off, attempt};
  auto position = jobs.jobs.end();
  while (position != jobs.jobs.begin() && job.done_at < std::prev(position)->done_at) {
    --position;
  }
  jobs.jobs.insert(position, job);
  if (before == 0) {
    enter(vm, instance, now);
  } else {
    grant(vm, instance, before, now);
  }
  vm.first_cut_off = std::min(vm.first_cut_off, cut_off);
  changed(core_.rows().instances[instance].vm, now);
}

/// Adds the work that the instance's jobs have received since the resource was last updated for this
/// instance.
void VmShares::serve(OfVm& vm, std::uint32_t instance, Time now) {
  Jobs& jobs = instances_[instance];
  const sim::UInt128 done = jobs.granted - vm.resource.work_left(now, instance);
  jobs.served += done / jobs.jobs.size();
}

/// Makes the instance a member, with work that ends when the first of its jobs is done. All its jobs receive
/// equal work.
void VmShares::enter(OfVm& vm, std::uint32_t instance, Time now) {
  Jobs& jobs = instances_[instance];
  jobs.granted = to_next_end(jobs);
  vm.resource.join(now, instance, share_of(jobs), jobs.granted);
}

/// Sets the work of the member in the same way as enter(), and its cap if the number of jobs has changed the
/// cap.
void VmShares::grant(OfVm& vm, std::uint32_t instance, std::size_t jobs_before, Time now) {
  Jobs& jobs = instances_[instance];
  if (jobs.jobs.size() != jobs_before && jobs.demand.job_cap < jobs.demand.cap) {
    vm.resource.leave(now, instance);
    enter(vm, instance, now);
    return;
  }
  jobs.granted = to_next_end(jobs);
  vm.resource.set_work(now, instance, jobs.granted);
}

/// Removes the attempt from the jobs of its instance, whether or not the attempt's work is done.
void VmShares::remove(std::uint32_t attempt, Time now) {
  const std::uint32_t instance = core_.rows().requests[attempt].instance;
  OfVm& vm = vm_of(instance);
  Jobs& jobs = instances_[instance];
  serve(vm, instance, now);
  const auto job = std::find_if(jobs.jobs.begin(), jobs.jobs.end(),
                                [attempt](const Job& each) { return each.attempt == attempt; });
  SIM_CHECK(job != jobs.jobs.end());
  const std::size_t before = jobs.jobs.size();
  jobs.jobs.erase(job);
  if (jobs.jobs.empty()) {
    vm.resource.leave(now, instance);
  } else {
    grant(vm, instance, before, now);
  }
}

void VmShares::lost(std::uint32_t attempt, Time now) {
  CURTAIN_MUTANT_SKIPS(lost_attempt_keeps_its_share)
  remove(attempt, now);
  changed(core_.rows().instances[core_.rows().requests[attempt].instance].vm, now);
}

/// Removes the jobs whose work is done from the resource.
void VmShares::collect_done(OfVm& vm, Time now) {
  for (std::uint32_t instance = vm.resource.take_ended(now); instance != kNone;
       instance = vm.resource.take_ended(now)) {
    Jobs& jobs = instances_[instance];
    jobs.served = jobs.jobs.front().done_at;
    const auto is_done = [&](const Job& job) { return job.done_at <= jobs.served; };
    const auto rest = std::find_if_not(jobs.jobs.begin(), jobs.jobs.end(), is_done);
    for (auto job = jobs.jobs.begin(); job != rest; ++job) {
      ended_.push_back({job->attempt, false});
    }
    jobs.jobs.erase(jobs.jobs.begin(), rest);
    if (!jobs.jobs.empty()) {
      enter(vm, instance, now);
    }
  }
}

/// Removes the jobs that have reached their timeout from the resource.
void VmShares::collect_cut_off(OfVm& vm, Time now) {
  if (vm.first_cut_off > now) {
    return;
  }
  const std::size_t done = ended_.size();
  vm.first_cut_off = Time::never();
  for (std::size_t i = 0; i < vm.resource.size(); ++i) {
    for (const Job& job : instances_[vm.resource.member(i)].jobs) {
      if (job.cut_off <= now) {
        ended_.push_back({job.attempt, true});
      } else {
        vm.first_cut_off = std::min(vm.first_cut_off, job.cut_off);
      }
    }
  }
  for (std::size_t i = done; i < ended_.size(); ++i) {
    remove(ended_[i].attempt, now);
  }
}

/// Returns false if the event came too early; ended() is then not valid.
bool VmShares::ends(std::uint32_t vm, Time now) {
  OfVm& state = vms_[vm];
  const sim::LazyTimer::Fired fired = state.timer.fired(now);
  if (fired == sim::LazyTimer::Fired::early) {
    schedule_(core_, state.timer.armed(), vm, state.generation);
  }
  if (fired != sim::LazyTimer::Fired::due) {
    return false;
  }
  ended_.clear();
  collect_done(state, now);
  collect_cut_off(state, now);
  note_demand(state);  // before the ends are handled, which may place instances
  handled_ = vm;
  return true;
}

void VmShares::handled(std::uint32_t vm, Time now) {
  handled_ = kNone;
  if (core_.cluster().live(vm, vms_[vm].generation)) {
    changed(vm, now);
  } else {
    note_level(vm, now);
  }
}

std::uint64_t VmShares::demand_of_vm(std::uint32_t vm) const {
  return vm < vms_.size() && vms_[vm].generation == core_.cluster().generation(vm)
             ? vms_[vm].resource.demand()
             : 0;
}

/// Adds the change of the VM's demand to the demand of the host. If the demand has fallen, a function that
/// waits for room may find some.
void VmShares::note_demand(OfVm& vm) {
  const std::uint64_t demand = vm.resource.demand();
  if (!watches_demand_ || CURTAIN_MUTANT(host_demand_never_falls, vm.demand == demand, vm.demand >= demand)) {
    return;
  }
  if (vm.host >= demand_of_hosts_.size()) {
    demand_of_hosts_.resize(std::size_t{vm.host} + 1);
  }
  demand_of_hosts_[vm.host] += demand - vm.demand;
  if (demand < vm.demand) {
    core_.agenda().note_room();
  }
  vm.demand = demand;
}

void VmShares::note_level(std::uint32_t vm, Time now) {
  OfVm& state = vms_[vm];
  if (const std::uint64_t level = state.resource.in_use(); level != state.level) {
    used_.add(now, static_cast<std::int64_t>(level) - static_cast<std::int64_t>(state.level));
    state.level = level;
  }
}

/// Updates the level and the timer of the VM's resource after members joined, left or changed their work.
void VmShares::changed(std::uint32_t vm, Time now) {
  OfVm& state = vms_[vm];
  note_level(vm, now);
  note_demand(state);
  if (vm != handled_ && state.timer.set(std::min(state.resource.next_end(), state.first_cut_off))) {
    schedule_(core_, state.timer.armed(), vm, state.generation);
  }
}

}  // namespace curtain
