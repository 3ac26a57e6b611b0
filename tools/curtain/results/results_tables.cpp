#include "tools/curtain/results/results_tables.hpp"

#include <optional>
#include <string>
#include <type_traits>
#include <variant>

#include "models/experiment/billing.hpp"
#include "models/experiment/breakdown.hpp"
#include "models/experiment/counting.hpp"
#include "models/experiment/metric_catalogue.hpp"

namespace curtain::tools {
void add_metrics(Records& table, const Counted& counted) {
  for (const MetricDeclaration& metric : metric_catalogue()) {
    if (metric.column.empty() || (metric.of == Recording::latency && !counted.latency.is_kept())) {
      continue;
    }
    std::visit(
        [&](const auto& value) {
          if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) {
            table.add(metric.column, std::optional<double>());
          } else {
            table.add(metric.column, value);
          }
        },
        metric.value(counted).value);
  }
}

Records function_records(const Scenario& scenario, const RunResult& result) {
  const Counting counting(result.outcome, result.functions, scenario.platform.billing);
  Records table("tenant,function");
  for (std::size_t id = 0; id < result.outcome.tally.functions().size(); ++id) {
    const FunctionSpec& spec = result.functions[FunctionId{id}];
    table.begin_row();
    table.add("tenant", result.functions.tenant_name(spec.tenant));
    table.add("function", spec.name);
    table.add("memory_mib", std::uint64_t{spec.memory});
    add_metrics(table, counting.of_function(FunctionId{id}));
  }
  return table;
}

Records tenant_records(const Scenario& scenario, const RunResult& result) {
  Counting counting(result.outcome, result.functions, scenario.platform.billing);
  Records table("tenant,functions");
  for (std::size_t id = 0; id < result.functions.tenant_count(); ++id) {
    const Counted counted = counting.of_tenant(TenantId{id});
    table.begin_row();
    table.add("tenant", result.functions.tenant_name(TenantId{id}));
    table.add("functions", counted.sums.functions);
    add_metrics(table, counted);
  }
  return table;
}

Records recorded_records(const RunResult& result) {
  Records table("programme,record,round,value,unit");
  for (const ProgrammeRecord& record : result.outcome.records) {
    for (const RecordedValue& recorded : record.values) {
      table.begin_row();
      table.add("programme", record.programme);
      table.add("record", record.name);
      table.add("round", std::uint64_t{recorded.round});
      table.add("value", recorded.value);
      table.add("unit", record.unit);
    }
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
    table.add("abandoned", bin.abandoned);
    table.add("answered", interval.answered);
    table.add("latency_p50_s", quantile(&LatencyFigures::p50));
    table.add("latency_p90_s", quantile(&LatencyFigures::p90));
    table.add("latency_p95_s", quantile(&LatencyFigures::p95));
    table.add("latency_p99_s", quantile(&LatencyFigures::p99));
    table.add("busy", bin.busy);
    table.add("instances", bin.instances);
    table.add("vms", bin.vms);
    table.add("hosts", bin.hosts);
    if (interval.standing) {
      const Standing& standing = *interval.standing;
      table.add("idle", bin.instances - standing.starting - bin.busy);
      table.add("starting", standing.starting);
      table.add("draining", standing.draining);
      table.add("vms_lower_bound", standing.vm_lower_bound);
      const VmParameters& vms = scenario.platform.cluster.vms;
      const double vm_mib = vms.instance_memory > 0 ? vms.instance_memory : vms.memory;
      const auto share = [&standing](double of) {
        return of > 0 ? std::optional(static_cast<double>(standing.placed_mib) / of) : std::nullopt;
      };
      table.add("packing_density", share(static_cast<double>(standing.capacity_mib)));
      table.add("packing_density_bound", share(vm_mib * static_cast<double>(standing.vm_lower_bound)));
    }
    if (interval.accrued) {
      const Accrued& sums = *interval.accrued;
      table.add("busy_gib_s", gib_seconds(sums.busy_mib_ns));
      table.add("idle_gib_s", gib_seconds(sums.ready_mib_ns - sums.busy_mib_ns));
      const Bill bill = bill_of(charge_of(sums), scenario.platform.billing);
      table.add("cost_usd", bill.has_prices ? std::optional(bill.total()) : std::nullopt);
    }
  }
  return table;
}

Records arrival_records(const RunResult& result) {
  const FunctionArrivals& arrivals = result.outcome.tally.series().arrivals();
  Records table("tenant,function,bin_s,arrived");
  for (std::size_t id = 0; id < result.outcome.tally.functions().size(); ++id) {
    const FunctionSpec& spec = result.functions[FunctionId{id}];
    std::string counts;
    for (std::size_t bin = 0; bin < arrivals.bins(); ++bin) {
      counts += (bin == 0 ? "" : " ") + std::to_string(arrivals.of(id, bin));
    }
    table.begin_row();
    table.add("tenant", result.functions.tenant_name(spec.tenant));
    table.add("function", spec.name);
    table.add("bin_s", arrivals.width().seconds());
    table.add("arrived", counts);
  }
  return table;
}

}  // namespace curtain::tools
