#pragma once
// One kind of resource of every VM, which the executions in the VM share.
#include <cstdint>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "models/platform/execution/host_shares.hpp"
#include "models/platform/execution/work_demand.hpp"
#include "sim/level_timeline.hpp"
#include "sim/shared_resource.hpp"
#include "sim/timer.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// Shares one resource of each VM, which is its vCPUs, its disk or its network. An instance is one member of
/// the resource (sim::SharedResource), with its function's weight and cap. The requests in one instance
/// divide its share equally, up to the cap of one execution each.
///
/// The rate of a host limits the sum over its VMs, see divide_host().
///
/// An instance with a token bucket uses at most `demand.cap` while its bucket has tokens, and at most
/// `demand.sustained` when the bucket is empty. The bucket is full when the instance is created. Its content,
/// in units of work, falls by the work done and rises by `sustained` x time. After its bucket was empty, an
/// instance may exceed `sustained` again when the bucket contains the work of the time kBurstAgain at the
/// rate `cap`.
class VmShares {
 public:
  /// Remaining work that counts as done because of rounding. The value is a thousandth of a nanosecond of a
  /// vCPU, or a millionth of a byte.
  static constexpr std::uint64_t kNegligible = 1'000;

  static constexpr Duration kBurstAgain = Duration{1'000'000};
  /// A bucket counts as empty if it contains less than the work of this time at the rate `cap`.
  static constexpr Duration kBucketEmpty = Duration{1'000};

  /// The rates of the resource.
  struct Capacity {
    std::uint64_t of_vm = 0;
    std::uint64_t of_host = 0;  ///< 0 if hosts have no limit
  };

  /// A function that schedules an event for a VM and its generation; the event calls ends().
  using Schedule = void (*)(CoreApi& core, Time at, std::uint32_t vm, std::uint32_t generation);

  /// A job number from this value on is the background work of an instance and not an attempt: it is this
  /// value plus the instance's row.
  static constexpr std::uint32_t kBackground = std::uint32_t{1} << 31;

  /// The use of the resource is measured in [from, to).
  VmShares(CoreApi& core, Capacity capacity, Schedule schedule, Time from, Time to)
      : core_(core),
        capacity_(capacity),
        schedule_(schedule),
        used_(from, to),
        watches_demand_(core.cluster().watches_demand()) {}

  /// An execution that ends its work on this resource, or the background work of an instance.
  struct Ended {
    std::uint32_t attempt;
    bool is_cut_off;
  };

  /// Begins the attempt's work on this resource in its instance. `alone` is the time that the work takes
  /// without contention, see ResourceDemand::work_of(). An execution that has not ended at `cut_off` is cut
  /// off at that time.
  void join(std::uint32_t attempt, const ResourceDemand& demand, Duration alone, Time cut_off, Time now) {
    join_work(attempt, demand, demand.work_of(alone), cut_off, now);
  }
  /// Like join(), with the work as rate times nanoseconds. `job` is an attempt, or the background work of an
  /// instance.
  void join_work(std::uint32_t job, const ResourceDemand& demand, sim::UInt128 work, Time cut_off, Time now);
  /// Called when an attempt that has work on this resource is lost.
  void lost(std::uint32_t attempt, Time now);
  /// Removes the job before its end, and returns the work that is left. Returns 0 for a job that ends at this
  /// instant.
  sim::UInt128 take_out(std::uint32_t job, Time now);
  /// Handles the scheduled event. Returns false if the event is too early. The executions that end are in
  /// ended(); the owner must handle them and then call handled().
  bool ends(std::uint32_t vm, Time now);
  [[nodiscard]] const std::vector<Ended>& ended() const { return ended_; }
  void handled(std::uint32_t vm, Time now);

  /// The sum of the caps of the instances that do work in the VM, which must exist. The sum over all VMs of a
  /// host is kept if a placement policy uses it.
  [[nodiscard]] std::uint64_t demand_of_vm(std::uint32_t vm) const;
  [[nodiscard]] std::uint64_t demand_of_host(std::uint32_t host) const {
    return host < demand_of_hosts_.size() ? demand_of_hosts_[host] : 0;
  }
  [[nodiscard]] Capacity capacity() const { return capacity_; }
  /// The used part, summed over all VMs.
  [[nodiscard]] const sim::LevelTimeline& used() const { return used_; }

 private:
  /// A request of an instance that has work on this resource.
  struct Job {
    sim::UInt128 done_at;  // value of the instance's `served` when the work of the job is done
    Time cut_off;
    std::uint32_t attempt = kNone;
  };
  /// The jobs of one instance. The work of the member is the work until the next job ends.
  struct Jobs {  // indexed by instance
    ResourceDemand demand;
    std::vector<Job> jobs;     // sorted by done_at, then by the order of joining
    sim::UInt128 served = 0;   // work served to each of the jobs
    sim::UInt128 granted = 0;  // work granted to the member at its last update
    // With a token bucket:
    sim::UInt128 tokens = 0;           // content of the bucket at `filled_at`
    sim::UInt128 left = 0;             // remaining work of the member at `filled_at`
    Time filled_at;                    // time of the last update of `tokens`
    std::uint32_t generation = kNone;  // generation of the instance's row
    bool bursts = false;               // whether the member has the cap for a bucket with tokens
  };
  struct OfVm {
    sim::SharedResource resource;
    sim::LazyTimer timer;
    Time first_cut_off = Time::never();  // the time may be too early after an execution has been removed
    std::uint64_t level = 0;             // used part of the capacity at the last update
    std::uint64_t wanted = 0;            // part of its host's rate that the VM can use
    std::uint32_t generation = kNone;    // the generation of the VM's row
    std::uint32_t host = kNone;
    bool has_buckets = false;  // whether an instance in the VM has had a token bucket
    std::uint64_t demand = 0;  // the part of the demand on `host` that this VM makes, if demand is watched
  };
  struct OfHost {
    std::vector<HostMember> vms;  // VMs with instances that use the resource
    std::uint64_t wanted = 0;     // sum over `vms`
    bool is_divided = false;      // whether the VMs get less than their own rates
  };

  /// The instance of an attempt or of background work.
  [[nodiscard]] std::uint32_t instance_of(std::uint32_t job) const;
  OfVm& vm_of(std::uint32_t instance);
  Jobs& jobs_of(std::uint32_t instance);
  [[nodiscard]] static sim::SharedResource::Share share_of(const Jobs& jobs);
  [[nodiscard]] static sim::UInt128 to_next_end(const Jobs& jobs);
  [[nodiscard]] static sim::UInt128 to_grant(const Jobs& jobs, std::uint64_t rate);
  void enter(OfVm& vm, std::uint32_t instance, Time now);
  void grant(OfVm& vm, std::uint32_t instance, std::size_t jobs_before, Time now);
  void serve(OfVm& vm, std::uint32_t instance, Time now);
  void remove(std::uint32_t attempt, Time now);
  void collect_done(OfVm& vm, Time now);
  void collect_cut_off(OfVm& vm, Time now);
  void note_level(std::uint32_t vm, Time now);
  void note_demand(OfVm& vm);
  void changed(std::uint32_t vm, Time now);
  void arm(std::uint32_t vm);
  void open_bucket(Jobs& jobs, std::uint32_t instance, Time now) const;
  void settle_buckets(OfVm& vm, Time now);
  void update_bursts(OfVm& vm, Time now);
  void divide_host_of(std::uint32_t vm, Time now);

  CoreApi& core_;
  Capacity capacity_;
  Schedule schedule_;
  sim::LevelTimeline used_;
  std::vector<Jobs> instances_;
  std::vector<OfVm> vms_;
  std::vector<OfHost> hosts_;            // indexed by host; empty if hosts have no limit
  std::vector<std::uint32_t> refilled_;  // instances that may burst again; empty between calls
  std::vector<Ended> ended_;  // the executions that end at this instant, while their ends are handled
  bool watches_demand_;       // whether a placement policy uses the demand
  std::vector<std::uint64_t> demand_of_hosts_;
  std::uint32_t handled_ = kNone;  // the VM whose ends are being handled
};

}  // namespace curtain
