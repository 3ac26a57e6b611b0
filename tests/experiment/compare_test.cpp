#include "models/experiment/compare.hpp"

#include <cmath>
#include <limits>

#include "models/experiment/run.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

Scenario with_placement(const std::string& placement) {
  return parse_scenario(R"(
name: pairs
seed: 3
duration: 10min
platform: aws-lambda-2018
workload:
  - population: {functions: 30, rate: 10/s, duration: {exponential: {mean: 400ms}}, memory: {uniform: {min: 128MiB, max: 1536MiB}}}
)",
                        "pairs", {{"policies.placement", placement}});
}

const ComparedMetric& metric(const Comparison& comparison, const std::string& name) {
  for (const ComparedMetric& compared : comparison.metrics) {
    if (compared.name == name) {
      return compared;
    }
  }
  throw std::invalid_argument(name);
}

}  // namespace

TEST_CASE("A comparison shows each warning once, with its variants unless all variants have the warning") {
  const auto scenario = [](const std::string& queueing) {
    return parse_scenario(R"(
duration: 1s
platform: ideal
workload:
  - poisson: {function: f, rate: 1/s, duration: 1ms, priority: 1, deadline: 1s, max_instances: 1}
)",
                          "w", {{"policies.queueing", queueing}});
  };
  CompareSettings settings;
  settings.replications = 3;
  const Warnings warnings =
      compare({{"first", scenario("fifo")}, {"second", scenario("priority")}}, settings).warnings;
  REQUIRE(warnings.size() == 3);
  CHECK(warnings[0].setting == "workload[0].poisson.priority");
  CHECK(warnings[0].text.rfind("first: has no effect: the queueing policy fifo ignores", 0) == 0);
  CHECK(warnings[1].text.rfind("first: has no effect: the queueing policy fifo ignores", 0) == 0);
  CHECK(warnings[2].setting == "workload[0].poisson.deadline");
  CHECK(warnings[2].text.rfind("second: has no effect: the queueing policy priority ignores", 0) == 0);
  // A warning that both variants have is listed once, without a label.
  const Warnings same =
      compare({{"first", scenario("fifo")}, {"again", scenario("fifo")}}, settings).warnings;
  REQUIRE(same.size() == 2);
  CHECK(same[0].text.rfind("has no effect: ", 0) == 0);
  CHECK(same[0].where == "w:5:54");
}

TEST_CASE("Paired runs have the same workload: metrics that placement cannot change do not differ") {
  CompareSettings settings;
  settings.replications = 4;
  const Comparison comparison = compare(
      {{"first-fit", with_placement("first-fit")}, {"worst-fit", with_placement("worst-fit")}}, settings);
  CHECK(comparison.broken.empty());
  CHECK(verdict(metric(comparison, "invocations.arrived").difference[1]) == Verdict::same);
  CHECK(verdict(metric(comparison, "execution.mean_s").difference[1]) == Verdict::same);
  CHECK(metric(comparison, "invocations.arrived").by_variant[0].interval.standard_deviation > 0);
  // Worst-fit opens at least as many VMs, and leaves more room in each.
  CHECK(metric(comparison, "vms.mean").difference[1].interval.mean >= 0);
  CHECK(comparison.fingerprints[0][0] != comparison.fingerprints[0][1]);
  // Replication 2 of the comparison is replication 2 of a run.
  RunSettings second;
  second.replication = 2;
  CHECK(comparison.fingerprints[1][2] ==
        run_scenario(with_placement("worst-fit"), second).report.fingerprint);
}

TEST_CASE("A comparison does not depend on the number of threads") {
  CompareSettings settings;
  settings.replications = 3;
  const std::vector<Variant> variants = {{"a", with_placement("first-fit")},
                                         {"b", with_placement("best-fit")}};
  const Comparison one = compare(variants, settings);
  settings.threads = 7;
  const Comparison seven = compare(variants, settings);
  CHECK(one.fingerprints == seven.fingerprints);
  for (std::size_t i = 0; i < one.metrics.size(); ++i) {
    const auto is_same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    CHECK(is_same(one.metrics[i].by_variant[1].interval.mean,
                  seven.metrics[i].by_variant[1].interval.mean));  // NaN if there is no value
    CHECK(is_same(one.metrics[i].difference[1].interval.half_width,
                  seven.metrics[i].difference[1].interval.half_width));
  }
}

