#include "models/experiment/report.hpp"

#include <set>

#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// Two functions of two tenants, worked by hand: start-up 100 ms, response 10 ms, billing by 100 ms, kept for
/// 1 s.
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
    // a: cold at 0 (runs 100..350), warm at 500 (500..550); b: cold at 1000 (1100..1300).
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

}  // namespace

TEST_CASE("A report's numbers, worked by hand") {
  const WorkedReport worked;
  CHECK(worked.of("invocations.arrived") == 3);
  CHECK(worked.of("invocations.completed") == 3);
  CHECK(worked.of("attempts.warm") == 1);
  CHECK(worked.of("attempts.cold") == 2);
  CHECK(worked.of("cold_start.ratio") == Approx(2.0 / 3));
  CHECK(worked.of("cold_start.mean_s") == Approx(0.1));
  CHECK(worked.of("first_use.count") == 2);
  // 360, 60 and 310 ms
  CHECK(worked.of("latency.mean_s") == Approx(0.73 / 3));
  CHECK(worked.of("latency.p50_s") == Approx(0.31).epsilon(0.01));
  CHECK(worked.of("latency.max_s") == Approx(0.36));
  CHECK(worked.of("execution.mean_s") == Approx(0.5 / 3));
  CHECK(worked.of("queueing.mean_s") == 0);
  CHECK(worked.of("instances.created") == 2);
  CHECK(worked.of("instances.peak") == 2);
  // a lives from 0 to 1550, b from 1000 to 2300, of 4000 ms
  CHECK(worked.of("instances.mean") == Approx(2.85 / 4));
  CHECK(worked.of("vms.peak") == 2);
  CHECK(worked.of("memory.busy_gib_s") == Approx(0.3 + 0.2 * 0.5));
  CHECK(worked.of("memory.idle_gib_s") == Approx((1.45 - 0.3) + (1.2 - 0.2) * 0.5));
  CHECK(worked.of("memory.starting_gib_s") == Approx(0.1 + 0.1 * 0.5));
  // memory placed over memory of VMs in use: (1.55 GiB s + 1.3 * 0.5) / (2 GiB * 2.85 s)
  CHECK(worked.of("packing.density") == Approx((1.55 + 0.65) / 5.7));
  CHECK(worked.of("packing.vm_lower_bound") == Approx(2.85 / 4));
  // 300 and 100 ms of 1 GiB, 200 ms of 0.5 GiB
  CHECK(worked.of("billing.gib_s") == Approx(0.5));
  CHECK(worked.of("billing.cost_usd") == Approx(0.5 * 0.5 + 3 * 0.25));
  CHECK(worked.of("window.to_s") == 4);
}

TEST_CASE("Every metric has one name and a meaning, and no number of nothing is not a number") {
  std::set<std::string> names;
  for (const MetricDescription& metric : metric_catalogue()) {
    CHECK(names.insert(std::string(metric.name)).second);
    CHECK(!metric.meaning.empty());
  }
  FunctionTable functions;
  MemorySource nothing(std::vector<Arrival>{}, at_ms(1000));
  const Report report = make_report(simulate(ideal_platform(), functions, nothing, {}), functions, {});
  REQUIRE(report.metrics.size() == metric_catalogue().size());
  for (const Metric& metric : report.metrics) {
    INFO(metric.name);
    CHECK(metric.number() == (metric.name == "window.to_s" ? 1.0 : 0.0));
    CHECK(metric.text() == (metric.name == "window.to_s" ? "1" : "0"));
  }
  CHECK(report.find("no.such") == nullptr);
}
