#pragma once
// The audit, an independent record of the run, which uses only observations and checks every event.
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "models/metrics/observer.hpp"
#include "models/platform/fleet/lower_bound.hpp"
#include "models/platform/parameters.hpp"
#include "models/platform/platform.hpp"
#include "models/platform/watch/audited_billing.hpp"
#include "models/platform/watch/audited_work.hpp"
#include "models/platform/watch/outage_audit.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// Checks the following rules at every event. Time does not go back. An invocation arrives once, starts only
/// after admission, runs on one instance at a time, and ends once. An instance is on one existing VM, runs at
/// most as many attempts as it has slots, is used only when it is ready, and is reclaimed only when it is
/// idle. If only keep-alive can end instances, an instance is reclaimed exactly at its deadline. A VM is
/// never above its capacity and never shared across isolation classes; a host is never above its capacity. No
/// VM opens or remains on a host that is down. Executions that share resources pass the checks of
/// AuditedWork. The number of VMs in use is at least the packing bound of their instances. At the end the
/// audit compares its counts with the tally. Memory is proportional to the invocations in flight and the
/// existing instances, independent of the length of the run.
class Audit final : public Observer {
 public:
  /// `functions` is the function table of the run and may grow.
  Audit(const PlatformParameters& parameters, const FunctionTable& functions, const RunOptions& options);

  void observe(const Observation& seen) override;
  void stages_known(const StagesKnown& known) override;
  /// Compares the audit's counts with those of the run. Afterwards violations() is complete.
  void finish(const RunOutcome& outcome);

  /// The first hundred violations, in words. Empty if there are none.
  [[nodiscard]] const std::vector<std::string>& violations() const { return violations_; }
  [[nodiscard]] std::uint64_t events() const { return events_; }

 private:
  struct Invocation {
    Time arrival;
    std::uint64_t duration = 0;
    bool admitted = false;
    bool running = false;
    bool ran = false;   ///< the execution of the last attempt has ended
    bool left = false;  ///< the client has left, so the invocation has ended as abandoned
    std::uint32_t instance = 0;
    Time started;
    std::uint64_t init = 0;       ///< time in ns of the initialisation with which the execution began
    std::uint64_t execution = 0;  ///< length of the last attempt's execution in ns
    AuditedBilling::OfExecution billed;
    std::uint32_t vm = 0;
  };
  struct InstanceState {
    std::uint32_t function = 0;
    std::uint32_t vm = 0;
    std::uint64_t memory = 0;
    Time ready_due;
    bool ready = false;
    bool draining = false;
    bool idle = false;
    bool may_init = false;  ///< the next execution may begin with an initialisation
    Time deadline;
    std::uint32_t running = 0;
    AuditedBilling::OfInstance billed;
  };
  struct VmState {
    std::uint32_t host = 0;
    std::uint64_t capacity = 0;
    std::uint64_t used = 0;
    std::uint32_t instances = 0;
    bool crashed = false;
    bool claimed = false;
    std::uint32_t owner = 0;  ///< tenant or function, depending on the isolation
  };

  [[nodiscard]] static std::string place(const Observation& seen);
  void violation(Time now, const std::string& what);
  void invocation_event(const Observation& seen);
  void instance_event(const Observation& seen);
  void vm_event(const Observation& seen);
  void outage_event(const Observation& seen);
  void check_lost_hosts();
  void check_init(const Observation& seen, InstanceState& state);
  [[nodiscard]] bool may_reset(const Observation& seen, const Invocation& invocation) const;
  void end_execution(const Observation& seen, Invocation& invocation);
  [[nodiscard]] AuditedWork::Execution execution_of(std::uint32_t function,
                                                    const Invocation& invocation) const;
  void lose_execution(const Observation& seen, const Invocation& invocation);
  void finish_invocation(const Observation& seen, Invocation& invocation);
  void client_left(const Observation& seen, Invocation& invocation);
  [[nodiscard]] Time client_leaves(const Observation& seen, const Invocation& invocation) const;
  [[nodiscard]] Outcome executed_as(const Observation& seen, const Invocation& invocation) const;
  [[nodiscard]] PackingBound& bound_of(std::uint32_t owner, Mebibytes capacity);
  void check_packing(Time now);
  [[nodiscard]] bool counted(Time arrival) const { return arrival >= from_; }
  [[nodiscard]] std::uint32_t owner_of(std::uint32_t function) const;
  static std::uint64_t name_of(const Observation& seen) {
    return (std::uint64_t{seen.function.value()} << 40) ^ seen.ordinal;
  }

  const PlatformParameters& parameters_;
  const FunctionTable& functions_;
  Time from_;
  AuditedWork work_;      ///< checks functions that share resources
  sim::DrawKey errors_;   ///< key of the draws of function errors
  bool only_keep_alive_;  ///< only the end of keep-alive ends an idle instance
  AuditedBilling billing_;
  std::uint32_t host_vms_ = 0;
  OutageAudit outages_;
  bool has_lost_hosts_ = false;  ///< hosts were lost at `last_`; the loss of their VMs may follow
  Time last_{};
  std::uint64_t events_ = 0;
  // These tables are only searched by key and counted, so the order of their entries has no effect.
  std::unordered_map<std::uint64_t, Invocation> invocations_;
  std::unordered_map<std::uint32_t, InstanceState> instances_;
  std::unordered_map<std::uint32_t, VmState> vms_;
  std::unordered_map<std::uint32_t, std::uint32_t> vms_on_host_;
  std::map<std::uint32_t, PackingBound> bounds_;  ///< indexed by owner
  std::uint64_t least_vms_ = 0;                   ///< the sum of the bounds
  std::uint64_t used_vms_ = 0;                    ///< number of VMs with instances

  std::uint64_t arrived_ = 0;
  std::uint64_t outcomes_[kOutcomes] = {};
  std::uint64_t rejections_[kRejections] = {};
  std::uint64_t starts_[3] = {};
  std::uint64_t retried_ = 0;
  std::vector<std::string> violations_;
};

}  // namespace curtain
