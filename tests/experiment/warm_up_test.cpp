#include "models/experiment/warm_up.hpp"

#include "models/experiment/compare.hpp"
#include "models/experiment/run.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// A request of 100 ms arrives every second, and starts take 5 s. Six requests are cold, and the third batch
/// of five begins at 10.1 s (worked out in scenarios/lessons/warm-up-mser.yaml).
Scenario scenario(const std::string& warmup, const std::string& start = "5s") {
  return parse_scenario("duration: 100s\nplatform: ideal\ncold_start: {sandbox: " + start +
                            "}\npolicies: {keep_alive: forever}\nworkload:\n"
                            "  - timer: {function: f, every: 1s, duration: 100ms}\nwarmup: " +
                            warmup + "\n",
                        "s.yaml");
}

Observation seen(Change change, std::int64_t now, std::int64_t latency = 0) {
  Observation observation{};
  observation.change = change;
  observation.now = Time{now};
  observation.arrival = Time{now};
  observation.until = Time{now + latency};
  return observation;
}

}  // namespace

TEST_CASE("The warm-up is found by latency, worked out by hand") {
  const RunResult result = run_scenario(scenario("mser-5"), {});
  REQUIRE(result.warm_up);
  CHECK(result.warm_up->warmup == Time{10'100'000'000});
  CHECK(result.warm_up->cut == 2);
  CHECK(result.warm_up->batch_size == 5);
  CHECK(result.warm_up->batches == 20);
  CHECK(result.warm_up->is_settled);
  CHECK(result.report.find("invocations.arrived")->number() == 89);
  CHECK(result.broken.empty());
  // The result equals the result of a run with a warm-up of the same length.
  const RunResult given = run_scenario(scenario("10.1s"), {});
  CHECK(!given.warm_up);
  CHECK(given.report.fingerprint == result.report.fingerprint);
}

TEST_CASE("The warm-up is found by cold starts and by instances") {
  // The first start is at 5 s (the cold request of second 0). From 6 s to 10 s there are one cold and one
  // warm start a second, and then warm starts. The first 10 starts are two batches, so the third batch of
  // five begins with the warm start at 10 s.
  const WarmUpFound by_starts = find_warm_up(scenario("{mser-5: cold-starts}"), {});
  CHECK(by_starts.warmup == Time{10'000'000'000});
  CHECK(by_starts.cut == 2);
  // Six instances exist before the first invocation ends at 5.1 s.
  const WarmUpFound by_instances = find_warm_up(scenario("{mser-5: instances}"), {});
  CHECK(by_instances.warmup == Time{0});
  CHECK(by_instances.is_settled);
}

TEST_CASE("The warm-up is judged by the latency of completed invocations only") {
  WarmUpObserver observer(WarmUpSignal::latency);
  for (std::int64_t i = 0; i < 50; ++i) {
    observer.observe(seen(Change::finished, 10 * i, 7));
    Observation lost = seen(Change::finished, 10 * i + 5, 1000);
    lost.outcome = Outcome::refused;
    observer.observe(lost);
    observer.observe(seen(Change::started, 10 * i + 6));
  }
  CHECK(observer.found().batches == 10);
  CHECK(observer.found().cut == 0);
  CHECK(WarmUpObserver(WarmUpSignal::latency).found().warmup == Time{0});
  CHECK(!WarmUpObserver(WarmUpSignal::latency).found().is_settled);
}

TEST_CASE("Compared variants have the same window, after the longest of their warm-ups") {
  CompareSettings settings;
  settings.replications = 2;
  const Comparison comparison =
      compare({{"slow", scenario("mser-5")}, {"fast", scenario("mser-5", "0s")}}, settings);
  for (const ComparedMetric& metric : comparison.metrics) {
    if (metric.name == "window.from_s") {
      CHECK(metric.by_variant[0].interval.mean == 10.1);
      CHECK(metric.by_variant[1].interval.mean == 10.1);
    }
    if (metric.name == "invocations.arrived") {
      CHECK(metric.by_variant[1].interval.mean == 89);
    }
  }
}
