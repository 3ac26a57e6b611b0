#include "models/experiment/report.hpp"

#include <map>
#include <set>

#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// Two functions of two tenants, worked out by hand: start-up 100 ms, response 10 ms, billing by 100 ms,
/// instances kept for 1 s.
struct WorkedReport {
  WorkedReport() {
    PlatformParameters platform = ideal_platform();
    platform.cold_start.sandbox = takes(ms(100));
    platform.frontend.response_latency = ms(10);
    platform.billing.granularity = ms(100);
    platform.billing.price_per_gib_s = 0.5;
    platform.billing.price_per_request = 0.25;
    platform.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(1000))});
    platform.cluster.vms.memory = 2048;
    const FunctionId a = functions.function(functions.tenant("one"), "a", 1024, {});
    const FunctionId b = functions.function(functions.tenant("two"), "b", 512, {});
    // a is cold at 0 (runs 100..350) and warm at 500 (500..550). b is cold at 1000 (1100..1300).
    MemorySource source({{at_ms(0), ms(250), a}, {at_ms(500), ms(50), a}, {at_ms(1000), ms(200), b}},
                        at_ms(4000));
    billing = platform.billing;
    report = make_report(simulate(platform, functions, source, {}), functions, billing);
  }
  double of(const char* name) const { return report.find(name)->number(); }

  FunctionTable functions;
  BillingParameters billing;
  Report report;
};

Report worked_nothing() {
  FunctionTable functions;
  MemorySource nothing(std::vector<Arrival>{}, at_ms(1000));
  return make_report(simulate(ideal_platform(), functions, nothing, {}), functions, {});
}

}  // namespace

TEST_CASE("The numbers of a report, worked out by hand") {
  const WorkedReport worked;
  CHECK(worked.of("invocations.arrived") == 3);
  CHECK(worked.of("invocations.completed") == 3);
  CHECK(worked.of("attempts.warm") == 1);
  CHECK(worked.of("attempts.cold") == 2);
  CHECK(worked.of("cold_start.ratio") == Approx(2.0 / 3));
  CHECK(worked.of("cold_start.mean_s") == Approx(0.1));
  CHECK(worked.of("first_use.count") == 2);
  CHECK(worked.of("instances.created_gib") == 1.5);  // one instance of 1 GiB and one of 0.5 GiB
  // 360, 60 and 310 ms
  CHECK(worked.of("latency.mean_s") == Approx(0.73 / 3));
  CHECK(worked.of("latency.p50_s") == Approx(0.31).epsilon(0.01));
  CHECK(worked.of("latency.max_s") == Approx(0.36));
  CHECK(worked.of("execution.mean_s") == Approx(0.5 / 3));
  CHECK(worked.of("queueing.mean_s") == 0);
  CHECK(worked.of("instances.created") == 2);
  CHECK(worked.of("instances.peak") == 2);
  // the instance of a lives from 0 to 1550, and that of b from 1000 to 2300, of 4000 ms
  CHECK(worked.of("instances.mean") == Approx(2.85 / 4));
  CHECK(worked.of("vms.peak") == 2);
  CHECK(worked.of("memory.busy_gib_s") == Approx(0.3 + 0.2 * 0.5));
  CHECK(worked.of("memory.idle_gib_s") == Approx((1.45 - 0.3) + (1.2 - 0.2) * 0.5));
  CHECK(worked.of("memory.starting_gib_s") == Approx(0.1 + 0.1 * 0.5));
  // placed memory divided by the memory of VMs in use: (1.55 GiB s + 1.3 * 0.5) / (2 GiB * 2.85 s)
  CHECK(worked.of("packing.density") == Approx((1.55 + 0.65) / 5.7));
  CHECK(worked.of("packing.vm_lower_bound") == Approx(2.85 / 4));
  // 300 and 100 ms of 1 GiB, 200 ms of 0.5 GiB
  CHECK(worked.of("billing.gib_s") == Approx(0.5));
  CHECK(worked.of("billing.cost_usd") == Approx(0.5 * 0.5 + 3 * 0.25));
  CHECK(worked.of("window.to_s") == 4);
}

TEST_CASE("A report has no metric of an unknown name") {
  CHECK(worked_nothing().find("no.such") == nullptr);
}

