#pragma once
// The bill: who is charged, for what, and how much.
#include <cstdint>
#include <vector>

#include "models/metrics/charge.hpp"
#include "models/platform/parameters.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The charge of one tenant, who pays it.
struct TenantCharge : Charge {
  TenantId tenant;
};

/// The memory that a function of this size is charged for: rounded up to whole steps, and at least the
/// minimum. A size above the maximum, which the provider does not sell, is charged as it is.
std::uint64_t billed_memory(Mebibytes memory, const BillingParameters& billing);

/// True if the size is above the largest that the provider sells.
[[nodiscard]] bool is_above_maximum(Mebibytes memory, const BillingParameters& billing);

/// The total charge for the sums accrued in the whole run.
Charge charge_of(const Accrued& accrued);

/// The charge that the owner of one function pays for it.
Charge charge_of(FunctionId function, const RunOutcome& outcome, const FunctionTable& functions,
                 const BillingParameters& billing);

/// The charges by tenant; together they sum to the bill.
std::vector<TenantCharge> charges(const RunOutcome& outcome, const FunctionTable& functions,
                                  const BillingParameters& billing);

Bill bill_of(const Charge& charge, const BillingParameters& billing);

}  // namespace curtain
