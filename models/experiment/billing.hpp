#pragma once
// The bill of a run, which gives the charges of each tenant by reason.
#include <cstdint>
#include <optional>
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

/// The number of requests that are billed for one attempt of a function: more than one for a large
/// asynchronous event.
std::uint64_t requests_of_attempt(const FunctionTraits& traits, const BillingParameters& billing);

/// The total charge for the sums that accrued in the whole run.
Charge charge_of(const Accrued& accrued);

/// The charge for one function, which the function's owner pays.
Charge charge_of(FunctionId function, const RunOutcome& outcome, const FunctionTable& functions,
                 const BillingParameters& billing);

/// The charge for a function whose attempts ran `attempts` times. `ns` has times in nanoseconds, which are
/// not multiplied by memory.
Charge charge_of(const FunctionSpec& function, const MemoryTimes& ns, std::uint64_t attempts,
                 const BillingParameters& billing);

/// The charges by tenant, which together give the bill.
std::vector<TenantCharge> charges(const RunOutcome& outcome, const FunctionTable& functions,
                                  const BillingParameters& billing);

/// The bill at the prices of the scenario, without free tier and without lower prices for large volumes.
Bill bill_of(const Charge& charge, const BillingParameters& billing);

/// The bill of one tenant for a month in which the window of the run occurs `windows` times. The free tier
/// and the volume tiers are the tiers of a month. The free memory time is deducted from memory time on
/// demand, of x86 before arm and of executions before initialisations; it does not cover provisioned
/// concurrency. The volume tiers count the memory time that remains.
Bill month_bill_of(const Charge& charge, const BillingParameters& billing, double windows);

/// The cost of the open VMs and of the hosts in use to the provider, in US dollars. No value without
/// `billing.provider`.
std::optional<double> provider_cost(const FleetTimelines& fleet, const BillingParameters& billing);

/// The number of windows in `billing.month`. No value if there is no month, or if the window has zero length.
std::optional<double> windows_in_month(const BillingParameters& billing, Time from, Time to);

}  // namespace curtain
