#include "models/experiment/breakdown.hpp"

#include "models/experiment/billing.hpp"
#include "models/experiment/counting.hpp"
#include "models/experiment/report.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// Three functions of two tenants, start-up 100 ms, response 10 ms, instances kept for 1 s:
///   one/a at 0 (cold, 100..350), at 500 and at 900 ms (warm, 50 ms each); one/b at 2000 (cold, no execution
///   time) two/c at 1000 (cold, 1100..1300) and at 5000 ms (cold, 5100..5300)
struct WorkedBreakdown {
  explicit WorkedBreakdown(bool by_function = true) {
    PlatformParameters platform = ideal_platform();
    platform.cold_start.sandbox = takes(ms(100));
    platform.frontend.response_latency = ms(10);
    platform.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(1000))});
    const FunctionId a = functions.function(functions.tenant("one"), "a", 1024, {});
    const FunctionId b = functions.function(functions.tenant("one"), "b", 512, {});
    const FunctionId c = functions.function(functions.tenant("two"), "c", 512, {});
    functions.function(functions.tenant("two"), "never", 512, {});
    MemorySource source({{at_ms(0), ms(250), a},
                         {at_ms(500), ms(50), a},
                         {at_ms(900), ms(50), a},
                         {at_ms(1000), ms(200), c},
                         {at_ms(2000), ms(0), b},
                         {at_ms(5000), ms(200), c}},
                        at_ms(8000));
    RunOptions options;
    options.by_function = by_function;
    options.by_time = true;
    options.bin = ms(1000);
    outcome = std::make_unique<RunOutcome>(simulate(platform, functions, source, options));
  }

  FunctionTable functions;
  std::unique_ptr<RunOutcome> outcome;
};

}  // namespace

TEST_CASE("Figures by function and by tenant, worked out by hand") {
  const WorkedBreakdown worked;
  const std::vector<Figures> all = figures_by_function(*worked.outcome, worked.functions);
  REQUIRE(all.size() == 4);
  CHECK(all[0].arrived == 3);
  CHECK(all[0].cold_ratio() == Approx(1.0 / 3));
  CHECK(*all[0].latency_mean() == Approx((0.36 + 0.06 + 0.06) / 3));
  CHECK(*all[0].execution_mean() == Approx(0.35 / 3));
  CHECK(*all[0].slowdown_mean() == Approx((360.0 / 250 + 2 * 60.0 / 50) / 3).epsilon(1e-5));
  CHECK(all[1].cold_ratio() == 1.0);
  CHECK(!all[1].slowdown_mean());  // an execution of zero duration has no slowdown
  CHECK(all[1].instant == 1);
  CHECK(*all[2].slowdown_mean() == Approx(310.0 / 200).epsilon(1e-5));
  CHECK(!all[3].cold_ratio());
  CHECK(!all[3].latency_mean());
  CHECK(!all[3].completed_share());

  const std::vector<Figures> tenants = figures_by_tenant(all, worked.functions);
  REQUIRE(tenants.size() == 2);
  CHECK(tenants[0].functions == 2);
  CHECK(tenants[0].arrived == 4);
  CHECK(*tenants[0].cold_ratio() == Approx(0.5));
  CHECK(*tenants[0].slowdown_mean() == Approx((360.0 / 250 + 2 * 60.0 / 50) / 3).epsilon(1e-5));
  CHECK(*tenants[1].slowdown_mean() == Approx(310.0 / 200).epsilon(1e-5));
  CHECK(*tenants[1].completed_share() == 1);
}

TEST_CASE("Latency quantiles by function and by tenant") {
  const auto at = [](const Counted& counted, double p) {
    return static_cast<double>(counted.latency.quantile(p)->value) / 1e9;
  };
  const WorkedBreakdown worked;
  Counting counting(*worked.outcome, worked.functions, {});
  const Counted first = counting.of_function(FunctionId{0u});
  CHECK(at(first, 0.5) == Approx(0.06).epsilon(0.01));
  CHECK(at(first, 0.9) == Approx(0.36).epsilon(0.01));
  CHECK(first.latency.largest() == 360'000'000);
  CHECK(at(counting.of_function(FunctionId{2u}), 0.5) == 0.31);  // both values are equal, so the quantile is
                                                                 // exact
  CHECK(counting.of_function(FunctionId{3u}).latency.empty());
  const Counted tenant = counting.of_tenant(TenantId{0u});
  // 60, 60, 110 and 360 ms
  CHECK(at(tenant, 0.5) == Approx(0.06).epsilon(0.01));
  CHECK(at(tenant, 0.9) == Approx(0.36).epsilon(0.01));
  CHECK(tenant.latency.largest() == 360'000'000);
  CHECK(at(counting.of_tenant(TenantId{1u}), 0.99) == 0.31);

  const WorkedBreakdown without(false);
  Counting counts(*without.outcome, without.functions, {});
  CHECK_FALSE(counts.of_function(FunctionId{0u}).latency.is_kept());
  CHECK_FALSE(counts.of_tenant(TenantId{0u}).latency.is_kept());
  CHECK(without.outcome->fingerprint == worked.outcome->fingerprint);
}

