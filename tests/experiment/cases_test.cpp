#include "models/experiment/cases.hpp"

#include <string>

#include "models/experiment/run.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// Ten calls of 1 s at once, of which one instance takes one each, with these cases.
Scenario ten_at_once(const std::string& cases) {
  return parse_scenario(
      "platform: ideal\nduration: 1min\nworkload: [{batch: {function: f, calls: 10, at: 0s, duration: 1s, "
      "memory: "
      "128MiB}}, {batch: {function: g, calls: 5, at: 0s, duration: 2s, memory: 128MiB}}]\ncases:\n" +
          cases,
      "s.yaml");
}

std::vector<CaseResult> judged(const Scenario& scenario) {
  std::vector<Report> reports;
  reports.push_back(run_scenario(scenario, {}).report);
  return judge_cases(reports, scenario);
}

std::string one_case(const std::string& keys) {
  return "  - {case: 1, finding: f, source: s, standing: read, " + keys + "}\n";
}

}  // namespace

TEST_CASE("Simulated figures are metrics, ratios, differences and sums of the run") {
  const Scenario scenario = ten_at_once(
      one_case("simulated: 'instances.created{function=f}', measured: 10, band: exact") +
      one_case("simulated: {ratio: ['instances.created{function=f}', 'instances.created{function=g}']}, "
               "measured: 2, "
               "band: exact") +
      one_case(
          "simulated: {difference: ['latency.max_s{function=g}', 'latency.max_s{function=f}']}, measured: "
          "1s, "
          "band: 1ms") +
      one_case(
          "simulated: {sum: ['instances.created{function=f}', 'instances.created{function=g}']}, measured: "
          "16, band: exact") +
      one_case("not_yet: pollers, measured: 3") +
      one_case("simulated: {ratio: [vms.peak, invocations.failed]}, measured: 1, band: 1"));
  const std::vector<CaseResult> results = judged(scenario);
  REQUIRE(results.size() == 6);
  CHECK(results[0].simulated == 10.0);
  CHECK(results[0].verdict == CaseVerdict::passed);
  CHECK(results[1].simulated == 2.0);
  CHECK(results[1].verdict == CaseVerdict::passed);
  CHECK(results[2].simulated == Approx(1));
  CHECK(results[2].verdict == CaseVerdict::passed);
  CHECK(results[3].simulated == 15.0);
  CHECK(results[3].verdict == CaseVerdict::failed);
  CHECK(relative_difference(scenario.cases[3], results[3]) == Approx(-1.0 / 16));
  CHECK(results[4].verdict == CaseVerdict::not_yet);
  CHECK_FALSE(results[4].simulated);
  CHECK(results[5].verdict == CaseVerdict::failed);
  CHECK(results[5].absent_because == "invocations.failed is 0");
}

TEST_CASE("A figure at the end of its band passes, and a figure beyond either end fails") {
  const Scenario scenario =
      ten_at_once(one_case("simulated: 'instances.created{function=f}', measured: 12, band: 2") +
                  one_case("simulated: 'instances.created{function=f}', measured: 8, band: 2") +
                  one_case("simulated: 'instances.created{function=f}', measured: 13, band: 2") +
                  one_case("simulated: 'instances.created{function=f}', measured: 7, band: 2") +
                  one_case("simulated: 'instances.created{function=f}', measured: 9.4, band: 5%"));
  const std::vector<CaseResult> results = judged(scenario);
  CHECK(results[0].verdict == CaseVerdict::passed);
  CHECK(results[1].verdict == CaseVerdict::passed);
  CHECK(results[2].verdict == CaseVerdict::failed);
  CHECK(results[3].verdict == CaseVerdict::failed);
  CHECK(results[4].verdict == CaseVerdict::failed);  // 9.4 x 1.05 = 9.87
}

TEST_CASE("Replications are judged by the mean of their figures") {
  const Scenario scenario = ten_at_once(one_case("simulated: vms.peak, measured: 3, band: exact"));
  Report two;
  two.metrics.push_back({"vms.peak", std::uint64_t{2}});
  Report four;
  four.metrics.push_back({"vms.peak", std::uint64_t{4}});
  std::vector<Report> reports;
  reports.push_back(two);
  reports.push_back(four);
  const CaseResult result = judge_cases(reports, scenario).front();
  CHECK(result.simulated == 3.0);
  CHECK(result.replications == 2);
  CHECK(result.verdict == CaseVerdict::passed);
}

TEST_CASE("The measured figure of a case has no effect on the simulated figure") {
  const std::string with = one_case("simulated: latency.p50_s, measured: 1s, band: 5%");
  const std::string without = one_case("simulated: latency.p50_s, measured: 77h, band: exact");
  CHECK(judged(ten_at_once(with)).front().simulated == judged(ten_at_once(without)).front().simulated);
}

TEST_CASE("Figures are counted by kind, and a recalled figure only as recalled") {
  const Scenario scenario = ten_at_once(
      one_case("simulated: 'instances.created{function=f}', measured: 10, band: exact") +
      one_case("simulated: 'instances.created{function=f}', measured: 11, band: exact, kind: input") +
      "  - {case: 2, finding: f, source: s, standing: [read, recalled], simulated: vms.peak, measured: 900, "
      "band: 1}\n" +
      "  - {case: 3, finding: f, source: s, standing: recalled, not_yet: x, measured: 900}\n");
  const std::vector<CaseResult> results = judged(scenario);
  std::vector<JudgedCase> cases;
  for (std::size_t i = 0; i < results.size(); ++i) {
    cases.push_back({scenario.cases[i], results[i], "ideal", "s.yaml"});
  }
  const CaseCounts counts = count_cases(cases);
  CHECK(counts.cases == 3);
  CHECK(counts.figures == 4);
  CHECK(counts.emergent.passed == 1);
  CHECK(counts.emergent.failed == 0);
  CHECK(counts.input.failed == 1);
  CHECK(counts.recalled.failed == 1);
  CHECK(counts.not_yet == 1);
  CHECK(counts.failed() == 2);
}

TEST_CASE("Metrics of cases that do not exist are reported with their place") {
  const Scenario scenario = ten_at_once(one_case("simulated: vms.peek, measured: 1, band: 1"));
  CHECK(metrics_of_cases(scenario).front().where == "s.yaml:5:5");
}
