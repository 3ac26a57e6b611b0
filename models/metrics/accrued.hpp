#pragma once
// Sums at the end of each bin of the series, from which the summary and the bill are computed.
#include <cstdint>
#include <span>

#include "models/metrics/charge.hpp"
#include "models/metrics/function_tally.hpp"
#include "models/words.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// Sums over all functions since the beginning of the window. For busy and ready memory, the memory size is
/// the size of the instances. For charged memory, it is rounded up as in the bill.
struct Accrued {
  sim::Int128 busy_mib_ns = 0;
  sim::Int128 ready_mib_ns = 0;
  sim::Int128 billed_mib_ns = 0;
  sim::Int128 init_mib_ns = 0;
  sim::Int128 provisioned_mib_ns = 0;
  sim::Int128 billed_on_provisioned_mib_ns = 0;  ///< the part of billed_mib_ns on provisioned concurrency
  sim::Int128 init_on_provisioned_mib_ns = 0;    ///< the part of init_mib_ns on provisioned concurrency
  std::uint64_t requests = 0;                    ///< charged requests
  MemoryTimes arm;                               ///< the parts of the memory times for functions on arm
  sim::Int128 storage_mib_ns = 0;                ///< charged ephemeral storage
  sim::Int128 isolated_mib = 0;                  ///< created instances that each serve one end tenant
  sim::Int128 snapshot_mib_ns = 0;               ///< deployed functions with a snapshot
  sim::Int128 restored_mib = 0;                  ///< restored snapshots

  bool operator==(const Accrued&) const = default;
};

/// The growth between two instants, which is the later sums minus the earlier sums.
[[nodiscard]] inline Accrued operator-(const Accrued& later, const Accrued& earlier) {
  return {later.busy_mib_ns - earlier.busy_mib_ns,
          later.ready_mib_ns - earlier.ready_mib_ns,
          later.billed_mib_ns - earlier.billed_mib_ns,
          later.init_mib_ns - earlier.init_mib_ns,
          later.provisioned_mib_ns - earlier.provisioned_mib_ns,
          later.billed_on_provisioned_mib_ns - earlier.billed_on_provisioned_mib_ns,
          later.init_on_provisioned_mib_ns - earlier.init_on_provisioned_mib_ns,
          later.requests - earlier.requests,
          {later.arm.billed - earlier.arm.billed, later.arm.init - earlier.arm.init,
           later.arm.provisioned - earlier.arm.provisioned,
           later.arm.billed_on_provisioned - earlier.arm.billed_on_provisioned,
           later.arm.init_on_provisioned - earlier.arm.init_on_provisioned},
          later.storage_mib_ns - earlier.storage_mib_ns,
          later.isolated_mib - earlier.isolated_mib,
          later.snapshot_mib_ns - earlier.snapshot_mib_ns,
          later.restored_mib - earlier.restored_mib};
}

/// Levels at the end of a bin that only the series needs.
struct Standing {
  std::uint64_t starting = 0;        ///< instances that are not ready yet
  std::uint64_t draining = 0;        ///< instances that finish their executions and take no further attempt
  std::uint64_t placed_mib = 0;      ///< memory of live instances
  std::uint64_t capacity_mib = 0;    ///< instance memory of the VMs that have at least one instance
  std::uint64_t vm_lower_bound = 0;  ///< lower bound on the VMs of any packing of the live instances

  bool operator==(const Standing&) const = default;
};

/// The growth of the sums between two events. Constant levels are telescoped: a level of m since time s is
/// stored as -m * s in `closed`, and contributes m * (t - s) at time t.
struct Course {
  Accrued closed;
  sim::Int128 busy_mib = 0;
  sim::Int128 ready_mib = 0;
  sim::Int128 provisioned_mib = 0;
  sim::Int128 snapshot_mib = 0;
  sim::Int128 arm_provisioned_mib = 0;  ///< the part of provisioned_mib for functions on arm
  Standing standing;
  std::span<const FunctionTally> functions;  ///< the current counts
  Time from;                                 ///< the beginning of the window, before which nothing is added
  Time to;

  [[nodiscard]] Accrued at(Time t) const {
    const sim::Int128 held = (t < from ? from : (t > to ? to : t)).ns();
    Accrued sums = closed;
    sums.busy_mib_ns += busy_mib * held;
    sums.ready_mib_ns += ready_mib * held;
    sums.provisioned_mib_ns += provisioned_mib * held;
    sums.snapshot_mib_ns += snapshot_mib * held;
    sums.arm.provisioned += arm_provisioned_mib * held;
    return sums;
  }
};

}  // namespace curtain
