#include "models/experiment/billing.hpp"

#include <algorithm>

#include "sim/mutant.hpp"

namespace curtain {

std::uint64_t billed_memory(Mebibytes memory, const BillingParameters& billing) {
  return billing.billed_memory(memory);
}

bool is_above_maximum(Mebibytes memory, const BillingParameters& billing) {
  return billing.is_above_maximum(memory);
}

std::uint64_t requests_of_attempt(const FunctionTraits& traits, const BillingParameters& billing) {
  return traits.invoke == Invoke::async ? billing.requests_of_event(traits.payload) : 1;
}

Charge charge_of(const Accrued& accrued) {
  Charge charge;
  charge.billed_mib_ns = accrued.billed_mib_ns;
  charge.init_mib_ns = accrued.init_mib_ns;
  charge.requests = accrued.requests;
  charge.provisioned_mib_ns = accrued.provisioned_mib_ns;
  charge.billed_on_provisioned_mib_ns = accrued.billed_on_provisioned_mib_ns;
  charge.init_on_provisioned_mib_ns = accrued.init_on_provisioned_mib_ns;
  charge.arm = accrued.arm;
  charge.storage_mib_ns = accrued.storage_mib_ns;
  charge.isolated_mib = accrued.isolated_mib;
  charge.snapshot_mib_ns = accrued.snapshot_mib_ns;
  charge.restored_mib = accrued.restored_mib;
  return charge;
}

Charge charge_of(FunctionId function, const RunOutcome& outcome, const FunctionTable& functions,
                 const BillingParameters& billing) {
  const FunctionTally& tally = outcome.tally.functions()[function.index()];
  const FunctionExtras& extras = outcome.tally.extras()[function.index()];
  const FunctionSpec& spec = functions[function];
  Charge charge = charge_of(spec,
                            {outcome.tally.billed_ns(function.index()), extras.init_ns, extras.provisioned_ns,
                             extras.billed_on_provisioned_ns, extras.init_on_provisioned_ns},
                            charged_attempts(tally, extras), billing);
  const auto memory = static_cast<sim::Int128>(billed_memory(spec.memory, billing));
  charge.isolated_mib = spec.traits.isolates_end_tenants ? memory * extras.created : 0;
  if (spec.traits.snapshot && billing.snapshots.charge(spec.traits.runtime)) {
    charge.snapshot_mib_ns = memory * extras.snapshot_ns;
    charge.restored_mib = memory * extras.restored;
    const Duration window = outcome.end - outcome.tally.window().from();
    if (billing.month && window > Duration{}) {
      const sim::Int128 in_month = extras.snapshot_ns * billing.month->ns() / window.ns();
      charge.snapshot_month_mib_ns =
          memory * std::max(in_month, static_cast<sim::Int128>(billing.snapshots.minimum.ns()));
    }
  }
  return charge;
}

Charge charge_of(const FunctionSpec& function, const MemoryTimes& ns, std::uint64_t attempts,
                 const BillingParameters& billing) {
  const auto memory = static_cast<sim::Int128>(billed_memory(function.memory, billing));
  Charge charge;
  charge.billed_mib_ns = memory * ns.billed;
  charge.init_mib_ns = memory * ns.init;
  charge.requests = attempts * requests_of_attempt(function.traits, billing);
  charge.provisioned_mib_ns = memory * ns.provisioned;
  charge.billed_on_provisioned_mib_ns = memory * ns.billed_on_provisioned;
  charge.init_on_provisioned_mib_ns = memory * ns.init_on_provisioned;
  if (function.traits.architecture == Architecture::arm) {
    charge.arm = {charge.billed_mib_ns, charge.init_mib_ns, charge.provisioned_mib_ns,
                  charge.billed_on_provisioned_mib_ns, charge.init_on_provisioned_mib_ns};
  }
  const auto storage = static_cast<sim::Int128>(billing.billed_storage(function.traits.ephemeral_storage));
  charge.storage_mib_ns = storage * (ns.billed + ns.init);
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

namespace {

/// The prices of one architecture.
struct Rates {
  double plain = 0;
  double on_provisioned = 0;
  double provisioned = 0;
  const std::vector<VolumeTier>* tiers = nullptr;
};

Rates rates_of(const BillingParameters& billing, Architecture architecture) {
  const double plain = billing.price_per_gib_s;
  const Rates x86{plain, billing.price_per_gib_s_on_provisioned.value_or(plain),
                  billing.price_per_provisioned_gib_s, &billing.tiers};
  if (architecture == Architecture::x86) {
    return x86;
  }
  const ArmPrices& arm = billing.arm;
  const double arm_plain = arm.price_per_gib_s.value_or(plain);
  return {
      arm_plain,
      arm.price_per_gib_s_on_provisioned.value_or(
          arm.price_per_gib_s && !billing.price_per_gib_s_on_provisioned ? arm_plain : x86.on_provisioned),
      arm.price_per_provisioned_gib_s.value_or(x86.provisioned), &arm.tiers};
}

/// The memory times of one architecture in GiB seconds.
struct Times {
  double on_demand = 0;  ///< executions
  double on_demand_init = 0;
  double on_provisioned = 0;
  double on_provisioned_init = 0;
  double provisioned = 0;
};

Times times_of(const Charge& charge, Architecture architecture) {
  const MemoryTimes& arm = charge.arm;
  const MemoryTimes all{charge.billed_mib_ns, charge.init_mib_ns, charge.provisioned_mib_ns,
                        charge.billed_on_provisioned_mib_ns, charge.init_on_provisioned_mib_ns};
  const MemoryTimes own =
      architecture == Architecture::arm
          ? arm
          : MemoryTimes{all.billed - arm.billed, all.init - arm.init, all.provisioned - arm.provisioned,
                        all.billed_on_provisioned - arm.billed_on_provisioned,
                        all.init_on_provisioned - arm.init_on_provisioned};
  return {gib_seconds(own.billed - own.billed_on_provisioned),
          gib_seconds(own.init - own.init_on_provisioned), gib_seconds(own.billed_on_provisioned),
          gib_seconds(own.init_on_provisioned), gib_seconds(own.provisioned)};
}

/// The price of a month's memory time on demand. Each tier applies to the part of the time above its
/// threshold.
double tiered_price(double gib_s, const Rates& rates) {
  double price = 0;
  double from = 0;
  double rate = rates.plain;
  for (const VolumeTier& tier : *rates.tiers) {
    if (gib_s <= tier.above_gib_s) {
      break;
    }
    price += (tier.above_gib_s - from) * rate;
    from = tier.above_gib_s;
    rate = tier.price_per_gib_s;
  }
  return price + (gib_s - from) * rate;
}

/// Takes as much as possible of `gib_s` from what is left of the free tier, and returns the rest.
double after_free(double gib_s, double& left) {
  const double taken = std::min(gib_s, left);
  left -= taken;
  return gib_s - taken;
}

}  // namespace

Bill bill_of(const Charge& charge, const BillingParameters& billing) {
  Bill bill;
  bill.has_prices = billing.has_prices();
  bill.requests = static_cast<double>(charge.requests) * billing.price_per_request;
  bill.storage = gib_seconds(charge.storage_mib_ns) * billing.price_per_storage_gib_s;
  bill.isolated = gibibytes(charge.isolated_mib) * billing.price_per_isolated_gib;
  bill.snapshots = gib_seconds(charge.snapshot_mib_ns) * billing.snapshots.price_per_gib_s;
  bill.restores = gibibytes(charge.restored_mib) * billing.snapshots.price_per_restored_gib;
  for (const Architecture architecture : {Architecture::x86, Architecture::arm}) {
    const Rates rates = rates_of(billing, architecture);
    const Times times = times_of(charge, architecture);
    bill.execution += times.on_demand * rates.plain + times.on_provisioned * rates.on_provisioned;
    bill.on_provisioned += times.on_provisioned * rates.on_provisioned;
    bill.init += times.on_demand_init * rates.plain + times.on_provisioned_init * rates.on_provisioned;
    bill.provisioned += times.provisioned * rates.provisioned;
  }
  return bill;
}

Bill month_bill_of(const Charge& charge, const BillingParameters& billing, double windows) {
  Bill bill;
  bill.has_prices = billing.has_prices();
  const double requests = static_cast<double>(charge.requests) * windows;
  bill.requests =
      std::max(0.0, requests - static_cast<double>(billing.free_requests)) * billing.price_per_request;
  bill.storage = gib_seconds(charge.storage_mib_ns) * windows * billing.price_per_storage_gib_s;
  bill.isolated = gibibytes(charge.isolated_mib) * windows * billing.price_per_isolated_gib;
  bill.snapshots = gib_seconds(charge.snapshot_month_mib_ns) * billing.snapshots.price_per_gib_s;
  bill.restores = gibibytes(charge.restored_mib) * windows * billing.snapshots.price_per_restored_gib;
  double free = CURTAIN_MUTANT(no_free_memory_time, billing.free_gib_s, 0.0);
  for (const Architecture architecture : {Architecture::x86, Architecture::arm}) {
    const Rates rates = rates_of(billing, architecture);
    const Times times = times_of(charge, architecture);
    const double execution = after_free(times.on_demand * windows, free);
    const double init = after_free(times.on_demand_init * windows, free);
    const double together = tiered_price(execution + init, rates);
    const double of_execution = execution > 0 ? together * (execution / (execution + init)) : 0.0;
    bill.on_provisioned += times.on_provisioned * windows * rates.on_provisioned;
    bill.execution += of_execution + times.on_provisioned * windows * rates.on_provisioned;
    bill.init += together - of_execution + times.on_provisioned_init * windows * rates.on_provisioned;
    bill.provisioned += times.provisioned * windows * rates.provisioned;
  }
  return bill;
}

std::optional<double> provider_cost(const FleetTimelines& fleet, const BillingParameters& billing) {
  if (!billing.provider) {
    return std::nullopt;
  }
  constexpr sim::Int128 kHour = 3'600'000'000'000;
  return sim::ratio(fleet[FleetLevel::vms].integral(), kHour) * billing.provider->vm_hour +
         sim::ratio(fleet[FleetLevel::hosts].integral(), kHour) * billing.provider->host_hour;
}

std::optional<double> windows_in_month(const BillingParameters& billing, Time from, Time to) {
  if (!billing.month || to <= from) {
    return std::nullopt;
  }
  return static_cast<double>(billing.month->ns()) / static_cast<double>((to - from).ns());
}

}  // namespace curtain
