#include "models/experiment/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "models/experiment/billing.hpp"
#include "models/experiment/breakdown.hpp"
#include "sim/check.hpp"

namespace curtain {
namespace {

constexpr std::string_view kNoneCompleted = "nothing completed";
constexpr std::string_view kNoneStarted = "nothing started";
constexpr std::string_view kNoColdStart = "there was no cold start";
constexpr std::string_view kNoSlowdown = "nothing completed whose execution took time";
constexpr std::string_view kNoWindow = "the window has no length";

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
std::optional<double> quantile_of(const sim::Histogram& times, double p) {
  return times.count() == 0 ? std::nullopt : std::optional<double>(seconds(times.quantile(p)));
}

/// A figure of a distribution over functions or tenants.
std::optional<double> of_spread(const std::optional<Spread>& spread, double Spread::*figure) {
  return spread ? std::optional<double>((*spread).*figure) : std::nullopt;
}

/// The values of those that have one.
template <class Value>
std::vector<double> values_of(const std::vector<Figures>& figures, Value&& value) {
  std::vector<double> values;
  for (const Figures& each : figures) {
    if (const std::optional<double> its = value(each)) {
      values.push_back(*its);
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

const std::vector<MetricDescription>& metric_catalogue() {
  static const std::vector<MetricDescription> all = {
      {"invocations.arrived", "invocations that reached the frontend in the window"},
      {"invocations.completed", "of these, ran to their end"},
      {"invocations.failed", "of these, lost their last attempt with its VM"},
      {"invocations.throttled", "of these, turned away by admission or by a full queue"},
      {"invocations.throttled_by_account_limit",
       "throttled invocations whose tenant had as many in flight as it may"},
      {"invocations.throttled_by_function_limit",
       "throttled invocations whose function had as many in flight as it may"},
      {"invocations.throttled_by_rate",
       "throttled invocations beyond the tenant's or function's requests a second"},
      {"invocations.throttled_by_starts",
       "throttled invocations that needed an instance while the tenant or function could start no more "
       "(burst, "
       "scaling rate)"},
      {"invocations.throttled_by_frontend_queue",
       "throttled invocations that found the tenant's queue at the frontend full (frontend.queue_capacity)"},
      {"invocations.throttled_by_function_queue",
       "throttled invocations that found their function's queue full (scheduler.queue_capacity)"},
      {"invocations.throttled_unstated",
       "throttled invocations for which the admission policy gave no reason"},
      {"invocations.timed_out", "of these, cut off at their function's timeout"},
      {"invocations.expired", "of these, waited longer than allowed"},
      {"invocations.refused", "of these, found no room in the cluster"},
      {"invocations.refused_no_room", "refused invocations for which no VM or host had room"},
      {"invocations.refused_too_large", "refused invocations whose instance fits no VM, even an empty one"},
      {"invocations.in_flight", "of these, had not ended when the run did"},
      {"attempts.warm", "attempts that ran at once on an idle instance"},
      {"attempts.cold", "attempts bound to, or first on, an instance that was still starting"},
      {"attempts.waited", "attempts that queued and then ran on an instance already up"},
      {"cold_start.count", "cold attempts"},
      {"cold_start.ratio", "cold attempts over all that started", kNoneStarted},
      {"cold_start.mean_s",
       "start-up that a cold attempt waited for, from its beginning or, if that is later, from when the "
       "attempt was bound to the instance, until the instance is ready; waiting for room before it is not "
       "in it. An attempt bound late (scheduler.binding: late) waits for it in the queue, so that it is "
       "in queueing, too. Mean",
       kNoColdStart},
      {"cold_start.p50_s", "the same, median", kNoColdStart},
      {"cold_start.p99_s", "the same, 99th percentile", kNoColdStart},
      {"first_use.count", "attempts that were the first of their instance"},
      {"latency.mean_s", "request sent to response received, of completed invocations, mean", kNoneCompleted},
      {"latency.p50_s", "the same, median", kNoneCompleted},
      {"latency.p90_s", "the same, 90th percentile", kNoneCompleted},
      {"latency.p95_s", "the same, 95th percentile", kNoneCompleted},
      {"latency.p99_s", "the same, 99th percentile", kNoneCompleted},
      {"latency.p99_9_s", "the same, 99.9th percentile", kNoneCompleted},
      {"latency.max_s", "the same, largest", kNoneCompleted},
      {"slowdown.mean", "response over execution, of completed invocations whose execution took time, mean",
       kNoSlowdown},
      {"slowdown.p50", "the same, median", kNoSlowdown},
      {"slowdown.p99", "the same, 99th percentile", kNoSlowdown},
      {"execution.mean_s", "execution of completed invocations, mean", kNoneCompleted},
      {"platform.mean_s",
       "latency less execution, of completed invocations, mean: exactly the sum of the four below",
       kNoneCompleted},
      {"platform.frontend_mean_s",
       "of it, the ways: of the request to the scheduler and to the host, and of the answer back",
       kNoneCompleted},
      {"platform.queueing_mean_s",
       "of it, waiting in the frontend's and the function's queue, of the last attempt", kNoneCompleted},
      {"platform.start_mean_s",
       "of it, waiting bound to an instance that is starting, of the last attempt; what waits in the queue "
       "while an instance starts is queueing",
       kNoneCompleted},
      {"platform.retry_mean_s",
       "of it, attempts lost with their VM before the last one, and the backoffs after them", kNoneCompleted},
      {"queueing.mean_s",
       "waiting in the frontend's queue for admission, and in the function's queue for room, a slot or, "
       "bound "
       "late, an instance that starts: until the attempt runs or is bound to an instance. Mean over attempts "
       "that started; the wait of what was turned away or gave up is not in it",
       kNoneStarted},
      {"instances.created", "instances started in the window"},
      {"instances.evicted", "idle instances that made room for another one, in the window"},
      {"instances.peak", "live instances, most at once"},
      {"instances.mean", "live instances, time-weighted mean", kNoWindow},
      {"vms.created", "VMs opened in the window"},
      {"vms.peak", "VMs, most at once"},
      {"vms.mean", "VMs, time-weighted mean", kNoWindow},
      {"hosts.peak", "hosts with a VM, most at once"},
      {"hosts.mean", "hosts with a VM, time-weighted mean", kNoWindow},
      {"memory.busy_gib_s", "memory of instances that run something, over time"},
      {"memory.idle_gib_s", "memory of instances that are up and idle, over time"},
      {"memory.starting_gib_s", "memory of instances that are starting, over time"},
      {"memory.pool_gib_s", "memory of instances in a pool, which belong to no function, over time"},
      {"packing.density", "memory of instances over memory of the VMs that hold them, time-weighted",
       "no VM held an instance"},
      {"packing.vm_lower_bound",
       "VMs that no packing can go below (L2 bound by isolation class), time-weighted mean", kNoWindow},
      {"packing.vm_lower_bound_peak", "the same, largest"},
      {"billing.gib_s", "charged memory time of executions, rounded up to the granularity"},
      {"billing.init_gib_s", "charged memory time of initialisation, rounded up with what ran first"},
      {"billing.provisioned_gib_s", "provisioned concurrency: memory held ready, over time"},
      {"billing.requests", "charged attempts"},
      {"billing.execution_usd", "what all tenants pay for executions"},
      {"billing.requests_usd", "what they pay for requests"},
      {"billing.init_usd", "what they pay for initialisation"},
      {"billing.provisioned_usd", "what they pay for provisioned concurrency"},
      {"billing.cost_usd", "what all tenants pay together"},
      {"functions.invoked", "functions with at least one arrival in the window"},
      {"functions.cold_ratio_mean",
       "cold attempts over all that started, of each function: mean over functions", kNoneStarted},
      {"functions.cold_ratio_p50", "the same, median of the functions", kNoneStarted},
      {"functions.cold_ratio_p75", "the same, 75th percentile of the functions", kNoneStarted},
      {"functions.cold_ratio_p90", "the same, 90th percentile of the functions", kNoneStarted},
      {"functions.always_cold", "functions of which every attempt was cold"},
      {"functions.slowdown_p50", "mean slowdown of each function: median of the functions", kNoSlowdown},
      {"functions.slowdown_p90", "the same, 90th percentile of the functions", kNoSlowdown},
      {"tenants.invoked", "tenants with at least one arrival in the window"},
      {"tenants.slowdown_max", "mean slowdown of each tenant: the largest", kNoSlowdown},
      {"fairness.slowdown_jain",
       "Jain's index over tenants of their mean slowdowns: 1 is fair, 1/tenants the least", kNoSlowdown},
      {"fairness.completed_jain",
       "Jain's index over tenants of the shares of their invocations that completed", kNoneCompleted},
      {"window.from_s", "start of the window"},
      {"window.to_s", "end of the window"},
  };
  return all;
}

std::string_view why_absent(std::string_view name) {
  for (const MetricDescription& metric : metric_catalogue()) {
    if (metric.name == name) {
      return metric.absent_because;
    }
  }
  return {};
}

std::string_view why_absent(const Report& report, std::string_view name) {
  const std::string_view reason = why_absent(name);
  return reason == kNoSlowdown && report.find("invocations.completed")->number() == 0 ? kNoneCompleted
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
    if constexpr (std::is_same_v<decltype(value), std::optional<double>>) {
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
  add("invocations.expired", sum.ended(Outcome::expired));
  add("invocations.refused", sum.ended(Outcome::refused));
  add_reasons(Outcome::refused);
  add("invocations.in_flight", outcome.in_flight);
  add("attempts.warm", sum.warm);
  add("attempts.cold", sum.cold);
  add("attempts.waited", sum.waited);
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
  const auto slowdown_quantile = [&](double p) {
    return sum.slowdown_mean() ? std::optional<double>(tally.responses.slowdown_quantile(p)) : std::nullopt;
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
  add("memory.busy_gib_s", gib_seconds(sum.busy_mib_ns));
  add("memory.idle_gib_s", gib_seconds(sum.ready_mib_ns - sum.busy_mib_ns));
  add("memory.starting_gib_s", gib_seconds(sum.live_mib_ns - sum.ready_mib_ns));
  add("memory.pool_gib_s", gib_seconds(tally.placed_mib.integral() - sum.live_mib_ns));
  const sim::Int128 used = tally.used_capacity_mib.integral();
  add("packing.density",
      used == 0 ? std::nullopt : std::optional<double>(sim::ratio(tally.placed_mib.integral(), used)));
  add("packing.vm_lower_bound", level_mean(tally.vm_lower_bound));
  add("packing.vm_lower_bound_peak", tally.vm_lower_bound.peak());
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
  return report;
}

}  // namespace curtain
