#pragma once
// Executions that share the vCPUs, the disk and the network of their VM.
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/metrics/shared_use.hpp"
#include "models/platform/core/core_api.hpp"
#include "models/platform/execution/background_work.hpp"
#include "models/platform/execution/vm_shares.hpp"
#include "models/platform/execution/work_demand.hpp"
#include "models/platform/fleet/bin_demand.hpp"

namespace curtain {

// At one instant, ends of shared work come after ends of executions of known duration, in the order in which
// they were scheduled.
struct CpuWorkEnds : EventKind<sim::Rank::completion, 1, Subject::vm> {};
struct WorkWaitEnds : EventKind<sim::Rank::completion, 2, Subject::attempt> {};
struct DiskWorkEnds : EventKind<sim::Rank::completion, 3, Subject::vm> {};
struct NetworkWorkEnds : EventKind<sim::Rank::completion, 4, Subject::vm> {};
struct WorkBegins : EventKind<sim::Rank::dispatch, 1, Subject::attempt> {};

/// Determines the ends of executions that share resources. Such an execution does its CPU work first, then
/// its disk work, then its network work, and waits for the rest of its duration. A busy VM prolongs the work,
/// but not the final wait. An execution is cut off at its function's timeout.
class SharedWork final : public BinDemand {
 public:
  /// The used part of the resources is measured in [from, to).
  SharedWork(CoreApi& core, const PlatformParameters& parameters, Time from, Time to);

  /// Hands all later executions of the function to this module.
  void adopt(std::uint32_t function, const WorkDemand& demand);
  /// The length without contention of an execution of an adopted function whose drawn duration is `drawn`.
  [[nodiscard]] Duration alone(std::uint32_t function, Duration drawn) const {
    return demands_[function].alone(drawn);
  }

  /// Called when an attempt of an adopted function begins. The attempt runs from its row's `started` on,
  /// which is now or later. The row's duration is the length without contention. The work begins after the
  /// initialisation of the instance, which takes `init`; the timeout counts from the start.
  void begins(std::uint32_t attempt, Duration init = {});
  /// Called when a running attempt is lost. Must not be called for an attempt that has ended.
  void lost(std::uint32_t attempt);
  /// Called when an instance of any function is removed, after its attempts have ended or are lost.
  void instance_gone(std::uint32_t instance) {
    if (background_) {
      background_->instance_gone(instance);
    }
  }

  // Handlers of events
  void work_begins(std::uint32_t attempt, Time now);
  void cpu_work_ends(std::uint32_t vm, Time now) { work_ends(SharedKind::cpu, vm, now); }
  void disk_work_ends(std::uint32_t vm, Time now) { work_ends(SharedKind::disk, vm, now); }
  void network_work_ends(std::uint32_t vm, Time now) { work_ends(SharedKind::network, vm, now); }
  void wait_ends(std::uint32_t attempt, Time now);

  [[nodiscard]] std::uint64_t of_vm(std::uint32_t vm, SharedKind kind) const override;
  [[nodiscard]] std::uint64_t of_host(std::uint32_t host, SharedKind kind) const override;

  /// Reports the use of the resources that functions use.
  void report(SharedUse& use) const;

 private:
  /// The stage of an execution, which is a value of SharedKind, the wait, or the time before the start.
  enum class Stage : std::uint8_t { cpu, disk, network, waiting, coming };
  struct Execution {  // indexed by attempt
    Time cut_off;
    Duration cpu;   // duration of the CPU work without contention
    Duration wait;  // wait after the work
    Stage stage = Stage::coming;
    bool is_cut_off = false;  // the timeout comes at the end of the wait
  };

  [[nodiscard]] VmShares& shares(std::size_t kind) { return *shares_[kind]; }
  void enter_stage(std::uint32_t attempt, std::size_t first, Time now);
  void work_ends(SharedKind kind, std::uint32_t vm, Time now);
  void wait(std::uint32_t attempt, Time now);
  void finish(std::uint32_t attempt, bool cut_off);
  static void require_end(Time at);

  CoreApi& core_;
  Background rule_;
  Time from_;
  Time to_;
  std::optional<BackgroundWork> background_;  // created if a function has background work
  std::array<std::optional<VmShares>, kSharedKinds>
      shares_;  // empty if the platform does not define the capacity
  std::array<bool, kSharedKinds> is_used_{};
  std::vector<WorkDemand> demands_;    // indexed by function
  std::vector<Execution> executions_;  // indexed by attempt
};

}  // namespace curtain
