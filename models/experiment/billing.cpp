#include "models/experiment/billing.hpp"

#include <algorithm>

namespace curtain {

std::uint64_t billed_memory(Mebibytes memory, const BillingParameters& billing) {
  return billing.billed_memory(memory);
}

bool is_above_maximum(Mebibytes memory, const BillingParameters& billing) {
  return billing.is_above_maximum(memory);
}

Charge charge_of(const Accrued& accrued) {
  Charge charge;
  charge.billed_mib_ns = accrued.billed_mib_ns;
  charge.init_mib_ns = accrued.init_mib_ns;
  charge.requests = accrued.requests;
  charge.provisioned_mib_ns = accrued.provisioned_mib_ns;
  charge.billed_on_provisioned_mib_ns = accrued.billed_on_provisioned_mib_ns;
  charge.init_on_provisioned_mib_ns = accrued.init_on_provisioned_mib_ns;
  return charge;
}

Charge charge_of(FunctionId function, const RunOutcome& outcome, const FunctionTable& functions,
                 const BillingParameters& billing) {
  const FunctionTally& tally = outcome.tally.functions()[function.index()];
  const FunctionExtras& extras = outcome.tally.extras()[function.index()];
  const auto memory = static_cast<sim::Int128>(billed_memory(functions[function].memory, billing));
  Charge charge;
  charge.billed_mib_ns = memory * outcome.tally.billed_ns(function.index());
  charge.init_mib_ns = memory * extras.init_ns;
  charge.requests = charged_attempts(tally, extras);
  charge.provisioned_mib_ns = memory * extras.provisioned_ns;
  charge.billed_on_provisioned_mib_ns = memory * extras.billed_on_provisioned_ns;
  charge.init_on_provisioned_mib_ns = memory * extras.init_on_provisioned_ns;
  return charge;
}

std::vector<TenantCharge> charges(const RunOutcome& outcome, const FunctionTable& functions,
                                  const BillingParameters& billing) {
  std::vector<TenantCharge> by_tenant(functions.tenant_count());
  for (std::size_t i = 0; i < by_tenant.size(); ++i) {
    by_tenant[i].tenant = TenantId{i};
  }
  for (std::size_t id = 0; id < outcome.tally.functions().size(); ++id) {
    const FunctionId function{id};
    by_tenant[functions[function].tenant.index()] += charge_of(function, outcome, functions, billing);
  }
  return by_tenant;
}

Bill bill_of(const Charge& charge, const BillingParameters& billing) {
  const double plain = billing.price_per_gib_s;
  const double on_provisioned = billing.price_per_gib_s_on_provisioned.value_or(plain);
  Bill bill;
  bill.has_prices = billing.has_prices();
  bill.execution = gib_seconds(charge.billed_mib_ns - charge.billed_on_provisioned_mib_ns) * plain +
                   gib_seconds(charge.billed_on_provisioned_mib_ns) * on_provisioned;
  bill.requests = static_cast<double>(charge.requests) * billing.price_per_request;
  bill.init = gib_seconds(charge.init_mib_ns - charge.init_on_provisioned_mib_ns) * plain +
              gib_seconds(charge.init_on_provisioned_mib_ns) * on_provisioned;
  bill.provisioned = gib_seconds(charge.provisioned_mib_ns) * billing.price_per_provisioned_gib_s;
  return bill;
}

}  // namespace curtain
