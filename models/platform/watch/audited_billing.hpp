#pragma once
// The audit's own computation of charges, from observations only.
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "models/metrics/observer.hpp"
#include "models/metrics/tally.hpp"
#include "models/platform/parameters.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// Computes the charges for executions, initialisation and provisioned concurrency a second time, and
/// compares the sums with the tally at the end. The rounding uses a different formula.
class AuditedBilling {
 public:
  /// The part of an execution's charge in addition to its length.
  struct OfExecution {
    std::uint64_t init = 0;  ///< initialisation of its instance, in ns, if the instance was started for it
    bool on_provisioned = false;
  };
  /// Open charges of an instance.
  struct OfInstance {
    std::uint64_t init = 0;  ///< initialisation in ns that is not charged yet
    bool used = false;       ///< an execution has begun on it, or its initialisation has been charged
    std::uint32_t on_provisioned = 0;  ///< running executions within the provisioned concurrency
  };

  /// The window begins at `from`. `functions` may grow later.
  AuditedBilling(const PlatformParameters& parameters, const FunctionTable& functions, Time from);

  /// An invocation has arrived, so the window extends at least to `now`.
  void arrived(Time now);
  /// The pre-warm floor of the function has changed.
  void floor_changed(std::uint32_t function, std::uint32_t level, Time now);
  /// Whether a floor may hold an instance beyond its keep-alive; at the instant at which the floor falls it
  /// still may.
  [[nodiscard]] bool may_hold(std::uint32_t function, Time now) const;

  /// An execution of the function begins on the instance. `at_once`: in the instant in which the instance
  /// became ready.
  OfExecution begin(std::uint32_t function, StartKind start, OfInstance& instance, bool at_once);
  /// The execution ends after `length` ns. `counted`: its invocation arrived in the window. Returns the
  /// billed time in ns, including initialisation.
  std::uint64_t end(std::uint32_t function, const OfExecution& execution, std::uint64_t length, bool counted);
  /// The instance, which became ready at `now`, is idle or gone in the same instant. Does nothing if it was
  /// used.
  void unused(std::uint32_t function, std::uint64_t memory, OfInstance& instance, Time now);
  /// The instance is gone, with its executions.
  void lost(std::uint32_t function, const OfInstance& instance) {
    on_provisioned_[function] -= instance.on_provisioned;
  }

  /// The run has ended. Returns the differences from its tally.
  [[nodiscard]] std::vector<std::string> finish(const RunOutcome& outcome);

 private:
  struct Floor {
    std::uint32_t level = 0;
    Time since;
  };
  struct Held {
    Time from;
    Time until;
    std::uint32_t level = 0;
  };
  struct UnusedStart {
    Time ready;
    sim::Int128 init_mib_ns = 0;
    bool on_provisioned = false;
  };

  [[nodiscard]] std::uint64_t rounded(std::uint64_t ns) const;
  [[nodiscard]] std::uint32_t provisioned(std::uint32_t function) const;
  void settle_unused(Time before);
  void settle_held(Time before, Time end);

  const BillingParameters& billing_;
  const FunctionTable& functions_;
  Time from_;
  bool sells_provisioned_;  // whether the pre-warm policy uses the provisioned concurrency of functions
  std::unordered_map<std::uint32_t, std::uint32_t> on_provisioned_;  // running executions by function
  std::unordered_map<std::uint32_t, Floor> floors_;                  // floors of pre-warm, by function
  std::vector<Held> held_;           // periods of provisioned concurrency since the last arrival
  sim::Int128 provisioned_ns_ = 0;   // before the last arrival
  std::vector<UnusedStart> unused_;  // since the last arrival; the window may have ended
  sim::Int128 billed_mib_ns_ = 0;
  sim::Int128 init_mib_ns_ = 0;
  sim::Int128 on_provisioned_mib_ns_ = 0;  // of executions and initialisation
};

}  // namespace curtain
