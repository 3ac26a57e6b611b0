#pragma once
// The audit's separate record of shared resources, based only on starts and ends of executions.
#include <array>
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

/// Checks the functions that share resources. The length of an execution is at least its length without
/// contention and at most its timeout. An execution takes exactly its length without contention if its
/// instance has no token bucket, and if the instances that ran at the same time on its VM and host could not
/// use up any resource of the VM or the host. For each kind of work, the executions that end on a VM or a
/// host during a busy period have done at most the work that the resource can do in this period. The use of
/// each resource over the window equals the work done in the window. The audit does not compute the shares of
/// single executions again.
class AuditedWork {
 public:
  /// The window begins at `from`.
  AuditedWork(const PlatformParameters& parameters, const FunctionTable& functions, Time from)
      : parameters_(parameters), functions_(functions), from_(from) {}

  [[nodiscard]] bool is_shared(std::uint32_t function) const {
    return functions_[FunctionId{function}].traits.shares_resources();
  }

  /// Called when an invocation of any function has arrived. The invocation was sent at `sent`, so the window
  /// ends after `sent`.
  void arrived(Time sent);

  /// An execution, with its VM, its function, the beginning of its work, and its length without contention.
  /// `used` is the time in ns that an initialisation took before the work; it counts towards the timeout.
  struct Execution {
    std::uint32_t vm = 0;
    std::uint32_t function = 0;
    Time started;
    std::uint64_t alone = 0;
    std::uint64_t used = 0;
  };
  /// Called when the execution starts at `now` or later. `running` is the number of executions in its
  /// instance, including this execution.
  void started(const Execution& execution, std::uint32_t running, Time now);
  /// Called when the execution ends and `running` executions remain in its instance. Returns the violation,
  /// or an empty string.
  std::string ended(const Execution& execution, std::uint32_t running, Time now);
  /// Called when the execution is lost, or still runs at the end of the run.
  void not_ended(const Execution& execution);
  /// Called when an instance of the function is lost with its VM and with `running` executions.
  void lost(std::uint32_t vm, std::uint32_t function, std::uint32_t running, Time now);
  void vm_opened(std::uint32_t vm, std::uint32_t host) { vms_[vm].host = host; }
  void vm_gone(std::uint32_t vm) { vms_.erase(vm); }
  /// Called when the run is over. Returns the violation, or an empty string.
  [[nodiscard]] std::string finish(const Tally& tally) const;

 private:
  template <class T>
  using ByKind = std::array<T, kSharedKinds>;
  using Work = ByKind<sim::Int128>;

  /// The use of a VM or a host.
  struct Busy {
    ByKind<std::uint64_t> caps{};  ///< sum of the caps of instances that run an attempt
    std::uint64_t running = 0;     ///< number of running executions
    Time crowded_until{-1};        ///< last time when the caps of a kind were above its capacity
    Time busy_from;                ///< beginning of the current busy period
    Work work{};                   ///< work of executions that ended in this period
    std::uint64_t ended = 0;       ///< number of executions that ended in this period

    void start(Time now);
    /// Adds the work of an execution that ended. Returns whether the resource can have done the work.
    bool add(std::size_t kind, sim::Int128 more, std::uint64_t capacity, Time now);
  };
  struct VmState : Busy {
    std::uint32_t host = 0;
  };

  [[nodiscard]] std::uint64_t capacity(std::size_t kind) const;
  [[nodiscard]] std::uint64_t capacity_of_host(std::size_t kind) const;
  [[nodiscard]] const BandwidthParameters& limits(std::size_t kind) const;
  [[nodiscard]] bool has_bucket(std::uint32_t function) const;
  void note_crowded(VmState& vm, Time now);
  [[nodiscard]] std::uint64_t cap_of(std::uint32_t function, std::size_t kind) const;
  [[nodiscard]] std::uint64_t rate_of_one(std::uint32_t function, std::size_t kind) const;
  [[nodiscard]] std::uint64_t measured_rate(std::uint32_t function) const;
  [[nodiscard]] std::uint64_t fixed_of(std::uint32_t function, std::size_t kind) const;
  [[nodiscard]] Work work_of(const Execution& execution) const;
  void leave(VmState& vm, std::uint32_t function, std::uint32_t executions, bool instance_rests, Time now);
  static void add(Work& sum, const Work& work);

  const PlatformParameters& parameters_;
  const FunctionTable& functions_;
  Time from_;
  std::unordered_map<std::uint32_t, VmState> vms_;  // indexed by VM; never iterated
  std::unordered_map<std::uint32_t, Busy> hosts_;   // indexed by host; never iterated
  /// The work within the window, as a lower and an upper bound.
  Work least_{};
  Work most_{};
  Work rounding_{};
  bool has_background_ = false;  ///< an execution may leave work, which prolongs others on its VM
  /// The executions that have ended since the last arrival: end and least work. The work is added to
  /// `least_` later, at an arrival or in finish(), when it is known that the end is within the window.
  std::vector<std::pair<Time, Work>> least_by_end_;
};

}  // namespace curtain
