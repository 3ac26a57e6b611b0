#include "models/experiment/replay/joint_figures.hpp"

#include "models/config/diagnostics.hpp"
#include "tests/experiment/replay/replay_support.hpp"

using namespace curtain;

TEST_CASE("The joint p-value compares the sum of squared distances with those of the replications") {
  // One run with the replications 9, 10, 11. For the measured value 10, T = 0, so all replications are as
  // far. For 13, T = 9 / (1 + 1/12) = 8.3. The replication 9 has T = 1.5^2 / (0.5 + 1/12) = 3.86, as 11 does,
  // and 10 has 0.
  CHECK(joint_p_value({10}, {{9, 10, 11}}) == Approx(4.0 / 4));
  CHECK(joint_p_value({13}, {{9, 10, 11}}) == Approx(1.0 / 4));
  // For 12, T = 4 / 1.083 = 3.69, so two of three replications are as far.
  CHECK(joint_p_value({12}, {{9, 10, 11}}) == Approx(3.0 / 4));
  // Runs are added: 12 in both runs has T = 7.38. The replications have 7.71, 0 and 7.71.
  CHECK(joint_p_value({12, 12}, {{9, 10, 11}, {9, 10, 11}}) == Approx(3.0 / 4));
  CHECK(joint_p_value({12, 13}, {{9, 10, 11}, {9, 10, 11}}) == Approx(1.0 / 4));
}

TEST_CASE("Replications that are all equal still allow a count to differ by rounding") {
  CHECK(joint_p_value({5}, {{5, 5, 5}}) == Approx(1));
  CHECK(joint_p_value({6}, {{5, 5, 5}}) == Approx(0.25));
}

TEST_CASE("The predictive p-value of a figure counts the measured run as one more replication") {
  ComparedFigure figure{"cold_starts", 12, std::nullopt, {9, 10, 11, 10}};
  CHECK(*figure.mean() == 10);
  CHECK(*figure.spread() == Approx(std::sqrt(2.0 / 3)));
  CHECK(*figure.error() == -2);
  CHECK(*figure.p_value() == Approx(1.0 / 5));
  figure.measured = 9;
  CHECK(*figure.p_value() == Approx(3.0 / 5));
  figure.measured.reset();
  CHECK_FALSE(figure.p_value());
  figure.simulated.clear();
  CHECK_FALSE(figure.mean());
}

TEST_CASE(
    "An expectation of a measured log is judged by the joint figure, and an unknown figure is refused") {
  Scenario scenario = support::replaying("{fixed: {timeout: 100s}}", "{function: f}",
                                         "expect: [{measured: cold_starts.sum_error, at_most: 10%}, "
                                         "{measured: response.cold.ks, at_most: 0.1}, "
                                         "{metric: cold_start.ratio, at_most: 50%}]\n");
  CHECK_NOTHROW(check_names(scenario));
  LogComparison comparison;
  ComparedLog log;
  log.figures = {{"cold_starts", 20, std::nullopt, {17, 18, 19}}};
  comparison.logs = {log};
  add_joint_figures(comparison);
  CHECK(*comparison.find("cold_starts.sum_error")->value == Approx(0.1));
  const std::vector<ExpectationResult> results = check_measured(comparison, scenario);
  REQUIRE(results.size() == 3);
  CHECK(results[0].met == (*results[0].measured <= 0.1));
  CHECK(results[1].not_judged_because == "the logs or their replays do not contain the figure");
  CHECK(results[2].not_judged_because == "each log is a run of its own; curtain run judges metrics");
  scenario.expect[0].metric = "cold_starts.sum_eror";
  CHECK_THROWS_WITH(check_names(scenario),
                    ContainsSubstring("unknown figure of a measured log 'cold_starts.sum_eror'; did you mean "
                                      "'cold_starts.sum_error'?"));
}

TEST_CASE("The joint p-value is also computed without each of three logs") {
  LogComparison comparison;
  for (const double measured : {10.0, 10.0, 30.0}) {
    ComparedLog log;
    log.figures = {{"cold_starts", measured, std::nullopt, {9, 10, 11}}};
    comparison.logs.push_back(log);
  }
  add_joint_figures(comparison);
  REQUIRE(comparison.joint_p_without.size() == 3);
  CHECK(comparison.joint_p_without[0] == Approx(0.25));
  CHECK(comparison.joint_p_without[2] == Approx(1));
}