TEST_CASE("A verdict is a direction only if the whole interval, widened by the resolution, is on one side") {
  const auto difference = [](double mean, double half_width, double resolution = 0) {
    return Estimate{sim::Interval{mean, half_width, half_width, 5}, resolution, {}};
  };
  CHECK(verdict(difference(0, 0)) == Verdict::same);
  CHECK(verdict(difference(2, 1)) == Verdict::more);
  CHECK(verdict(difference(-2, 1)) == Verdict::less);
  CHECK(verdict(difference(1, 2)) == Verdict::undecided);
  CHECK(verdict(difference(0, 1)) == Verdict::undecided);
  CHECK(verdict(difference(2, 1, 0.9)) == Verdict::more);
  CHECK(verdict(difference(2, 1, 1.1)) == Verdict::undecided);
  CHECK(verdict(difference(-2, 1, 0.9)) == Verdict::less);
  CHECK(verdict(difference(-2, 1, 1.1)) == Verdict::undecided);
  // Two values in one bucket are not provably equal.
  CHECK(verdict(difference(0, 0, 0.1)) == Verdict::below_resolution);
  CHECK(verdict(difference(0.01, 0.02, 0.1)) == Verdict::below_resolution);
  CHECK(verdict(difference(0.1, 0.02, 0.1)) == Verdict::undecided);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(verdict(Estimate{{nan, nan, nan, 0}, 0, {}}) == Verdict::no_data);
  CHECK(name_of(Verdict::below_resolution) == "below resolution");
}

namespace {

/// All latencies are 0.3 ms plus a lognormal execution. The response takes `response` to the client.
Scenario shifted(const std::string& response, const std::string& rate) {
  return parse_scenario(
      "name: shifted\nseed: 11\nduration: 100s\nplatform: ideal\n"
      "frontend: {response_latency: " +
          response + "}\nworkload:\n  - population: {functions: 20, rate: " + rate +
          ", duration: {lognormal: {median: 100ms, sigma: 1}}, memory: 128MiB}\n",
      "shifted");
}

}  // namespace

TEST_CASE("A shift of every answer by 1.5 ms appears as 1.5 ms in every percentile, exact or interpolated") {
  // 10,000 answers per replication are stored exactly; 200,000 answers are stored in buckets.
  for (const char* const rate : {"100/s", "2000/s"}) {
    INFO(rate);
    CompareSettings settings;
    settings.replications = 3;
    const Comparison comparison =
        compare({{"plain", shifted("1ms", rate)}, {"later", shifted("2500us", rate)}}, settings);
    for (const char* const name : {"latency.p50_s", "latency.p90_s", "latency.p95_s", "latency.p99_s"}) {
      INFO(name);
      const Estimate& difference = metric(comparison, name).difference[1];
      const bool is_exact = rate == std::string("100/s");
      CHECK((difference.resolution == 0) == is_exact);
      const double off = std::abs(difference.interval.mean - 0.0015);
      if (is_exact) {
        CHECK(off < 1e-12);
      } else {
        CHECK(off <= difference.interval.half_width + difference.resolution);
        CHECK(off < 0.0001);
        CHECK(difference.resolution < 0.0015);  // p99 is about 1 s, and 0.1 % of that is 1 ms
      }
      CHECK(verdict(difference) == Verdict::more);
    }
  }
}

TEST_CASE(
    "Percentiles in the same buckets are below the resolution, and equal exact percentiles are the same") {
  for (const char* const rate : {"100/s", "2000/s"}) {
    INFO(rate);
    CompareSettings settings;
    settings.replications = 2;
    const Scenario scenario = shifted("1ms", rate);
    const Comparison comparison = compare({{"a", scenario}, {"b", scenario}}, settings);
    CHECK(verdict(metric(comparison, "latency.p99_s").difference[1]) ==
          (rate == std::string("100/s") ? Verdict::same : Verdict::below_resolution));
    CHECK(verdict(metric(comparison, "latency.mean_s").difference[1]) == Verdict::same);
    CHECK(verdict(metric(comparison, "latency.max_s").difference[1]) == Verdict::same);
  }
}

TEST_CASE("An interrupted comparison gives no numbers") {
  std::atomic<bool> stop{true};
  CompareSettings settings;
  settings.replications = 1'000'000;
  settings.interrupt = &stop;
  const Comparison comparison = compare({{"first-fit", with_placement("first-fit")}}, settings);
  CHECK(comparison.partial);
  CHECK(comparison.metrics.empty());
}
