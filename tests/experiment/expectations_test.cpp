#include "models/experiment/expectations.hpp"

#include <cmath>
#include <string>

#include "models/experiment/run.hpp"
#include "tests/catch.hpp"
#include "tests/experiment/small_scenario.hpp"

using namespace curtain;

namespace {

/// Replications with these values of one metric.
Comparison replications_of(const std::string& metric, const std::vector<double>& values,
                           std::uint32_t replications) {
  Comparison comparison;
  comparison.labels = {""};
  comparison.replications = replications;
  Estimate estimate;
  const double nan = std::nan("");
  estimate.interval = values.empty() ? sim::Interval{nan, nan, nan, 0} : sim::confidence_interval(values);
  comparison.metrics.push_back({metric, {estimate}, {estimate}});
  return comparison;
}

}  // namespace

TEST_CASE(
    "An expectation is met or missed by the measured number, and a name near an unknown one is suggested") {
  Scenario scenario = parse_scenario(support::kTwentyFunctions, "small",
                                     {{"expect",
                                       "[{metric: cold_start.ratio, at_most: 1%}, "
                                       "{metric: instances.peak, at_least: 1000000}]"}});
  check_names(scenario);
  const RunResult result = run_scenario(scenario, {});
  CHECK(check(result.report, scenario.expect[0]).measured ==
        result.report.find("cold_start.ratio")->number());
  CHECK(check(result.report, scenario.expect[0]).met ==
        (result.report.find("cold_start.ratio")->number() <= 0.01));
  CHECK(!check(result.report, scenario.expect[1]).met);
  scenario.expect[0].metric = "cold_start.ration";
  CHECK_THROWS_WITH(check_names(scenario),
                    ContainsSubstring("there is no metric 'cold_start.ration'; did you mean "
                                      "'cold_start.ratio'?"));
}

TEST_CASE("Without a value of its metric an expectation is not judged, which counts as not met") {
  Scenario scenario = parse_scenario(R"(
name: nothing
duration: 1min
platform: ideal
workload:
  - timer: {function: f, every: 10s, duration: 1s, memory: 128MiB, concurrency_limit: 0}
expect:
  - {metric: latency.p99_s, at_most: 300ms}
  - {metric: latency.p99_s, at_least: 0s}
  - {metric: cold_start.ratio, equals: 0}
  - {metric: packing.density, at_least: 0}
  - {metric: fairness.completed_jain, equals: 1}
  - {metric: slowdown.p99, at_most: 2}
  - {metric: invocations.throttled, equals: 6}
)",
                                     "nothing");
  const Report report = run_scenario(scenario, {}).report;
  const std::vector<std::string> reasons = {"nothing completed", "nothing completed",
                                            "nothing started",   "no VM held an instance",
                                            "nothing completed", "nothing completed"};
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    const ExpectationResult result = check(report, scenario.expect[i]);
    INFO(scenario.expect[i].metric);
    CHECK_FALSE(result.measured.has_value());
    CHECK_FALSE(result.met);
    CHECK(result.not_judged_because == reasons[i]);
  }
  const ExpectationResult counted = check(report, scenario.expect.back());
  CHECK(counted.met);
  CHECK(counted.measured == 6);
  CHECK(counted.not_judged_because.empty());
}

TEST_CASE(
    "Over replications the mean is judged, and if the bound is inside its interval, the result is close") {
  // The mean is 4 and the standard deviation 2. The half-width is t(0.975; 3) * 2 / sqrt(4) with t = 3.1824.
  const Comparison comparison = replications_of("instances.mean", {2, 3, 5, 6}, 4);
  const double half_width = 3.182446305 * std::sqrt(10.0 / 3) / 2;
  Scenario scenario = parse_scenario(support::kTwentyFunctions, "small",
                                     {{"expect",
                                       "[{metric: instances.mean, at_most: 4}, "
                                       "{metric: instances.mean, at_most: 3.9}, "
                                       "{metric: instances.mean, at_least: 1}, "
                                       "{metric: instances.mean, at_least: 7}, "
                                       "{metric: instances.mean, equals: 4, within: 3}]"}});
  const std::vector<ExpectationResult> results = check_all(comparison, scenario);
  REQUIRE(results.size() == 5);
  const std::vector<std::pair<bool, bool>> met_and_close = {
      {true, true}, {false, true}, {true, false}, {false, false}, {true, false}};
  for (std::size_t i = 0; i < results.size(); ++i) {
    INFO(scenario.expect[i].text);
    CHECK(results[i].measured == 4);
    CHECK(results[i].half_width == Approx(half_width).epsilon(1e-9));
    CHECK(results[i].replications == 4);
    CHECK(results[i].met == met_and_close[i].first);
    CHECK(results[i].is_close == met_and_close[i].second);
  }
  CHECK(!all_met(results));
  CHECK(all_met({results[0], results[2], results[4]}));
}

TEST_CASE(
    "A mean is taken over the replications with a value, and without any the expectation is not judged") {
  const Scenario scenario = parse_scenario(support::kTwentyFunctions, "small",
                                           {{"expect", "[{metric: latency.p99_s, equals: 100ms}]"}});
  const std::vector<ExpectationResult> some =
      check_all(replications_of("latency.p99_s", {0.1, 0.1, 0.1}, 10), scenario);
  CHECK(some[0].met);
  CHECK(!some[0].is_close);
  CHECK(some[0].replications == 3);
  const std::vector<ExpectationResult> none = check_all(replications_of("latency.p99_s", {}, 10), scenario);
  CHECK(!none[0].met);
  CHECK(!none[0].measured);
  CHECK(none[0].replications == 0);
  CHECK(none[0].not_judged_because == "nothing completed");
}

TEST_CASE("An expectation of a single replication is judged, and is always close") {
  const Scenario scenario = parse_scenario(support::kTwentyFunctions, "small",
                                           {{"expect", "[{metric: instances.mean, at_most: 5}]"}});
  const std::vector<ExpectationResult> results =
      check_all(replications_of("instances.mean", {4}, 1), scenario);
  CHECK(results[0].met);
  CHECK(results[0].is_close);
  CHECK(std::isinf(results[0].half_width));
}
