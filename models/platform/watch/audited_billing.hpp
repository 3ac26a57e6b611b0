#pragma once
// The audit's account of charges, kept from observations alone.
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

/// Charges executions, initialisation and provisioned concurrency again, and compares the sums with the
/// tally at the end. The rounding is computed here by another formula.
class AuditedBilling {
 public:
  /// What is to be charged for an execution in addition to its length.
  struct OfExecution {
    std::uint64_t init = 0;  ///< of its instance, in ns, where the instance started for it
    bool on_provisioned = false;
  };
  /// What is to be charged for an instance.
  struct OfInstance {
    std::uint64_t init = 0;  ///< in ns, not charged yet
    bool used = false;       ///< an execution has begun on it, or its initialisation has been charged
    std::uint32_t on_provisioned = 0;  ///< running executions within the provisioned concurrency
  };

  /// The window begins at `from`. `functions` may grow.
  AuditedBilling(const PlatformParameters& parameters, const FunctionTable& functions, Time from);

  /// An invocation has arrived: the window reaches at least to `now`.
  void arrived(Time now);
  /// The pre-warm floor of the function has changed.
  void floor_changed(std::uint32_t function, std::uint32_t level, Time now);
  /// Whether a floor may hold an instance beyond its keep-alive, which it may until the instant at which it
  /// falls.
  [[nodiscard]] bool may_hold(std::uint32_t function, Time now) const;

  /// An execution of the function begins on the instance. `at_once`: at the instant at which the instance
  /// became ready.
  OfExecution begin(std::uint32_t function, StartKind start, OfInstance& instance, bool at_once);
  /// It ends after so many ns. `counted`: its invocation arrived in the window. Returns the time in ns that
  /// is charged for it, with initialisation.
  std::uint64_t end(std::uint32_t function, const OfExecution& execution, std::uint64_t length, bool counted);
  /// The instance, which became ready at `now`, is idle or gone at the same instant. Nothing if it is used.
  void unused(std::uint32_t function, std::uint64_t memory, OfInstance& instance, Time now);
  /// The instance is gone with what ran on it.
  void lost(std::uint32_t function, const OfInstance& instance) {
    on_provisioned_[function] -= instance.on_provisioned;
  }

  /// The run is over. Returns what differs from its tally.
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
  bool sells_provisioned_;  // the pre-warm policy reads what functions have provisioned
  std::unordered_map<std::uint32_t, std::uint32_t> on_provisioned_;  // by function, running now
  std::unordered_map<std::uint32_t, Floor> floors_;                  // what pre-warm holds, by function
  std::vector<Held> held_;           // provisioned concurrency until it changed, since the last arrival
  sim::Int128 provisioned_ns_ = 0;   // before that
  std::vector<UnusedStart> unused_;  // since the last arrival: the window may have ended
  sim::Int128 billed_mib_ns_ = 0;
  sim::Int128 init_mib_ns_ = 0;
  sim::Int128 on_provisioned_mib_ns_ = 0;  // of both
};

}  // namespace curtain
