#include "models/experiment/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "models/experiment/billing.hpp"
#include "models/experiment/breakdown.hpp"
#include "models/experiment/carriers.hpp"
#include "models/experiment/mean_excess.hpp"
#include "sim/check.hpp"
#include "sim/elementary.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

double seconds(std::int64_t ns) {
  return static_cast<double>(ns) / 1e9;
}

std::optional<double> share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? std::nullopt
                    : std::optional<double>(static_cast<double>(part) / static_cast<double>(whole));
}

/// Seconds of a sum of nanoseconds over a count.
std::optional<double> mean_seconds(sim::Int128 sum_ns, std::uint64_t count) {
  return count == 0
             ? std::nullopt
             : std::optional<double>(sim::ratio(sum_ns, static_cast<sim::Int128>(count) * 1'000'000'000));
}

/// Seconds of a histogram of nanoseconds.
std::optional<double> mean_of(const sim::Histogram& times) {
  return times.count() == 0 ? std::nullopt : std::optional<double>(times.mean() / 1e9);
}

/// A quantile in units of `unit`, and how far the true one may be off.
struct BoundedQuantile {
  std::optional<double> value;
  double resolution = 0;
  double tail = 0;  ///< Metric::tail
};
BoundedQuantile quantile_of(const sim::Histogram& values, double p, double unit = 1e9) {
  if (values.count() == 0) {
    return {};
  }
  const sim::Quantile quantile = values.quantile_within(p);
  const std::int64_t off = std::max(quantile.value - quantile.low, quantile.high - quantile.value);
  return {static_cast<double>(quantile.value) / unit, static_cast<double>(off) / unit,
          sim::sqrt(p) * mean_excess(values, quantile.value) / unit};
}

/// A figure of a distribution over functions or tenants.
std::optional<double> of_spread(const std::optional<Spread>& spread, double Spread::*figure) {
  return spread ? std::optional<double>((*spread).*figure) : std::nullopt;
}

/// Metric::effective_calls
double effective_calls(std::string_view name, const Responses& responses) {
  const bool is_of_slowdowns = name == "slowdown.mean" || name.find(".slowdown_") != std::string_view::npos;
  const sim::Histogram& calls = is_of_slowdowns ? responses.slowdown() : responses.latency();
  const bool is_mean = is_of_slowdowns || name == "latency.mean_s";
  return is_mean && calls.max() > 0 ? sim::ratio(calls.sum(), calls.max()) : 0;
}

/// The values of those that have one.
template <class Value>
std::vector<double> values_of(const std::vector<Figures>& figures, Value&& value) {
  std::vector<double> values;
  for (const Figures& each : figures) {
    if (const std::optional<double> its = value(each)) {
      values.insert(values.end(), CURTAIN_MUTANT(ratio_over_calls, 1, each.arrived), *its);
    }
  }
  return values;
}

}  // namespace

double Metric::number() const {
  SIM_CHECK(has_value());
  return *measured();
}

std::optional<double> Metric::measured() const {
  return std::visit(
      [](auto v) -> std::optional<double> {
        if constexpr (std::is_same_v<decltype(v), std::monostate>) {
          return std::nullopt;
        } else {
          return static_cast<double>(v);
        }
      },
      value);
}

std::string Metric::text() const {
  return std::visit(
      [](auto v) -> std::string {
        if constexpr (std::is_same_v<decltype(v), std::monostate>) {
          return "null";
        } else {
          return fmt::format("{}", v);
        }
      },
      value);
}

const Metric* Report::find(std::string_view name) const {
  for (const Metric& metric : metrics) {
    if (metric.name == name) {
      return &metric;
    }
  }
  return nullptr;
}

std::string_view why_absent(const Report& report, std::string_view name) {
  const std::string_view reason = why_absent(name);
  const bool is_of_slowdowns = reason == why_absent("slowdown.mean");
  return is_of_slowdowns && report.find("invocations.completed")->number() == 0 ? why_absent("latency.mean_s")
                                                                                : reason;
}

Report make_report(const RunOutcome& outcome, const FunctionTable& functions,
                   const BillingParameters& billing) {
  const Tally& tally = outcome.tally;
  const std::vector<Figures> by_function = figures_by_function(outcome, functions);
  const std::vector<Figures> by_tenant = figures_by_tenant(by_function, functions);
  Figures sum;
  for (const Figures& figures : by_function) {
    sum += figures;
  }
  Report report;
  report.fingerprint = outcome.fingerprint;
  report.partial = outcome.interrupted;
  report.metrics.reserve(metric_catalogue().size());
  const auto add = [&report](std::string_view name, auto value) {
    const MetricDescription& description = metric_catalogue()[report.metrics.size()];
    SIM_CHECK(name == description.name);
    Metric& metric = report.metrics.emplace_back();
    metric.name = std::string(name);
    if constexpr (std::is_same_v<decltype(value), BoundedQuantile>) {
      SIM_CHECK(!description.absent_because.empty());
      if (value.value) {
        metric.value = *value.value;
        metric.resolution = value.resolution;
        metric.tail = value.tail;
      }
    } else if constexpr (std::is_same_v<decltype(value), std::optional<double>>) {
      SIM_CHECK(!description.absent_because.empty());
      if (value) {
        metric.value = *value;
      }
    } else {
      using Value = std::conditional_t<std::is_floating_point_v<decltype(value)>, double, std::uint64_t>;
      SIM_CHECK(description.absent_because.empty());
      metric.value = static_cast<Value>(value);
    }
  };
  const auto level_mean = [&](const sim::LevelTimeline& level) {
    return outcome.end > tally.from ? std::optional<double>(level.mean()) : std::nullopt;
  };
  add("invocations.arrived", sum.arrived);
  add("invocations.completed", sum.completed);
  add("invocations.failed", sum.ended(Outcome::failed));
  add("invocations.throttled", sum.ended(Outcome::throttled));
  const auto add_reasons = [&](Outcome how) {
    for (std::size_t why = 0; why < kRejections; ++why) {
      if (outcome_of(static_cast<Rejection>(why)) == how) {
        add(fmt::format("invocations.{}", kRejectionNames[why]), sum.rejections[why]);
      }
    }
  };
  add_reasons(Outcome::throttled);
  add("invocations.timed_out", sum.ended(Outcome::timed_out));
  add("invocations.errored", sum.ended(Outcome::errored));
  add("invocations.expired", sum.ended(Outcome::expired));
  add("invocations.refused", sum.ended(Outcome::refused));
  add_reasons(Outcome::refused);
  add("invocations.in_flight", outcome.in_flight);
  add("attempts.warm", sum.warm);
  add("attempts.cold", sum.cold);
  add("attempts.waited", sum.waited);
  add("attempts.retried", sum.retried);
  add("async.received", sum.async_received);
  add("async.dropped", sum.async_dropped);
  add("cold_start.count", sum.cold);
  add("cold_start.ratio", share(sum.cold, tally.started));
  add("cold_start.mean_s", mean_of(tally.cold_start));
  add("cold_start.p50_s", quantile_of(tally.cold_start, 0.5));
  add("cold_start.p99_s", quantile_of(tally.cold_start, 0.99));
  add("first_use.count", sum.first_use);
  const sim::Histogram& latency = tally.responses.latency();
  add("latency.mean_s", mean_of(latency));
  constexpr std::array<std::pair<std::string_view, double>, 5> quantiles = {{{"latency.p50_s", 0.5},
                                                                             {"latency.p90_s", 0.9},
                                                                             {"latency.p95_s", 0.95},
                                                                             {"latency.p99_s", 0.99},
                                                                             {"latency.p99_9_s", 0.999}}};
  for (const auto& [name, p] : quantiles) {
    add(name, quantile_of(latency, p));
  }
  add("latency.max_s", latency.count() == 0 ? std::nullopt : std::optional<double>(seconds(latency.max())));
  const auto slowdown_quantile = [&tally](double p) {
    return quantile_of(tally.responses.slowdown(), p, Responses::kSlowdownUnit);
  };
  add("slowdown.mean", sum.slowdown_mean());
  add("slowdown.p50", slowdown_quantile(0.5));
  add("slowdown.p99", slowdown_quantile(0.99));
  add("execution.mean_s", mean_seconds(sum.execution_ns, sum.completed));
  add("platform.mean_s", mean_seconds(tally.platform.total(), sum.completed));
  add("platform.frontend_mean_s", mean_seconds(tally.platform.frontend_ns, sum.completed));
  add("platform.queueing_mean_s", mean_seconds(tally.platform.queueing_ns, sum.completed));
  add("platform.start_mean_s", mean_seconds(tally.platform.start_ns, sum.completed));
  add("platform.retry_mean_s", mean_seconds(tally.platform.retry_ns, sum.completed));
  add("queueing.mean_s", mean_seconds(tally.queueing_ns, tally.started));
  add("instances.created", sum.created);
  add("instances.evicted", tally.evicted);
  add("instances.peak", tally.instances.peak());
  add("instances.mean", level_mean(tally.instances));
  add("vms.created", tally.vms_created);
  add("vms.peak", tally.vms.peak());
  add("vms.mean", level_mean(tally.vms));
  add("hosts.peak", tally.hosts.peak());
  add("hosts.mean", level_mean(tally.hosts));
  add("hosts.down_peak", tally.hosts_down.peak());
  add("hosts.down_mean", level_mean(tally.hosts_down));
  add("memory.busy_gib_s", gib_seconds(sum.busy_mib_ns));
  add("memory.idle_gib_s", gib_seconds(sum.ready_mib_ns - sum.busy_mib_ns));
  add("memory.starting_gib_s", gib_seconds(sum.live_mib_ns - sum.ready_mib_ns));
  add("memory.pool_gib_s", gib_seconds(tally.placed_mib.integral() - sum.live_mib_ns));
  const sim::Int128 used = tally.used_capacity_mib.integral();
  add("packing.density",
      used == 0 ? std::nullopt : std::optional<double>(sim::ratio(tally.placed_mib.integral(), used)));
  add("packing.vm_lower_bound", level_mean(tally.vm_lower_bound));
  add("packing.vm_lower_bound_peak", tally.vm_lower_bound.peak());
  // Both are about functions that have CPU work, and absent without them.
  const sim::Int128 rate = tally.vms.integral() * static_cast<sim::Int128>(tally.cpu_of_vm);
  add("cpu.utilisation",
      rate == 0 ? std::nullopt : std::optional<double>(sim::ratio(tally.cpu_used.integral(), rate)));
  sim::Int128 shared = 0;
  sim::Int128 alone = 0;
  for (const FunctionExtras& extras : tally.extras) {
    shared += extras.shared_ns;
    alone += extras.alone_ns;
  }
  add("cpu.stretch_mean", alone == 0 ? std::nullopt : std::optional<double>(sim::ratio(shared, alone)));
  Charge all;
  for (const TenantCharge& charge : charges(outcome, functions, billing)) {
    all += charge;
  }
  const Bill bill = bill_of(all, billing);
  add("billing.gib_s", gib_seconds(all.billed_mib_ns));
  add("billing.init_gib_s", gib_seconds(all.init_mib_ns));
  add("billing.provisioned_gib_s", gib_seconds(all.provisioned_mib_ns));
  add("billing.requests", all.requests);
  add("billing.execution_usd", bill.execution);
  add("billing.requests_usd", bill.requests);
  add("billing.init_usd", bill.init);
  add("billing.provisioned_usd", bill.provisioned);
  add("billing.cost_usd", bill.total());
  std::uint64_t above_maximum = 0;
  for (std::size_t id = 0; id < by_function.size(); ++id) {
    const Mebibytes memory = functions[FunctionId{id}].memory;
    above_maximum += by_function[id].arrived > 0 && is_above_maximum(memory, billing) ? 1 : 0;
  }
  add("billing.functions_above_maximum", above_maximum);
  const auto arrived = [](const std::vector<Figures>& figures) {
    return static_cast<std::uint64_t>(
        std::count_if(figures.begin(), figures.end(), [](const Figures& each) { return each.arrived > 0; }));
  };
  add("functions.invoked", arrived(by_function));
  const std::vector<double> ratios = values_of(by_function, [](const Figures& f) { return f.cold_ratio(); });
  const std::optional<Spread> cold = spread_of(ratios);
  add("functions.cold_ratio_mean", of_spread(cold, &Spread::mean));
  add("functions.cold_ratio_p50", of_spread(cold, &Spread::p50));
  add("functions.cold_ratio_p75", of_spread(cold, &Spread::p75));
  add("functions.cold_ratio_p90", of_spread(cold, &Spread::p90));
  add("functions.always_cold", static_cast<std::uint64_t>(std::count(ratios.begin(), ratios.end(), 1.0)));
  const auto slowdown = [](const Figures& figures) { return figures.slowdown_mean(); };
  const std::optional<Spread> slowdowns = spread_of(values_of(by_function, slowdown));
  add("functions.slowdown_p50", of_spread(slowdowns, &Spread::p50));
  add("functions.slowdown_p90", of_spread(slowdowns, &Spread::p90));
  add("tenants.invoked", arrived(by_tenant));
  const std::vector<double> tenant_slowdowns = values_of(by_tenant, slowdown);
  add("tenants.slowdown_max", of_spread(spread_of(tenant_slowdowns), &Spread::max));
  add("fairness.slowdown_jain", jain_index(tenant_slowdowns));
  add("fairness.completed_jain",
      jain_index(values_of(by_tenant, [](const Figures& f) { return f.completed_share(); })));
  add("window.from_s", seconds(tally.from.ns()));
  add("window.to_s", seconds(outcome.end.ns()));
  SIM_CHECK(report.metrics.size() == metric_catalogue().size());
  for (Metric& metric : report.metrics) {
    metric.effective_functions = effective_functions(metric.name, by_function);
    metric.effective_calls = effective_calls(metric.name, tally.responses);
  }
  return report;
}

}  // namespace curtain