TEST_CASE("The report's figures over functions and tenants, worked out by hand") {
  const WorkedBreakdown worked;
  const Report report = make_report(*worked.outcome, worked.functions, {});
  const auto of = [&report](const char* name) { return report.find(name)->number(); };
  // The cold ratios are 1/3, 1 and 1. The second of three values is the median, and the third is both other
  // percentiles.
  CHECK(of("functions.cold_ratio_mean") == Approx(7.0 / 9));
  CHECK(of("functions.cold_ratio_p50") == 1);
  CHECK(of("functions.cold_ratio_p75") == 1);
  CHECK(of("functions.always_cold") == 2);
  CHECK(of("functions.invoked") == 3);
  CHECK(of("tenants.invoked") == 2);
  const double a = (360.0 / 250 + 2 * 60.0 / 50) / 3;  // the slowdown of a is 1.28
  const double c = 310.0 / 200;                        // the slowdown of c is 1.55
  CHECK(of("functions.slowdown_p50") == Approx(a).epsilon(1e-5));
  CHECK(of("functions.slowdown_p90") == Approx(c).epsilon(1e-5));
  CHECK(of("tenants.slowdown_max") == Approx(c).epsilon(1e-5));
  CHECK(of("slowdown.mean") == Approx((3 * a + 2 * c) / 5).epsilon(1e-5));
  CHECK(of("slowdown.p50") == Approx(360.0 / 250).epsilon(0.01));
  CHECK(of("fairness.slowdown_jain") == Approx((a + c) * (a + c) / (2 * (a * a + c * c))).epsilon(1e-5));
  CHECK(of("fairness.completed_jain") == 1);
}

TEST_CASE("A run by time has the arrivals, starts and answers of each second") {
  const WorkedBreakdown worked;
  const std::vector<Interval> all = intervals(*worked.outcome);
  REQUIRE(all.size() == 8);
  CHECK(all[0].from == Time{0});
  CHECK(all[0].to == at_ms(1000));
  CHECK(all[0].counts.arrived == 3);
  CHECK(all[0].counts.started == 3);
  CHECK(all[0].counts.cold == 1);
  CHECK(all[0].answered == 3);  // the last answer is at 960 ms
  CHECK(all[0].latency->p50 == Approx(0.06).epsilon(0.01));
  CHECK(all[0].latency->p99 == Approx(0.36).epsilon(0.01));
  CHECK(all[0].latency->p99 <= 0.36);  // a quantile is at most the largest value
  CHECK(all[1].counts.arrived == 1);
  CHECK(all[1].answered == 1);
  CHECK(all[3].answered == 0);
  CHECK_FALSE(all[3].latency.has_value());
  CHECK(all[5].latency->p90 == 0.31);  // there is one answer, so the quantile is exact

  const std::vector<Interval> thirds = intervals(*worked.outcome, 3);
  REQUIRE(thirds.size() == 3);
  CHECK(thirds[0].to == at_ms(3000));
  CHECK(thirds[0].counts.arrived == 5);
  CHECK(thirds[0].counts.instances == all[2].counts.instances);
  CHECK(thirds[0].answered == 5);
  CHECK(thirds[0].latency->p50 == Approx(0.11).epsilon(0.01));  // the latencies are 60, 60, 110, 310 and 360
                                                                // ms
  CHECK(thirds[2].from == at_ms(6000));
  CHECK(thirds[2].to == at_ms(8000));
  CHECK(thirds[0].most_arrived == 3);
}

TEST_CASE("A part of a run by time begins and ends with the bins that are requested") {
  const WorkedBreakdown worked;
  const std::vector<Interval> all = intervals(*worked.outcome);
  const std::vector<Interval> part = intervals(*worked.outcome, 2, 1, 6);
  REQUIRE(part.size() == 3);
  CHECK(part[0].from == at_ms(1000));
  CHECK(part[0].to == at_ms(3000));
  CHECK(part[0].counts.arrived == all[1].counts.arrived + all[2].counts.arrived);
  CHECK(part[0].answered == all[1].answered + all[2].answered);
  CHECK(part[2].from == at_ms(5000));
  CHECK(part[2].to == at_ms(6000));
  CHECK(part[2].latency == all[5].latency);
  CHECK(intervals(*worked.outcome, 3, 8).empty());
}

