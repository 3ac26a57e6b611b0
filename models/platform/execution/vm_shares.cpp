#include "models/platform/execution/vm_shares.hpp"

#include <algorithm>

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

std::uint32_t VmShares::instance_of(std::uint32_t job) const {
  return job >= kBackground ? job - kBackground : core_.rows().requests[job].instance;
}

/// Returns the state of the instance's VM. Resets the state if another VM used its row earlier.
VmShares::OfVm& VmShares::vm_of(std::uint32_t instance) {
  const std::uint32_t vm = core_.rows().instances[instance].vm;
  while (vm >= vms_.size()) {
    vms_.push_back(
        {sim::SharedResource(capacity_.of_vm, kNegligible), {}, Time::never(), 0, 0, kNone, kNone, false, 0});
  }
  OfVm& state = vms_[vm];
  const std::uint32_t generation = core_.cluster().generation(vm);
  if (state.generation != generation) [[unlikely]] {
    SIM_CHECK(state.resource.size() == 0 && state.wanted == 0);
    state.generation = generation;
    state.host = core_.cluster().vm(vm).host;
    state.timer = {};
    state.first_cut_off = Time::never();
    state.has_buckets = false;
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
  const std::uint64_t cap = demand.sustained == 0 || jobs.bursts ? demand.cap : demand.sustained;
  return {demand.weight, static_cast<std::uint64_t>(std::min<sim::UInt128>(cap, of_jobs))};
}

/// Returns the work of the instance until its first job is done. All jobs of an instance receive equal work.
sim::UInt128 VmShares::to_next_end(const Jobs& jobs) {
  const sim::UInt128 each = jobs.jobs.front().done_at - jobs.served;
  return each * CURTAIN_MUTANT(requests_do_not_share_their_instance, jobs.jobs.size(), std::size_t{1});
}

/// Returns the work of the member until its first job is done, or until its bucket is empty at that rate. At
/// the rate `rate`, a bucket loses (rate - sustained) / rate of the work that is done.
sim::UInt128 VmShares::to_grant(const Jobs& jobs, std::uint64_t rate) {
  const std::uint64_t sustained = jobs.demand.sustained;
  const sim::UInt128 work = to_next_end(jobs);
  if (sustained == 0 || !jobs.bursts || rate <= sustained) {
    return work;
  }
  const std::uint64_t loss = rate - sustained;
  const sim::UInt128 in_burst = jobs.tokens / loss * rate + jobs.tokens % loss * rate / loss;
  const std::size_t requests = jobs.jobs.size();
  return std::min(work, std::max<sim::UInt128>(in_burst / requests, 1) * requests);
}

void VmShares::join_work(std::uint32_t attempt, const ResourceDemand& demand, sim::UInt128 work, Time cut_off,
                         Time now) {
  const std::uint32_t instance = instance_of(attempt);
  OfVm& vm = vm_of(instance);
  Jobs& jobs = jobs_of(instance);
  const std::size_t before = jobs.jobs.size();
  settle_buckets(vm, now);
  if (before == 0) {
    jobs.demand = demand;
    jobs.served = 0;
    if (demand.sustained != 0) {
      vm.has_buckets = true;
      open_bucket(jobs, instance, now);
    }
  } else {
    serve(vm, instance, now);
  }
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

/// Adds the work that the instance's jobs have received since the instance was last updated.
void VmShares::serve(OfVm& vm, std::uint32_t instance, Time now) {
  Jobs& jobs = instances_[instance];
  const sim::UInt128 done = jobs.granted - vm.resource.work_left(now, instance);
  jobs.served += done / jobs.jobs.size();
}

/// Makes the instance a member, with work that ends when the first of its jobs is done. All its jobs receive
/// equal work.
void VmShares::enter(OfVm& vm, std::uint32_t instance, Time now) {
  Jobs& jobs = instances_[instance];
  if (jobs.demand.sustained != 0) {
    const Duration least = jobs.bursts ? kBucketEmpty : kBurstAgain;
    jobs.bursts = jobs.tokens >= sim::UInt128{jobs.demand.cap} * static_cast<std::uint64_t>(least.ns());
  }
  jobs.granted = to_grant(jobs, jobs.demand.cap);
  jobs.left = jobs.granted;
  vm.resource.join(now, instance, share_of(jobs), jobs.granted);
}

/// Sets the work of the member in the same way as enter(). Also sets the member's cap if it has changed with
/// the number of jobs.
void VmShares::grant(OfVm& vm, std::uint32_t instance, std::size_t jobs_before, Time now) {
  Jobs& jobs = instances_[instance];
  if (jobs.jobs.size() != jobs_before && jobs.demand.job_cap < jobs.demand.cap) {
    vm.resource.leave(now, instance);
    enter(vm, instance, now);
    return;
  }
  jobs.granted = to_grant(jobs, jobs.demand.cap);
  jobs.left = jobs.granted;
  vm.resource.set_work(now, instance, jobs.granted);
}

/// Removes the attempt from the jobs of its instance, whether or not the attempt's work is done.
void VmShares::remove(std::uint32_t attempt, Time now) {
  const std::uint32_t instance = instance_of(attempt);
  OfVm& vm = vm_of(instance);
  Jobs& jobs = instances_[instance];
  settle_buckets(vm, now);
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

sim::UInt128 VmShares::take_out(std::uint32_t job, Time now) {
  const std::uint32_t instance = instance_of(job);
  OfVm& vm = vm_of(instance);
  Jobs& jobs = jobs_of(instance);
  const auto place = std::find_if(jobs.jobs.begin(), jobs.jobs.end(),
                                  [job](const Job& each) { return each.attempt == job; });
  if (place == jobs.jobs.end()) {
    return 0;
  }
  const sim::UInt128 done_at = place->done_at;
  serve(vm, instance, now);
  const sim::UInt128 left = done_at > jobs.served ? done_at - jobs.served : 0;
  remove(job, now);
  changed(core_.rows().instances[instance].vm, now);
  return left;
}

/// Removes the jobs whose work is done from the resource.
void VmShares::collect_done(OfVm& vm, Time now) {
  for (std::uint32_t instance = vm.resource.take_ended(now); instance != kNone;
       instance = vm.resource.take_ended(now)) {
    Jobs& jobs = instances_[instance];
    jobs.served = jobs.granted == to_next_end(jobs) ? jobs.jobs.front().done_at
                                                    : jobs.served + jobs.granted / jobs.jobs.size();
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
  settle_buckets(state, now);
  collect_done(state, now);
  collect_cut_off(state, now);
  note_demand(state);  // must come before the ends are handled, because handling them may place instances
  handled_ = vm;
  return true;
}

void VmShares::handled(std::uint32_t vm, Time now) {
  handled_ = kNone;
  if (core_.cluster().live(vm, vms_[vm].generation)) {
    changed(vm, now);
  } else {
    divide_host_of(vm, now);
    note_level(vm, now);
  }
}

std::uint64_t VmShares::demand_of_vm(std::uint32_t vm) const {
  return vm < vms_.size() && vms_[vm].generation == core_.cluster().generation(vm)
             ? vms_[vm].resource.demand()
             : 0;
}

/// Adds the change of the VM's demand to the demand of the host. If the demand has fallen, a function that
/// waits for room may find room.
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
  update_bursts(vms_[vm], now);
  divide_host_of(vm, now);
  note_level(vm, now);
  note_demand(vms_[vm]);
  arm(vm);
}

void VmShares::arm(std::uint32_t vm) {
  OfVm& state = vms_[vm];
  if (vm != handled_ && state.timer.set(std::min(state.resource.next_end(), state.first_cut_off))) {
    schedule_(core_, state.timer.armed(), vm, state.generation);
  }
}

/// Fills the bucket of a new instance, or adds what has flowed into the bucket since the instance's last
/// work.
void VmShares::open_bucket(Jobs& jobs, std::uint32_t instance, Time now) const {
  const std::uint32_t generation = core_.rows().instances.generation(instance);
  if (jobs.generation != generation) {
    jobs.generation = generation;
    jobs.tokens = jobs.demand.bucket;
    jobs.bursts = true;
  } else {
    const auto passed = static_cast<std::uint64_t>((now - jobs.filled_at).ns());
    jobs.tokens = std::min(jobs.demand.bucket, jobs.tokens + sim::UInt128{jobs.demand.sustained} * passed);
  }
  jobs.filled_at = now;
}

/// Updates the buckets of the VM's members. Their rates have not changed since the last update.
void VmShares::settle_buckets(OfVm& vm, Time now) {
  if (!vm.has_buckets) {
    return;
  }
  vm.resource.settle(now);
  for (std::size_t i = 0; i < vm.resource.size(); ++i) {
    Jobs& jobs = instances_[vm.resource.member(i)];
    if (jobs.demand.sustained == 0 || jobs.filled_at == now) {
      continue;
    }
    const auto passed = static_cast<std::uint64_t>((now - jobs.filled_at).ns());
    const sim::UInt128 filled =
        jobs.tokens + CURTAIN_MUTANT(bucket_is_not_refilled, sim::UInt128{jobs.demand.sustained} * passed, 0);
    const sim::UInt128 done = jobs.left - vm.resource.left(i);
    jobs.tokens = filled > done ? std::min(jobs.demand.bucket, filled - done) : 0;
    jobs.left = vm.resource.left(i);
    jobs.filled_at = now;
  }
}

/// Raises the caps of members whose buckets were refilled while the VM was crowded. Sets the end of each
/// burst to the time at which its bucket will be empty at the current rate.
void VmShares::update_bursts(OfVm& vm, Time now) {
  if (!vm.has_buckets) {
    return;
  }
  settle_buckets(vm, now);
  for (std::size_t i = 0; i < vm.resource.size(); ++i) {
    const Jobs& jobs = instances_[vm.resource.member(i)];
    if (jobs.demand.sustained != 0 && !jobs.bursts &&
        jobs.tokens >= sim::UInt128{jobs.demand.cap} * static_cast<std::uint64_t>(kBurstAgain.ns())) {
      refilled_.push_back(vm.resource.member(i));
    }
  }
  for (const std::uint32_t instance : refilled_) {
    serve(vm, instance, now);
    vm.resource.leave(now, instance);
    enter(vm, instance, now);
  }
  refilled_.clear();
  for (std::size_t i = 0; i < vm.resource.size(); ++i) {
    Jobs& jobs = instances_[vm.resource.member(i)];
    if (jobs.bursts && jobs.demand.sustained != 0 && vm.resource.left(i) > 0) {
      jobs.served += (jobs.granted - vm.resource.left(i)) / jobs.jobs.size();
      jobs.granted = to_grant(jobs, vm.resource.rate(i));
      jobs.left = jobs.granted;
      vm.resource.set_work_at(i, jobs.granted);
    }
  }
}

/// Divides the rate of the VM's host again after the VM's members have changed.
void VmShares::divide_host_of(std::uint32_t vm, Time now) {
  if (capacity_.of_host == 0) {
    return;
  }
  OfVm& state = vms_[vm];
  if (state.host >= hosts_.size()) {
    hosts_.resize(std::size_t{state.host} + 1);
  }
  OfHost& host = hosts_[state.host];
  const std::uint64_t wanted = wanted_by(state.resource, capacity_.of_vm);
  if (state.wanted == 0 && wanted > 0) {
    host.vms.push_back({nullptr, vm, 0});
  } else if (state.wanted > 0 && wanted == 0) {
    host.vms.erase(std::find_if(host.vms.begin(), host.vms.end(),
                                [vm](const HostMember& each) { return each.vm == vm; }));
    state.resource.set_capacity(now, capacity_.of_vm);
  }
  host.wanted += wanted - state.wanted;
  state.wanted = wanted;
  if (!host.is_divided && host.wanted <= capacity_.of_host) {
    return;
  }
  host.is_divided = host.wanted > capacity_.of_host;
  for (HostMember& each : host.vms) {
    each.resource = &vms_[each.vm].resource;
  }
  divide_host(capacity_.of_host, capacity_.of_vm, host.vms);
  for (const HostMember& each : host.vms) {
    OfVm& other = vms_[each.vm];
    if (other.resource.capacity() == each.grant) {
      continue;
    }
    settle_buckets(other, now);
    other.resource.set_capacity(now, each.grant);
    update_bursts(other, now);
    note_demand(other);
    if (each.vm != vm) {
      note_level(each.vm, now);
      arm(each.vm);
    }
  }
}

}  // namespace curtain
