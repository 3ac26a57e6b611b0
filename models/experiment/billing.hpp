#pragma once
// The bill of a run, which gives the charges of each tenant by reason.
#include <cstdint>
#include <vector>

#include "models/metrics/charge.hpp"
#include "models/platform/parameters.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The charge that one tenant pays.
struct TenantCharge : Charge {
  TenantId tenant;
};

/// The memory that is charged for a function of this size. The size is rounded up to whole steps, and is at
/// least the minimum. A size above the maximum, which the provider does not sell, is charged unchanged.
std::uint64_t billed_memory(Mebibytes memory, const BillingParameters& billing);

/// Whether the size is above the largest size that the provider sells.
[[nodiscard]] bool is_above_maximum(Mebibytes memory, const BillingParameters& billing);

/// The total charge for the sums that accrued in the whole run.
Charge charge_of(const Accrued& accrued);

/// The charge for one function, which the function's owner pays.
Charge charge_of(FunctionId function, const RunOutcome& outcome, const FunctionTable& functions,
                 const BillingParameters& billing);

/// The charges by tenant, which together give the bill.
std::vector<TenantCharge> charges(const RunOutcome& outcome, const FunctionTable& functions,
                                  const BillingParameters& billing);

Bill bill_of(const Charge& charge, const BillingParameters& billing);

}  // namespace curtain
