#pragma once
// The audit's bookkeeping of shared vCPUs, from starts and ends alone.
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "models/metrics/tally.hpp"
#include "models/platform/parameters.hpp"
#include "models/workload/arrival.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// Checks the functions that have CPU work. An execution is never shorter than alone nor longer than its
/// timeout. It takes exactly as long as alone if the instances that ran on its VM meanwhile could not use all
/// of the VM's vCPUs. Executions that end on a VM during a busy period have not done more work than its vCPUs
/// can. The vCPUs in use over the window equal the work done in it. The shares themselves are not recomputed.
class AuditedCpu {
 public:
  /// The window begins at `from`.
  AuditedCpu(const PlatformParameters& parameters, const FunctionTable& functions, Time from)
      : parameters_(parameters), functions_(functions), from_(from) {}

  [[nodiscard]] bool is_shared(std::uint32_t function) const {
    return functions_[FunctionId{function}].traits.cpu > 0;
  }

  /// An invocation of any function has arrived, so the window is not over.
  void arrived();

  /// An execution: its place, its function, its start, and its length alone.
  struct Execution {
    std::uint32_t vm = 0;
    std::uint32_t function = 0;
    Time started;
    std::uint64_t alone = 0;
  };
  /// It starts, at `now` or later; `running` executions are in its instance, including this one.
  void started(const Execution& execution, std::uint32_t running, Time now);
  /// It ends; `running` executions remain in its instance. Returns the violation; empty if there is none.
  std::string ended(const Execution& execution, std::uint32_t running, Time now);
  /// It is lost, or still runs at the end of the run.
  void not_ended(const Execution& execution);
  /// An instance of the function is lost with its VM, and with that number of executions.
  void lost(std::uint32_t vm, std::uint32_t function, std::uint32_t running, Time now);
  void vm_gone(std::uint32_t vm) { vms_.erase(vm); }
  /// The run is over. Returns the violation; empty if there is none.
  [[nodiscard]] std::string finish(const Tally& tally) const;

 private:
  struct VmState {
    std::uint64_t caps = 0;     ///< sum of the caps of instances that run something
    std::uint64_t running = 0;  ///< executions
    Time crowded_until{-1};     ///< when the caps were last above the capacity
    Time busy_from;             ///< beginning of the current busy period
    sim::Int128 work = 0;       ///< work of executions that ended in this period
    std::uint64_t ended = 0;    ///< number of these executions
  };

  [[nodiscard]] std::uint64_t capacity() const;
  [[nodiscard]] std::uint64_t cap_of(std::uint32_t function) const;
  [[nodiscard]] sim::Int128 work_of(const Execution& execution) const;
  void leave(VmState& vm, std::uint32_t function, std::uint32_t executions, bool instance_rests, Time now);

  const PlatformParameters& parameters_;
  const FunctionTable& functions_;
  Time from_;
  std::unordered_map<std::uint32_t, VmState> vms_;  // looked up by key only
  /// The work within the window: a lower and an upper bound.
  sim::Int128 least_ = 0;
  sim::Int128 most_ = 0;
  sim::Int128 rounding_ = 0;
  std::vector<std::pair<Time, sim::Int128>>
      least_by_end_;  // since the last arrival, as the window may have ended
};

}  // namespace curtain
