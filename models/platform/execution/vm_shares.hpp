#pragma once
// One kind of resource of every VM, shared by the executions in the VM.
#include <cstdint>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "models/platform/execution/work_demand.hpp"
#include "sim/level_timeline.hpp"
#include "sim/shared_resource.hpp"
#include "sim/timer.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// Shares one resource of each VM: its vCPUs, its disk or its network. An instance is one member of the
/// resource (sim::SharedResource), with its function's weight and cap. The requests in one instance divide
/// its share equally, and none of them exceeds the cap of one execution.
class VmShares {
 public:
  /// Remaining work that counts as done, because of rounding: a thousandth of a nanosecond of a vCPU, or a
  /// millionth of a byte.
  static constexpr std::uint64_t kNegligible = 1'000;

  /// Schedules the event that calls ends() for that generation of a VM.
  using Schedule = void (*)(CoreApi& core, Time at, std::uint32_t vm, std::uint32_t generation);

  /// `capacity` of each VM; the used part is measured in [from, to).
  VmShares(CoreApi& core, std::uint64_t capacity, Schedule schedule, Time from, Time to)
      : core_(core), capacity_(capacity), schedule_(schedule), used_(from, to) {}

  /// An execution that ends its work on this resource.
  struct Ended {
    std::uint32_t attempt;
    bool is_cut_off;
  };

  /// The attempt begins work on this resource in its instance, which takes `alone` at the cap of an
  /// execution. Its execution is cut off at `cut_off`.
  void join(std::uint32_t attempt, const ResourceDemand& demand, Duration alone, Time cut_off, Time now);
  /// An attempt that has work on this resource is lost.
  void lost(std::uint32_t attempt, Time now);
  /// Handles the scheduled event. The executions that end here are in ended(); the owner must handle them and
  /// then call handled().
  bool ends(std::uint32_t vm, Time now);
  [[nodiscard]] const std::vector<Ended>& ended() const { return ended_; }
  void handled(std::uint32_t vm, Time now);

  /// The capacity of a VM.
  [[nodiscard]] std::uint64_t capacity() const { return capacity_; }
  /// The used part, over all VMs.
  [[nodiscard]] const sim::LevelTimeline& used() const { return used_; }

 private:
  /// A request of an instance that has work here.
  struct Job {
    sim::UInt128 done_at;  // value of the instance's `served` at which its work is done
    Time cut_off;
    std::uint32_t attempt = kNone;
  };
  /// The member's work is the work until the next end of one of its jobs.
  struct Jobs {  // by instance
    ResourceDemand demand;
    std::vector<Job> jobs;     // by done_at, then in the order in which they began
    sim::UInt128 served = 0;   // work served to each of the jobs
    sim::UInt128 granted = 0;  // work granted to the member, when it was last set
  };
  struct OfVm {
    sim::SharedResource resource;
    sim::LazyTimer timer;
    Time first_cut_off = Time::never();  // may be too early after an execution has left
    std::uint64_t level = 0;             // used part, as noted last
    std::uint32_t generation = kNone;    // generation of the VM
  };

  OfVm& vm_of(std::uint32_t instance);
  Jobs& jobs_of(std::uint32_t instance);
  [[nodiscard]] static sim::SharedResource::Share share_of(const Jobs& jobs);
  [[nodiscard]] static sim::UInt128 to_next_end(const Jobs& jobs);
  void enter(OfVm& vm, std::uint32_t instance, Time now);
  void grant(OfVm& vm, std::uint32_t instance, std::size_t jobs_before, Time now);
  void serve(OfVm& vm, std::uint32_t instance, Time now);
  void remove(std::uint32_t attempt, Time now);
  void collect_done(OfVm& vm, Time now);
  void collect_cut_off(OfVm& vm, Time now);
  void note_level(std::uint32_t vm, Time now);
  void changed(std::uint32_t vm, Time now);

  CoreApi& core_;
  std::uint64_t capacity_;
  Schedule schedule_;
  sim::LevelTimeline used_;
  std::vector<Jobs> instances_;
  std::vector<OfVm> vms_;
  std::vector<Ended> ended_;       // executions that end at this instant, while they are handled
  std::uint32_t handled_ = kNone;  // the VM whose ends are being handled
};

}  // namespace curtain
