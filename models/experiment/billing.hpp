#pragma once
// The bill: who is charged, for what, and how much.
#include <cstdint>
#include <vector>

#include "models/platform/parameters.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// What is charged, in whole units, by reason: execution, requests, initialisation, provisioned concurrency.
struct Charge {
  sim::Int128 billed_mib_ns = 0;  ///< execution, rounded up
  sim::Int128 init_mib_ns = 0;    ///< initialisation, rounded up
  std::uint64_t requests = 0;
  sim::Int128 provisioned_mib_ns = 0;            ///< provisioned concurrency, used or not
  sim::Int128 billed_on_provisioned_mib_ns = 0;  ///< of billed_mib_ns, what ran on it
  sim::Int128 init_on_provisioned_mib_ns = 0;    ///< of init_mib_ns, likewise

  Charge& operator+=(const Charge& other);
};

/// The one who pays it.
struct TenantCharge : Charge {
  TenantId tenant;
};

/// A charge in US dollars, by reason.
struct Bill {
  double execution = 0;
  double requests = 0;
  double init = 0;
  double provisioned = 0;
  [[nodiscard]] double total() const { return execution + requests + init + provisioned; }
};

/// The memory that a function of this size is charged for.
std::uint64_t billed_memory(Mebibytes memory, const BillingParameters& billing);

/// What all are charged together for what has accrued.
Charge charge_of(const Accrued& accrued);

/// What one function's owner is charged for it.
Charge charge_of(FunctionId function, const RunOutcome& outcome, const FunctionTable& functions,
                 const BillingParameters& billing);

/// By tenant; the charges of all tenants sum to the bill.
std::vector<TenantCharge> charges(const RunOutcome& outcome, const FunctionTable& functions,
                                  const BillingParameters& billing);

/// GiB seconds of a number of MiB nanoseconds, rounded once.
double gib_seconds(sim::Int128 mib_ns);

Bill bill_of(const Charge& charge, const BillingParameters& billing);

}  // namespace curtain
