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

// At one instant ends of CPU work come after ends of executions of known duration, in order of scheduling.
struct CpuWorkEnds : EventKind<sim::Rank::completion, 1, Subject::vm> {};
struct CpuWaitEnds : EventKind<sim::Rank::completion, 2, Subject::attempt> {};
struct CpuWorkBegins : EventKind<sim::Rank::dispatch, 1, Subject::attempt> {};

/// Rates are in millionths of a vCPU, work in these times nanoseconds.
inline constexpr std::uint64_t kRateOfVcpu = 1'000'000;

/// What a function's executions ask of the vCPUs of their VM.
struct CpuDemand {
  std::uint64_t cap = 0;               ///< the most that an instance uses, in millionths of a vCPU
  std::uint32_t weight = 0;            ///< of an instance; 0: no execution of the function shares anything
  std::uint32_t share_millionths = 0;  ///< of an execution's length alone: CPU work; the rest is waiting

  /// The part of an execution of that length that is CPU work, rounded down to a nanosecond.
  [[nodiscard]] Duration work_of(Duration alone) const;
};

/// The demand of a function of that memory size, `share` of whose executions is CPU work. Throws
/// std::invalid_argument if the platform does not say how much memory has one vCPU.
[[nodiscard]] CpuDemand cpu_demand(const PlatformParameters& parameters, Mebibytes memory, double share);

/// Says when executions end that share the vCPUs of their VM. Instances get shares in proportion to their
/// memory, none more than its cap; the requests in one instance share equally what it gets
/// (sim::SharedResource). An execution does its CPU work first and waits afterwards, for a time that does not
/// stretch. It is cut off at its function's timeout.
class SharedCpu {
 public:
  /// The work that is over when only so much is left: rounding, about a thousandth of a nanosecond of a vCPU.
  static constexpr std::uint64_t kNegligible = 1'000;

  /// VMs have `vcpus`. What is used is measured in [from, to).
  SharedCpu(CoreApi& core, std::uint32_t vcpus, Time from, Time to);

  /// Executions of the function are this module's from now on.
  void adopt(std::uint32_t function, const CpuDemand& demand);

  /// An attempt of such a function runs from its row's `started` on, which is now or later.
  void begins(std::uint32_t attempt);
  /// An attempt that runs is lost. Not to be called of one that has ended.
  void lost(std::uint32_t attempt);

  // Handlers
  void work_begins(std::uint32_t attempt, Time now);
  void work_ends(std::uint32_t vm, Time now);
  void wait_ends(std::uint32_t attempt, Time now);

  /// Of a VM, in millionths of a vCPU.
  [[nodiscard]] std::uint64_t capacity() const { return capacity_; }
  /// What is in use of all vCPUs, in millionths of a vCPU.
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
  /// A request of an instance that computes.
  struct Job {
    sim::UInt128 done_at;  // served of its instance
    std::uint32_t attempt = kNone;
  };
  /// An instance is one member of its VM's resource, which does its work up to the next end in it.
  struct Jobs {                // by instance
    std::vector<Job> jobs;     // by done_at, then in the order of their beginnings
    sim::UInt128 served = 0;   // work for each of the jobs
    sim::UInt128 granted = 0;  // to the member, when it was last set
  };
  struct VmCpu {
    sim::SharedResource resource;
    sim::LazyTimer timer;
    Time first_cut_off = Time::never();  // or earlier: not raised when one leaves
    std::uint64_t level = 0;             // in use, as last noted
    std::uint32_t generation = kNone;    // of the VM
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
  std::vector<Ended> ended_;       // at this instant, while they are handled
  std::uint32_t handled_ = kNone;  // the VM whose ends are handled
};

}  // namespace curtain