namespace {

/// The data from which a metric is computed, which determine when it has no value. `always` is a count, a sum
/// or a peak, which is 0 if nothing was counted.
enum class Of {
  always,
  completed,
  slowdown,
  started,
  cold,
  begun,
  window,
  vms,
  cpu,
  data,
  shared,
  starts,
  background,
  prices,
  tenancy,
  record
};

/// Every metric must be listed here, so the author of a new metric must decide what its value is if nothing
/// was counted.
const std::map<std::string, Of>& taken_of() {
  static const std::map<std::string, Of> all = [] {
    std::map<std::string, Of> map;
    const auto put = [&map](Of of, const std::vector<const char*>& names) {
      for (const char* const name : names) {
        map[name] = of;
      }
    };
    put(Of::always, {"invocations.arrived",
                     "invocations.completed",
                     "invocations.failed",
                     "invocations.throttled",
                     "invocations.throttled_by_account_limit",
                     "invocations.throttled_by_function_limit",
                     "invocations.throttled_by_rate",
                     "invocations.throttled_by_starts",
                     "invocations.throttled_by_frontend_queue",
                     "invocations.throttled_by_function_queue",
                     "invocations.throttled_unstated",
                     "invocations.throttled_by_end_tenants",
                     "invocations.timed_out",
                     "invocations.errored",
                     "invocations.expired",
                     "invocations.refused",
                     "invocations.refused_no_room",
                     "invocations.refused_too_large",
                     "invocations.refused_no_end_tenant",
                     "invocations.abandoned",
                     "invocations.in_flight",
                     "attempts.warm",
                     "attempts.cold",
                     "attempts.waited",
                     "attempts.retried",
                     "attempts.thawed",
                     "updates.old_attempts",
                     "updates.old_instances",
                     "async.received",
                     "async.dropped",
                     "attempts.started",
                     "cold_start.count",
                     "first_use.count",
                     "instances.created",
                     "instances.created_gib",
                     "instances.evicted",
                     "instances.peak",
                     "vms.created",
                     "vms.peak",
                     "hosts.peak",
                     "hosts.down_peak",
                     "memory.busy_gib_s",
                     "memory.idle_gib_s",
                     "memory.starting_gib_s",
                     "memory.pool_gib_s",
                     "cold_start.shared_stages",
                     "cold_start.init_timeouts",
                     "vms.pool_hits",
                     "code.loaded_gib",
                     "snapshots.restored",
                     "snapshots.restored_gib",
                     "vms.pool_misses",
                     "attempts.with_init",
                     "packing.vm_lower_bound_peak",
                     "billing.gib_s",
                     "billing.init_gib_s",
                     "billing.provisioned_gib_s",
                     "billing.requests",
                     "billing.storage_gib_s",
                     "billing.isolated_gib",
                     "billing.snapshot_gib_s",
                     "billing.restored_gib",
                     "billing.functions_above_maximum",
                     "provider.vm_hours",
                     "provider.host_hours",
                     "provider.vm_gib_hours",
                     "provider.busy_gib_hours",
                     "provider.idle_gib_hours",
                     "provider.stranded_gib_hours",
                     "provider.host_free_gib_hours",
                     "provider.vcpu_hours",
                     "provider.host_free_vcpu_hours",
                     "functions.invoked",
                     "functions.always_cold",
                     "tenants.invoked",
                     "window.from_s",
                     "window.to_s"});
    put(Of::completed, {"latency.mean_s", "latency.p50_s", "latency.p90_s", "latency.p95_s", "latency.p99_s",
                        "latency.p99_9_s", "latency.max_s", "execution.mean_s", "platform.mean_s",
                        "platform.frontend_mean_s", "platform.queueing_mean_s", "platform.start_mean_s",
                        "platform.thaw_mean_s", "platform.retry_mean_s", "fairness.completed_jain"});
    put(Of::slowdown, {"slowdown.mean", "slowdown.p50", "slowdown.p99", "functions.slowdown_p50",
                       "functions.slowdown_p90", "tenants.slowdown_max", "fairness.slowdown_jain"});
    put(Of::started, {"cold_start.ratio", "queueing.mean_s", "functions.cold_ratio_mean",
                      "functions.cold_ratio_p50", "functions.cold_ratio_p75", "functions.cold_ratio_p90"});
    put(Of::cold, {"cold_start.mean_s", "cold_start.p50_s", "cold_start.p99_s"});
    put(Of::begun,
        {"cold_start.vm_boot_mean_s", "cold_start.sandbox_mean_s", "cold_start.code_download_mean_s",
         "cold_start.runtime_start_mean_s", "cold_start.function_init_mean_s"});
    put(Of::window,
        {"instances.mean", "vms.mean", "hosts.mean", "hosts.down_mean", "packing.vm_lower_bound"});
    put(Of::vms, {"packing.density"});
    put(Of::cpu, {"cpu.utilisation", "provider.idle_vcpu_hours"});
    put(Of::data,
        {"disk.utilisation", "network.utilisation", "disk.host_utilisation", "network.host_utilisation"});
    put(Of::shared, {"execution.stretch_mean"});
    put(Of::background,
        {"background.added_s", "background.done_s", "background.unbilled_s", "background.lost_s"});
    put(Of::tenancy,
        {"tenancy.vm_shared_s", "tenancy.host_shared_s", "tenancy.vm_shared_share",
         "tenancy.host_shared_share", "tenancy.vm_neighbours", "tenancy.host_neighbours",
         "tenancy.vm_tenants_peak", "tenancy.host_tenants_peak", "tenancy.vm_own_mean",
         "tenancy.host_own_mean", "tenancy.vm_own_peak", "tenancy.host_own_peak", "tenancy.vm_meeting_share",
         "tenancy.host_meeting_share", "tenancy.vm_until_shared", "tenancy.host_until_shared"});
    put(Of::record, {"recorded.count", "recorded.distinct", "recorded.sum", "recorded.mean", "recorded.sd",
                     "recorded.min", "recorded.p10", "recorded.median", "recorded.p90", "recorded.max"});
    put(Of::starts, {"cold_start.stretch_mean", "attempts.init_mean_s", "code.vm_share", "code.host_share",
                     "code.zone_share", "code.origin_share", "vms.pool_ready_mean", "vms.pool_booting_mean"});
    put(Of::prices, {"billing.execution_usd",
                     "billing.requests_usd",
                     "billing.init_usd",
                     "billing.provisioned_usd",
                     "billing.storage_usd",
                     "billing.isolated_usd",
                     "billing.snapshots_usd",
                     "billing.restores_usd",
                     "billing.cost_usd",
                     "billing.month_execution_usd",
                     "billing.month_on_provisioned_usd",
                     "billing.month_requests_usd",
                     "billing.month_init_usd",
                     "billing.month_provisioned_usd",
                     "billing.month_storage_usd",
                     "billing.month_isolated_usd",
                     "billing.month_snapshots_usd",
                     "billing.month_restores_usd",
                     "billing.month_usd",
                     "provider.cost_usd"});
    return map;
  }();
  return all;
}

void check_absent(const Report& report, std::set<Of> absent, bool has_background = false) {
  if (!has_background) {
    absent.insert(Of::background);
  }
  REQUIRE(report.metrics.size() == metric_catalogue().size());
  for (const Metric& metric : report.metrics) {
    INFO(metric.name);
    REQUIRE(taken_of().count(metric.name) == 1);
    const Of of = taken_of().at(metric.name);
    // Tenancy is measured only on request: tests/experiment/tenancy_observer_test.cpp.
    // Records have metrics only by name: tests/platform/origins/programme_platform_test.cpp.
    CHECK(metric.has_value() == (absent.count(of) == 0 && of != Of::tenancy && of != Of::record));
    CHECK(metric.measured().has_value() == metric.has_value());
    CHECK((metric.text() == "null") == !metric.has_value());
    CHECK(why_absent(metric.name).empty() == (of == Of::always));
    if (metric.has_value()) {
      CHECK(metric.number() == metric.measured());
    } else {
      CHECK_THROWS_AS(metric.number(), sim::InvariantBroken);
    }
  }
}

/// A second with two calls of one function, on `platform`.
Report two_calls(PlatformParameters platform, FunctionTraits traits, Duration execution) {
  FunctionTable functions;
  const FunctionId f = functions.function(functions.tenant("t"), "f", 128, traits);
  MemorySource source({{at_ms(100), execution, f}, {at_ms(600), execution, f}}, at_ms(1000));
  return make_report(simulate(platform, functions, source, {}), functions, {});
}

}  // namespace

