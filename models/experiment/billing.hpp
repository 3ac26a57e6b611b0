#pragma once
// The bill: who is charged, for what, and how much.
#include <cstdint>
#include <vector>

#include "models/metrics/charge.hpp"
#include "models/platform/parameters.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The one who pays it.
struct TenantCharge : Charge {
  TenantId tenant;
};

/// The memory that a function of this size is charged for: at least the minimum, in whole steps. A size above
/// the maximum, which the provider does not sell, is charged as it is.
std::uint64_t billed_memory(Mebibytes memory, const BillingParameters& billing);

/// Whether the provider sells no function of this size.
[[nodiscard]] bool is_above_maximum(Mebibytes memory, const BillingParameters& billing);

/// What all are charged together for what has accrued.
Charge charge_of(const Accrued& accrued);

/// What one function's owner is charged for it.
Charge charge_of(FunctionId function, const RunOutcome& outcome, const FunctionTable& functions,
                 const BillingParameters& billing);

/// By tenant; the charges of all tenants sum to the bill.
std::vector<TenantCharge> charges(const RunOutcome& outcome, const FunctionTable& functions,
                                  const BillingParameters& billing);

Bill bill_of(const Charge& charge, const BillingParameters& billing);

}  // namespace curtain
