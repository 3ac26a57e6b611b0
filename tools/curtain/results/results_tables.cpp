#include "tools/curtain/results/results_tables.hpp"

#include <optional>
#include <vector>

#include "models/experiment/billing.hpp"
#include "models/experiment/breakdown.hpp"

namespace curtain::tools {
namespace {

void add_figures(Records& table, const Figures& f, const std::optional<LatencyFigures>& latency,
                 bool has_latency) {
  table.add("arrived", f.arrived);
  table.add("completed", f.completed);
  table.add("failed", f.ended(Outcome::failed));
  table.add("throttled", f.ended(Outcome::throttled));
  const auto add_reasons = [&](Outcome how) {
    for (std::size_t why = 0; why < kRejections; ++why) {
      if (outcome_of(static_cast<Rejection>(why)) == how) {
        table.add(kRejectionNames[why], f.rejections[why]);
      }
    }
  };
  add_reasons(Outcome::throttled);
  table.add("timed_out", f.ended(Outcome::timed_out));
  table.add("errored", f.ended(Outcome::errored));
  table.add("expired", f.ended(Outcome::expired));
  table.add("refused", f.ended(Outcome::refused));
  add_reasons(Outcome::refused);
  table.add("warm", f.warm);
  table.add("cold", f.cold);
  table.add("waited", f.waited);
  table.add("started", f.started());
  table.add("cold_ratio", f.cold_ratio());
  table.add("first_use", f.first_use);
  table.add("instances_created", f.created);
  table.add("latency_mean_s", f.latency_mean());
  const auto quantile = [&latency](double LatencyFigures::*which) {
    return latency ? std::optional<double>((*latency).*which) : std::nullopt;
  };
  if (has_latency) {
    table.add("latency_p50_s", quantile(&LatencyFigures::p50));
    table.add("latency_p90_s", quantile(&LatencyFigures::p90));
    table.add("latency_p99_s", quantile(&LatencyFigures::p99));
    table.add("latency_max_s", quantile(&LatencyFigures::max));
  }
  table.add("execution_mean_s", f.execution_mean());
  table.add("slowdown_mean", f.slowdown_mean());
  table.add("busy_gib_s", gib_seconds(f.busy_mib_ns));
  table.add("idle_gib_s", gib_seconds(f.ready_mib_ns - f.busy_mib_ns));
}

void add_charge(Records& table, const Charge& charge, const BillingParameters& billing) {
  const Bill bill = bill_of(charge, billing);
  table.add("billed_gib_s", gib_seconds(charge.billed_mib_ns));
  table.add("billed_requests", charge.requests);
  table.add("execution_usd", bill.execution);
  table.add("requests_usd", bill.requests);
  table.add("init_usd", bill.init);
  table.add("provisioned_usd", bill.provisioned);
  table.add("total_usd", bill.total());
}

}  // namespace

Records function_records(const Scenario& scenario, const RunResult& result) {
  const std::vector<Figures> figures = figures_by_function(result.outcome, result.functions);
  const auto latency = latency_by_function(result.outcome);
  Records table("tenant,function");
  for (std::size_t id = 0; id < figures.size(); ++id) {
    const FunctionSpec& spec = result.functions[FunctionId{id}];
    table.begin_row();
    table.add("tenant", result.functions.tenant_name(spec.tenant));
    table.add("function", spec.name);
    table.add("memory_mib", std::uint64_t{spec.memory});
    add_figures(table, figures[id], latency.empty() ? std::nullopt : latency[id], !latency.empty());
    add_charge(table, charge_of(FunctionId{id}, result.outcome, result.functions, scenario.platform.billing),
               scenario.platform.billing);
  }
  return table;
}

Records tenant_records(const Scenario& scenario, const RunResult& result) {
  const std::vector<Figures> figures =
      figures_by_tenant(figures_by_function(result.outcome, result.functions), result.functions);
  const auto latency = latency_by_tenant(result.outcome, result.functions);
  Records table("tenant,functions");
  for (const TenantCharge& charge : charges(result.outcome, result.functions, scenario.platform.billing)) {
    const std::size_t id = charge.tenant.index();
    table.begin_row();
    table.add("tenant", result.functions.tenant_name(charge.tenant));
    table.add("functions", figures[id].functions);
    add_figures(table, figures[id], latency.empty() ? std::nullopt : latency[id], !latency.empty());
    add_charge(table, charge, scenario.platform.billing);
  }
  return table;
}

Records time_records(const Scenario& scenario, const RunResult& result) {
  Records table("start_s,end_s");
  for (const Interval& interval : intervals(result.outcome)) {
    const SeriesBin& bin = interval.counts;
    const auto quantile = [&interval](double LatencyFigures::*which) {
      return interval.latency ? std::optional<double>((*interval.latency).*which) : std::nullopt;
    };
    table.begin_row();
    table.add("start_s", interval.from.seconds());
    table.add("end_s", interval.to.seconds());
    table.add("arrived", bin.arrived);
    table.add("ended", bin.ended);
    table.add("started", bin.started);
    table.add("cold", bin.cold);
    table.add("turned_away", bin.turned_away());
    for (std::size_t why = 0; why < bin.rejections.size(); ++why) {
      table.add(kRejectionNames[why], bin.rejections[why]);
    }
    table.add("failed", bin.failed);
    table.add("timed_out", bin.timed_out);
    table.add("errored", bin.errored);
    table.add("answered", interval.answered);
    table.add("latency_p50_s", quantile(&LatencyFigures::p50));
    table.add("latency_p90_s", quantile(&LatencyFigures::p90));
    table.add("latency_p95_s", quantile(&LatencyFigures::p95));
    table.add("latency_p99_s", quantile(&LatencyFigures::p99));
    table.add("busy", bin.busy);
    table.add("instances", bin.instances);
    table.add("vms", bin.vms);
    table.add("hosts", bin.hosts);
    if (interval.accrued) {
      const Accrued& sums = *interval.accrued;
      table.add("busy_gib_s", gib_seconds(sums.busy_mib_ns));
      table.add("idle_gib_s", gib_seconds(sums.ready_mib_ns - sums.busy_mib_ns));
      table.add("cost_usd", bill_of(charge_of(sums), scenario.platform.billing).total());
    }
  }
  return table;
}

}  // namespace curtain::tools
