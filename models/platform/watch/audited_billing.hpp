#pragma once
// The audit's separate computation of charges, from observations only.
#include <cstdint>
#include <optional>
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

/// Computes the charges for executions, initialisation and provisioned concurrency independently, and
/// compares the sums with the tally at the end. The rounding uses a different formula.
class AuditedBilling {
 public:
  /// A period in which an instance was busy, with the initialisation that is billed with it.
  struct Busy {
    std::uint32_t function = 0;
    Time from;
    Time until;
    std::uint64_t init = 0;
  };
  /// What determines the charge of an execution in addition to its length.
  struct OfExecution {
    std::uint64_t init = 0;  ///< initialisation of the instance in ns, if it was started for the execution
    bool on_provisioned = false;
  };
  /// The charges of an instance that are not settled yet.
  struct OfInstance {
    std::uint64_t init = 0;  ///< initialisation time in ns that is not charged yet
    bool used = false;       ///< an execution has begun on the instance, or its initialisation is charged
    std::uint32_t on_provisioned = 0;  ///< number of running executions within the provisioned concurrency
    std::uint32_t running = 0;         ///< number of running executions, if busy instances are billed
    std::optional<Busy> busy;          ///< the last busy period, if busy instances are billed
  };

  /// The window begins at `from`. `functions` may grow later.
  AuditedBilling(const PlatformParameters& parameters, const FunctionTable& functions, Time from);

  /// Called when an invocation has arrived, so that the window extends at least to `now`.
  void arrived(Time now);
  /// Called when the pre-warm floor of the function has changed.
  void floor_changed(std::uint32_t function, std::uint32_t level, Time now);
  /// Whether a floor may hold an instance after its keep-alive has ended. The floor may still hold an
  /// instance at the instant at which the floor falls.
  [[nodiscard]] bool may_hold(std::uint32_t function, Time now) const;

  /// Called when an execution of the function begins on the instance at `from`. `at_once` means that this is
  /// the instant at which the instance became ready.
  OfExecution begin(std::uint32_t function, StartKind start, OfInstance& instance, bool at_once, Time from);
  /// Called when the execution ends after `length` ns. `counted` means that its invocation arrived in the
  /// window. Returns the billed time in ns, including initialisation; zero if busy instances are billed.
  std::uint64_t end(std::uint32_t function, const OfExecution& execution, std::uint64_t length, bool counted);
  /// Called when an execution on the instance ends at `now`, after end().
  void slot_free(OfInstance& instance, Time now);
  /// Called when the instance, which became ready at `now`, is idle or reclaimed at the same instant. Does
  /// nothing if the instance was used.
  void unused(std::uint32_t function, std::uint64_t memory, OfInstance& instance, Time now);
  /// Called when the instance ends at `now`, with its executions if there are any. Also called for each
  /// instance that is live at the end of the run.
  void gone(std::uint32_t function, OfInstance& instance, Time now);

  /// Called when the run has ended. Returns the differences from its tally.
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
  /// Charges the busy periods that ended until `before`. Only the part before `end` is charged.
  void settle_busy(Time before, Time end);
  void settle_held(Time before, Time end);

  const BillingParameters& billing_;
  const FunctionTable& functions_;
  Time from_;
  // The needs of the pre-warm policy. The floors of a policy that does not declare these needs are not
  // provisioned concurrency.
  bool has_provisioned_ = false;
  bool follows_schedule_ = false;
  bool follows_use_ = false;
  std::unordered_map<std::uint32_t, std::uint32_t>
      on_provisioned_;                               // number of running executions, indexed by function
  std::unordered_map<std::uint32_t, Floor> floors_;  // floors of pre-warm, indexed by function
  std::vector<Held> held_;           // periods of provisioned concurrency since the last arrival
  sim::Int128 provisioned_ns_ = 0;   // sum before the last arrival
  std::vector<UnusedStart> unused_;  // starts since the last arrival; the window may have ended
  std::vector<Busy> busy_;           // busy periods that ended after the last arrival
  sim::Int128 billed_mib_ns_ = 0;
  sim::Int128 init_mib_ns_ = 0;
  sim::Int128 on_provisioned_mib_ns_ = 0;  // sum over executions and initialisation
};

}  // namespace curtain
