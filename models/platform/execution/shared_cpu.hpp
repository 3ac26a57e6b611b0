#pragma once
// Executions that share the vCPUs of their VM.
#include <cstdint>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "models/platform/parameters.hpp"
#include "models/workload/arrival.hpp"
#include "sim/level_timeline.hpp"
#include "sim/shared_resource.hpp"
#include "sim/timer.hpp"
#include "sim/wide.hpp"

namespace curtain {

// At one instant, ends of CPU work come after ends of executions of known duration, in the order of
// scheduling.
struct CpuWorkEnds : EventKind<sim::Rank::completion, 1, Subject::vm> {};
struct CpuWaitEnds : EventKind<sim::Rank::completion, 2, Subject::attempt> {};
struct CpuWorkBegins : EventKind<sim::Rank::dispatch, 1, Subject::attempt> {};

/// Rates are in millionths of a vCPU; work is in millionths of a vCPU times nanoseconds.
inline constexpr std::uint64_t kRateOfVcpu = 1'000'000;

/// The demand of a function's executions on the vCPUs of their VM.
struct CpuDemand {
  std::uint64_t cap = 0;               ///< the largest rate of an instance, in millionths of a vCPU
  std::uint32_t weight = 0;            ///< weight of an instance; 0: the function's executions share nothing
  std::uint32_t share_millionths = 0;  ///< CPU work as a part of an execution's length alone

  /// The CPU work of an execution of that length, rounded down to a nanosecond.
  [[nodiscard]] Duration work_of(Duration alone) const;
};

/// The demand of a function with that memory size and that `share` of CPU work. Throws std::invalid_argument
/// if the platform does not define how much memory comes with one vCPU.
[[nodiscard]] CpuDemand cpu_demand(const PlatformParameters& parameters, Mebibytes memory, double share);

/// Determines the ends of executions that share vCPUs. Instances get shares in proportion to their memory,
/// none more than its cap; the requests in one instance divide its share equally (sim::SharedResource). An
/// execution does its CPU work first and waits afterwards; the wait does not take longer on a busy VM. An
/// execution is cut off at its function's timeout.
class SharedCpu {
 public:
  /// Remaining work that counts as done, because of rounding: about a thousandth of a nanosecond of a vCPU.
  static constexpr std::uint64_t kNegligible = 1'000;

  /// VMs have `vcpus`. The used vCPUs are measured in [from, to).
  SharedCpu(CoreApi& core, std::uint32_t vcpus, Time from, Time to);

  /// From now on this module runs the executions of the function.
  void adopt(std::uint32_t function, const CpuDemand& demand);

  /// An attempt of such a function runs from its row's `started` on, which is now or later.
  void begins(std::uint32_t attempt);
  /// A running attempt is lost. Must not be called for an attempt that has ended.
  void lost(std::uint32_t attempt);

  // Handlers
  void work_begins(std::uint32_t attempt, Time now);
  void work_ends(std::uint32_t vm, Time now);
  void wait_ends(std::uint32_t attempt, Time now);

  /// The vCPUs of a VM, in millionths of a vCPU.
  [[nodiscard]] std::uint64_t capacity() const { return capacity_; }
  /// The vCPUs in use, over all VMs, in millionths of a vCPU.
  [[nodiscard]] const sim::LevelTimeline& used() const { return used_; }

 private:
  enum class Stage : std::uint8_t { coming, computing, waiting };
  struct Execution {  // by attempt
    Time cut_off;
    Duration wait;  // after its CPU work
    sim::UInt128 work = 0;
    Stage stage = Stage::coming;
    bool is_cut_off = false;  // at the end of its wait
  };
  /// A request of an instance that is doing its CPU work.
  struct Job {
    sim::UInt128 done_at;  // value of the instance's `served` at which its work is done
    std::uint32_t attempt = kNone;
  };
  /// An instance is one member of its VM's resource. The member's work is the work until the next end of one
  /// of its jobs.
  struct Jobs {                // by instance
    std::vector<Job> jobs;     // by done_at, then in the order in which they began
    sim::UInt128 served = 0;   // work served to each of the jobs
    sim::UInt128 granted = 0;  // work granted to the member, when it was last set
  };
  struct VmCpu {
    sim::SharedResource resource;
    sim::LazyTimer timer;
    Time first_cut_off = Time::never();  // may be too early after an execution has left
    std::uint64_t level = 0;             // vCPUs in use, as noted last
    std::uint32_t generation = kNone;    // generation of the VM
  };
  struct Ended {
    std::uint32_t attempt;
    bool is_cut_off;
  };

  VmCpu& vm_of(std::uint32_t instance);
  void grant(VmCpu& vm, std::uint32_t instance, Time now);
  void serve(VmCpu& vm, std::uint32_t instance, Time now);
  void remove(std::uint32_t attempt, Time now);
  void collect_done(VmCpu& vm, Time now);
  void collect_cut_off(VmCpu& vm, Time now);
  void stop_computing(std::uint32_t attempt, bool is_cut_off, Time now);
  void note_level(std::uint32_t vm, Time now);
  void changed(std::uint32_t vm, Time now);
  static void require_end(Time at);

  CoreApi& core_;
  std::uint64_t capacity_;
  sim::LevelTimeline used_;
  std::vector<CpuDemand> demands_;     // by function
  std::vector<Execution> executions_;  // by attempt
  std::vector<Jobs> instances_;
  std::vector<VmCpu> vms_;
  std::vector<Ended> ended_;       // executions that end at this instant, while they are handled
  std::uint32_t handled_ = kNone;  // the VM whose ends are being handled
};

}  // namespace curtain