TEST_CASE("A statistic without data is absent, for any kind of missing data") {
  SECTION("no arrivals") {
    const Report report = worked_nothing();
    check_absent(report, {Of::completed, Of::slowdown, Of::started, Of::cold, Of::begun, Of::vms, Of::cpu,
                          Of::data, Of::shared, Of::starts, Of::prices});
    for (const Metric& metric : report.metrics) {
      INFO(metric.name);
      CHECK(metric.measured().value_or(0) == (metric.name == "window.to_s" ? 1.0 : 0.0));
    }
    CHECK(report.find("slowdown.p99")->absent_because == "nothing completed");
  }
  SECTION("all calls turned away") {
    FunctionTraits off;
    off.concurrency_limit = 0;
    const Report report = two_calls(ideal_platform(), off, ms(10));
    CHECK(report.find("invocations.throttled")->number() == 2);
    check_absent(report, {Of::completed, Of::slowdown, Of::started, Of::cold, Of::begun, Of::vms, Of::cpu,
                          Of::data, Of::shared, Of::starts, Of::prices});
  }
  SECTION("all calls cut off at their timeout") {
    FunctionTraits traits;
    traits.timeout = ms(5);
    check_absent(two_calls(ideal_platform(), traits, ms(10)),
                 {Of::completed, Of::slowdown, Of::cpu, Of::data, Of::shared, Of::starts, Of::prices});
  }
  SECTION("all calls warm") {
    FunctionTraits traits;
    traits.provisioned = 1;
    PlatformParameters platform = ideal_platform();
    platform.policies.pre_warm = policy(Seam::pre_warm, "provisioned", {});
    const Report report = two_calls(platform, traits, ms(10));
    CHECK(report.find("attempts.warm")->number() == 2);
    check_absent(report, {Of::cold, Of::cpu, Of::data, Of::shared, Of::starts, Of::prices});
    CHECK(report.find("billing.cost_usd")->absent_because == "the scenario has no prices");
  }
  SECTION("no execution took time") {
    const Report report = two_calls(ideal_platform(), {}, ms(0));
    check_absent(report, {Of::slowdown, Of::cpu, Of::data, Of::shared, Of::starts, Of::prices});
    CHECK(report.find("slowdown.p99")->absent_because ==
          "no invocation with an execution longer than 0 completed");
  }
  SECTION("CPU work was done") {
    FunctionTraits traits;
    traits.cpu = 1;
    PlatformParameters platform = ideal_platform();
    platform.cluster.hosts.vcpus = 1;
    platform.cluster.vms.vcpus = 1;
    platform.cpu.memory_per_vcpu = 256;
    check_absent(two_calls(platform, traits, ms(10)), {Of::data, Of::starts, Of::prices});
  }
  SECTION("CPU work was done after the answers") {
    FunctionTraits traits;
    traits.background = ms(5);
    PlatformParameters platform = ideal_platform();
    platform.cluster.hosts.vcpus = 1;
    platform.cluster.vms.vcpus = 1;
    platform.cpu.memory_per_vcpu = 256;
    check_absent(two_calls(platform, traits, ms(10)), {Of::data, Of::starts, Of::prices}, true);
  }
  SECTION("data was transferred") {
    FunctionTraits traits;
    traits.work.disk = 1;
    traits.work.network = 1;
    PlatformParameters platform = ideal_platform();
    platform.disk.vm_rate = 1'000'000;
    platform.network.vm_rate = 1'000'000;
    platform.disk.host_rate = 1'000'000;
    platform.network.host_rate = 1'000'000;
    check_absent(two_calls(platform, traits, ms(10)), {Of::cpu, Of::starts, Of::prices});
  }
  SECTION("no window") {
    FunctionTable functions;
    MemorySource nothing(std::vector<Arrival>{}, at_ms(0));
    check_absent(make_report(simulate(ideal_platform(), functions, nothing, {}), functions, {}),
                 {Of::completed, Of::slowdown, Of::started, Of::cold, Of::begun, Of::vms, Of::window, Of::cpu,
                  Of::data, Of::shared, Of::starts, Of::prices});
  }
}
