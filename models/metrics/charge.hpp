#pragma once
// Charges in units and in US dollars.
#include <cstdint>

#include "sim/wide.hpp"

namespace curtain {

/// Charged memory times in MiB nanoseconds.
struct MemoryTimes {
  sim::Int128 billed = 0;
  sim::Int128 init = 0;
  sim::Int128 provisioned = 0;
  sim::Int128 billed_on_provisioned = 0;
  sim::Int128 init_on_provisioned = 0;

  MemoryTimes& operator+=(const MemoryTimes& other);
  bool operator==(const MemoryTimes&) const = default;
};

/// The charged quantities in whole units, by reason: execution, requests, initialisation, provisioned
/// concurrency, ephemeral storage, instances of end tenants, snapshots.
struct Charge {
  sim::Int128 billed_mib_ns = 0;  ///< executions, or busy periods of instances, rounded up
  sim::Int128 init_mib_ns = 0;    ///< initialisations, rounded up
  std::uint64_t requests = 0;
  sim::Int128 provisioned_mib_ns = 0;            ///< provisioned concurrency, whether it is used or not
  sim::Int128 billed_on_provisioned_mib_ns = 0;  ///< the part of billed_mib_ns on provisioned concurrency
  sim::Int128 init_on_provisioned_mib_ns = 0;    ///< the part of init_mib_ns on provisioned concurrency
  MemoryTimes arm;                               ///< the parts of the memory times above for functions on arm
  sim::Int128 storage_mib_ns =
      0;  ///< ephemeral storage above the included size, for the billed time of executions
  sim::Int128 isolated_mib = 0;           ///< memory of created instances that each serve one end tenant
  sim::Int128 snapshot_mib_ns = 0;        ///< memory of functions with a snapshot, while they are deployed
  sim::Int128 snapshot_month_mib_ns = 0;  ///< snapshot_mib_ns in a month, with the minimum for each function
  sim::Int128 restored_mib = 0;           ///< memory of restored snapshots

  Charge& operator+=(const Charge& other);
};

/// A charge in US dollars, by reason.
struct Bill {
  double execution = 0;
  double requests = 0;
  double init = 0;
  double provisioned = 0;
  double storage = 0;
  double isolated = 0;        ///< creation of instances that each serve one end tenant
  double snapshots = 0;       ///< snapshots that are kept
  double restores = 0;        ///< snapshots that are restored
  double on_provisioned = 0;  ///< the part of `execution` on provisioned concurrency
  bool has_prices = false;    ///< false: the scenario has no prices, so the charges are unknown
  [[nodiscard]] double total() const {
    return execution + requests + init + provisioned + storage + isolated + snapshots + restores;
  }
};

/// Adds the bills of two tenants.
Bill& operator+=(Bill& bill, const Bill& other);

/// Converts MiB to GiB.
double gibibytes(sim::Int128 mib);

/// Converts MiB nanoseconds to GiB seconds, rounded once.
double gib_seconds(sim::Int128 mib_ns);

}  // namespace curtain