TEST_CASE("Memory and charges by time, worked out by hand, add up to those of the run") {
  const WorkedBreakdown worked;
  const std::vector<Interval> all = intervals(*worked.outcome);
  const auto gib = [](sim::Int128 mib_ns) { return gib_seconds(mib_ns); };
  // a has 1 GiB. Its instance is ready from 100 ms on, busy for 350 ms of the first second, and reclaimed at
  // 1,950 ms. c has half of that memory. Its instance is ready from 1,100 ms on and busy for 200 ms.
  const Accrued first = all[0].accrued.value();
  CHECK(gib(first.busy_mib_ns) == Approx(0.35));
  CHECK(gib(first.ready_mib_ns) == Approx(0.9));
  CHECK(first.requests == 3);
  CHECK(gib(first.billed_mib_ns) == Approx(0.35));
  const Accrued second = all[1].accrued.value();
  CHECK(gib(second.busy_mib_ns) == Approx(0.1));
  CHECK(gib(second.ready_mib_ns) == Approx(0.95 + 0.45));
  CHECK(second.requests == 1);
  for (const std::size_t together : {std::size_t{1}, std::size_t{3}}) {
    Charge charge;
    sim::Int128 busy = 0;
    sim::Int128 ready = 0;
    for (const Interval& interval : intervals(*worked.outcome, together)) {
      charge += charge_of(*interval.accrued);
      busy += interval.accrued->busy_mib_ns;
      ready += interval.accrued->ready_mib_ns;
    }
    Figures sum;
    for (const Figures& figures : figures_by_function(*worked.outcome, worked.functions)) {
      sum += figures;
    }
    CHECK(busy == sum.busy_mib_ns);
    CHECK(ready == sum.ready_mib_ns);
    CHECK(charge.billed_mib_ns == sum.billed_mib_ns);
    CHECK(charge.requests == sum.charged);
  }
}

TEST_CASE("Charges by time add up to the bill, for any memory sizes of the prices") {
  PlatformParameters platform = ideal_platform();
  platform.billing.memory_minimum = 128;
  platform.billing.memory_step = 64;
  platform.billing.memory_maximum = 1536;
  platform.billing.price_per_gib_s = 1;
  FunctionTable functions;
  std::vector<Arrival> arrivals;
  for (const Mebibytes memory : {64u, 129u, 1600u, 3009u}) {
    const FunctionId id = functions.function(functions.tenant("t"), "f" + std::to_string(memory), memory, {});
    arrivals.push_back({at_ms(500), ms(1000), id});
    arrivals.push_back({at_ms(1500), ms(1000), id});
  }
  std::stable_sort(arrivals.begin(), arrivals.end(),
                   [](const Arrival& a, const Arrival& b) { return a.time < b.time; });
  MemorySource source(arrivals, at_ms(4000));
  RunOptions options;
  options.by_time = true;
  options.bin = ms(1000);
  const RunOutcome outcome = simulate(platform, functions, source, options);
  Charge by_time;
  for (const Interval& interval : intervals(outcome)) {
    by_time += charge_of(interval.accrued.value());
  }
  // Two sizes are charged as 128 and 192 MiB. Two other sizes are not sold by the provider and are charged
  // unrounded. Each function runs for 2 s.
  CHECK(gib_seconds(by_time.billed_mib_ns) == Approx(2.0 * (128 + 192 + 1600 + 3009) / 1024));
  const Charge all = charges(outcome, functions, platform.billing).at(0);
  CHECK(by_time.billed_mib_ns == all.billed_mib_ns);
}

TEST_CASE("By time, memory and charges belong to the window, and answers count at their own time") {
  // The first execution ends at 990 ms and is answered at 1,010 ms. The warm-up is half a second. The run
  // continues after its window, with the last answer at 3,510 ms.
  PlatformParameters platform = ideal_platform();
  platform.frontend.response_latency = ms(20);
  FunctionTable functions;
  const FunctionId f = functions.function(functions.tenant("t"), "f", 1024, {});
  MemorySource source({{at_ms(0), ms(990), f}, {at_ms(1900), ms(1590), f}}, at_ms(2000));
  RunOptions options;
  options.warmup = at_ms(500);
  options.bin = ms(1000);
  options.by_time = true;
  const RunOutcome outcome = simulate(platform, functions, source, options);
  const std::vector<Interval> all = intervals(outcome);
  REQUIRE(all.size() == 4);
  const auto answers = [&all](std::size_t bin) { return all[bin].answered; };
  CHECK(std::vector<std::uint64_t>{answers(0), answers(1), answers(2), answers(3)} ==
        std::vector<std::uint64_t>{0, 1, 0, 1});
  CHECK(gib_seconds(all[0].accrued->busy_mib_ns) == Approx(0.49));
  CHECK(gib_seconds(all[1].accrued->busy_mib_ns) == Approx(0.1));
  CHECK(all[2].accrued->busy_mib_ns == 0);
  CHECK(all[0].accrued->requests == 0);  // the invocation arrived before the window
  CHECK(all[3].accrued->requests == 1);
}
