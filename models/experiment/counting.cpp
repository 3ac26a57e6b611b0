#include "models/experiment/counting.hpp"

#include <algorithm>

#include "models/experiment/billing.hpp"
#include "models/experiment/breakdown.hpp"

namespace curtain {

Counting::Counting(const RunOutcome& outcome, const FunctionTable& functions,
                   const BillingParameters& billing)
    : outcome_(outcome),
      functions_(functions),
      billing_(billing),
      by_function_(figures_by_function(outcome, functions)),
      by_tenant_(figures_by_tenant(by_function_, functions)),
      functions_of_tenant_(functions.tenant_count()) {
  for (std::size_t id = 0; id < by_function_.size(); ++id) {
    functions_of_tenant_[functions[FunctionId{id}].tenant.index()].push_back(FunctionId{id});
  }
  const Responses& responses = outcome.tally.responses();
  if (responses.is_by_function()) {
    latency_by_function_ = responses.latency_by_function().counts();
    latency_by_tenant_ = by_tenant(latency_by_function_, functions);
    ranges_by_tenant_.resize(functions.tenant_count());
    for (std::size_t id = 0; id < responses.ranges().size(); ++id) {
      ranges_by_tenant_[functions[FunctionId{id}].tenant.index()].include(responses.ranges()[id]);
    }
  }
}

Counted Counting::whole() const {
  Counted counted = part(std::span(by_function_));
  const Tally& tally = outcome_.tally;
  counted.tenants = by_tenant_;
  counted.in_flight = outcome_.in_flight;
  counted.platform = tally.platform();
  counted.latency = Recorded(tally.responses().latency());
  counted.slowdown = Recorded(tally.responses().slowdown());
  counted.cold_start = Recorded(tally.cold_start());
  counted.run = &tally;
  for (std::size_t id = 0; id < by_function_.size(); ++id) {
    charge(counted, FunctionId{id});
  }
  counted.bill = bill_of(counted.charge, billing_);
  counted.provider_usd = provider_cost(tally.fleet(), billing_);
  if (const auto windows = windows_in_month(billing_, counted.from, counted.to)) {
    counted.month.emplace();
    for (const TenantCharge& charge : charges(outcome_, functions_, billing_)) {
      *counted.month += month_bill_of(charge, billing_, *windows);
    }
  }
  return counted;
}

Counted Counting::of_function(FunctionId function) const {
  const std::size_t id = function.index();
  Counted counted = part(std::span(by_function_).subspan(id, 1));
  const Responses& responses = outcome_.tally.responses();
  if (responses.is_by_function()) {
    counted.latency =
        Recorded(sim::counts_of(latency_by_function_, function.value()), responses.ranges()[id]);
  }
  charge(counted, std::span(&function, 1));
  return counted;
}

Counted Counting::of_tenant(TenantId tenant) {
  const std::size_t id = tenant.index();
  Counted counted = part(functions_of_tenant_[id]);
  if (outcome_.tally.responses().is_by_function()) {
    counted.latency = Recorded(sim::counts_of(latency_by_tenant_, tenant.value()), ranges_by_tenant_[id]);
  }
  return counted;
}

Counted Counting::of_scope(std::span<const FunctionId> functions, const ScopeTally& kept) {
  Counted counted = part(functions);
  const auto recorded = [](const std::optional<sim::Histogram>& histogram) {
    return histogram ? Recorded(*histogram) : Recorded();
  };
  counted.latency = recorded(kept.latency);
  counted.slowdown = recorded(kept.slowdown);
  counted.cold_start = recorded(kept.cold_start);
  return counted;
}

Counted Counting::part(std::span<const FunctionId> functions) {
  std::vector<Figures>& figures = figures_of_parts_.emplace_back();
  figures.reserve(functions.size());
  for (const FunctionId function : functions) {
    figures.push_back(by_function_[function.index()]);
  }
  Counted counted = part(std::span<const Figures>(figures));
  charge(counted, functions);
  const auto windows = windows_in_month(billing_, counted.from, counted.to);
  if (windows && is_whole_tenant(functions)) {
    counted.month = month_bill_of(counted.charge, billing_, *windows);
  }
  return counted;
}

bool Counting::is_whole_tenant(std::span<const FunctionId> functions) const {
  if (functions.empty()) {
    return false;
  }
  const TenantId tenant = functions_[functions.front()].tenant;
  return functions.size() == functions_of_tenant_[tenant.index()].size() &&
         std::all_of(functions.begin(), functions.end(),
                     [&](FunctionId function) { return functions_[function].tenant == tenant; });
}

Counted Counting::part(std::span<const Figures> figures) const {
  Counted counted;
  for (const Figures& each : figures) {
    counted.sums += each;
  }
  counted.functions = figures;
  counted.in_flight = counted.sums.in_flight();
  counted.platform = counted.sums.platform;
  counted.from = outcome_.tally.window().from();
  counted.to = outcome_.end;
  return counted;
}

void Counting::charge(Counted& counted, std::span<const FunctionId> functions) const {
  for (const FunctionId function : functions) {
    charge(counted, function);
  }
  counted.bill = bill_of(counted.charge, billing_);
}

void Counting::charge(Counted& counted, FunctionId function) const {
  const bool is_called = by_function_[function.index()].arrived > 0;
  counted.above_maximum += is_called && is_above_maximum(functions_[function].memory, billing_) ? 1 : 0;
  counted.charge += charge_of(function, outcome_, functions_, billing_);
}

}  // namespace curtain
