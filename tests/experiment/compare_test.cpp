#include "models/experiment/compare.hpp"

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

TEST_CASE("A comparison has each warning once, with the variant where not all of them have it") {
  const auto scenario = [](const std::string& queueing) {
    return parse_scenario(R"(
duration: 1s
platform: ideal
workload:
  - poisson: {function: f, rate: 1/s, duration: 1ms, priority: 1, deadline: 1s}
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
  // The same of both variants stands once, without a label.
  const Warnings same =
      compare({{"first", scenario("fifo")}, {"again", scenario("fifo")}}, settings).warnings;
  REQUIRE(same.size() == 2);
  CHECK(same[0].text.rfind("has no effect: ", 0) == 0);
  CHECK(same[0].where == "w:5:54");
}

TEST_CASE("Pairs meet the same world: what placement cannot change differs in no replication") {
  CompareSettings settings;
  settings.replications = 4;
  const Comparison comparison = compare(
      {{"first-fit", with_placement("first-fit")}, {"worst-fit", with_placement("worst-fit")}}, settings);
  CHECK(comparison.broken.empty());
  CHECK(verdict(metric(comparison, "invocations.arrived").difference[1]) == Verdict::same);
  CHECK(verdict(metric(comparison, "execution.mean_s").difference[1]) == Verdict::same);
  CHECK(metric(comparison, "invocations.arrived").by_variant[0].standard_deviation > 0);
  // Worst fit opens as many VMs or more, and leaves room in them.
  CHECK(metric(comparison, "vms.mean").difference[1].mean >= 0);
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
    CHECK(one.metrics[i].by_variant[1].mean == seven.metrics[i].by_variant[1].mean);
    CHECK(one.metrics[i].difference[1].half_width == seven.metrics[i].difference[1].half_width);
  }
}

TEST_CASE("A verdict is a direction only where the whole interval is on one side") {
  const auto interval = [](double mean, double half_width) {
    return sim::Interval{mean, half_width, half_width, 5};
  };
  CHECK(verdict(interval(0, 0)) == Verdict::same);
  CHECK(verdict(interval(2, 1)) == Verdict::more);
  CHECK(verdict(interval(-2, 1)) == Verdict::less);
  CHECK(verdict(interval(1, 2)) == Verdict::undecided);
  CHECK(verdict(interval(0, 1)) == Verdict::undecided);
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
