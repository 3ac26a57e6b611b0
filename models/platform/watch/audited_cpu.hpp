#pragma once
// The audit's account of vCPUs that executions share, kept from starts and ends alone.
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

/// Checks of the functions that have CPU work: an execution is never shorter than alone nor longer than its
/// timeout; it is exactly as long as alone if the instances that ran on its VM meanwhile could not use all of
/// the VM's vCPUs; executions that end on a VM while something runs there have not done more work than its
/// vCPUs can; and what was in use over the window is the work that was done in it. The sharing itself is not
/// computed again.
class AuditedCpu {
 public:
  /// The window begins at `from`.
  AuditedCpu(const PlatformParameters& parameters, const FunctionTable& functions, Time from)
      : parameters_(parameters), functions_(functions), from_(from) {}

  [[nodiscard]] bool is_shared(std::uint32_t function) const {
    return functions_[FunctionId{function}].traits.cpu > 0;
  }

  /// An invocation of any function has arrived: the window lasts.
  void arrived();

  /// An execution: where, of which function, from when, and how long it would be alone.
  struct Execution {
    std::uint32_t vm = 0;
    std::uint32_t function = 0;
    Time started;
    std::uint64_t alone = 0;
  };
  /// It starts, at `now` or later; `running` are in its instance, it included.
  void started(const Execution& execution, std::uint32_t running, Time now);
  /// It ends; `running` are left in its instance. Returns what is wrong; empty: nothing.
  std::string ended(const Execution& execution, std::uint32_t running, Time now);
  /// It is lost, or still runs when the run is over.
  void not_ended(const Execution& execution);
  /// An instance of the function is gone with its VM, and with so many executions.
  void lost(std::uint32_t vm, std::uint32_t function, std::uint32_t running, Time now);
  void vm_gone(std::uint32_t vm) { vms_.erase(vm); }
  /// The run is over. Returns what is wrong; empty: nothing.
  [[nodiscard]] std::string finish(const Tally& tally) const;

 private:
  struct VmState {
    std::uint64_t caps = 0;     ///< of instances that run something
    std::uint64_t running = 0;  ///< executions
    Time crowded_until{-1};     ///< when the caps were last above the capacity
    Time busy_from;             ///< since when something runs
    sim::Int128 work = 0;       ///< of executions that ended since then
    std::uint64_t ended = 0;    ///< number of these
  };

  [[nodiscard]] std::uint64_t capacity() const;
  [[nodiscard]] std::uint64_t cap_of(std::uint32_t function) const;
  [[nodiscard]] sim::Int128 work_of(const Execution& execution) const;
  void leave(VmState& vm, std::uint32_t function, std::uint32_t executions, bool instance_rests, Time now);

  const PlatformParameters& parameters_;
  const FunctionTable& functions_;
  Time from_;
  std::unordered_map<std::uint32_t, VmState> vms_;  // looked up by key only
  /// Work within the window: at least, and at most.
  sim::Int128 least_ = 0;
  sim::Int128 most_ = 0;
  sim::Int128 rounding_ = 0;
  std::vector<std::pair<Time, sim::Int128>>
      least_by_end_;  // since the last arrival: the window may have ended
};

}  // namespace curtain
