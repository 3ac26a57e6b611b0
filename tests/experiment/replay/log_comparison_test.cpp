#include "models/experiment/replay/log_comparison.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "models/measured/read_measured.hpp"
#include "tests/experiment/replay/replay_support.hpp"
#include "tests/support/paths.hpp"

using namespace curtain;

namespace {

LogComparison compared(const Scenario& scenario, const std::vector<MeasuredLog>& logs,
                       std::uint32_t replications = 2, unsigned threads = 1) {
  LogComparisonSettings settings;
  settings.replications = replications;
  settings.threads = threads;
  return compare_logs(scenario, logs, settings);
}

}  // namespace

TEST_CASE("A replay of five calls has the cold starts, times and instances worked out by hand") {
  // The platform keeps instances for 100 s, so the replay agrees with the log in everything. Calls arrive 0.5
  // s after they are sent, begin 1 s later if they are cold, run for 1 s, and are answered 0.5 s later.
  const LogComparison comparison = compared(support::replaying(), {support::five_logged_calls()});
  REQUIRE(comparison.logs.size() == 1);
  const ComparedLog& log = comparison.logs.front();
  CHECK(log.not_completed == 0);
  for (const ComparedFigure& figure : log.figures) {
    INFO(figure.name);
    CHECK(figure.simulated.size() == 2);
    if (figure.measured) {
      CHECK(*figure.error() == Approx(0).margin(1e-12));
    } else {
      CHECK(*figure.mean() == Approx(0).margin(1e-12));
    }
  }
  CHECK(*comparison.find("cold_starts.sum_error")->value == 0);
  // The idle times are 7 s (from 3 s to 10 s), -2 s, 57 s (from 13 s to 70 s) and 328 s (from 72 s to 400 s).
  REQUIRE(comparison.by_idle.size() == 2);
  CHECK(comparison.by_idle[0].measured.calls == 2);
  CHECK(comparison.by_idle[0].measured.cold == 0);
  CHECK(comparison.by_idle[0].simulated.calls == 4);
  CHECK(comparison.by_idle[1].from_min == 5);
  CHECK(comparison.by_idle[1].simulated.cold == 2);
}

TEST_CASE("A replay with a shorter keep-alive has another cold start, and a longer one has one less") {
  // Kept for 50 s, the instances are gone at 70 s. Kept for 1000 s, one is there at 400 s.
  const LogComparison fewer =
      compared(support::replaying("{fixed: {timeout: 50s}}"), {support::five_logged_calls()});
  CHECK(fewer.logs.front().find("cold_starts")->simulated == std::vector<double>{4, 4});
  CHECK(*fewer.find("cold_starts.sum_error")->value == Approx(1.0 / 3));
  const LogComparison more =
      compared(support::replaying("{fixed: {timeout: 1000s}}"), {support::five_logged_calls()});
  CHECK(more.logs.front().find("cold_starts")->simulated == std::vector<double>{2, 2});
}

TEST_CASE("A comparison with a log does not depend on the number of threads") {
  const Scenario scenario =
      support::replaying("{percentiles: {shortest: 1s, p10: 50s, p50: 100s, p90: 200s, longest: 500s}}");
  const std::vector<MeasuredLog> logs{support::five_logged_calls(), support::five_logged_calls()};
  const LogComparison one = compared(scenario, logs, 20, 1);
  const LogComparison two = compared(scenario, logs, 20, 3);
  for (std::size_t i = 0; i < logs.size(); ++i) {
    CHECK(one.logs[i].find("cold_starts")->simulated == two.logs[i].find("cold_starts")->simulated);
    CHECK(one.logs[i].simulated_pool == two.logs[i].simulated_pool);
  }
  CHECK(*one.logs[0].find("cold_starts")->spread() > 0);
}

TEST_CASE("A scenario with a workload of its own cannot replay a log") {
  const Scenario scenario = parse_scenario(
      "platform: ideal\nduration: 1h\nworkload: [{poisson: {function: f, rate: 1/s, duration: 1s}}]\n",
      "own.yaml");
  CHECK_THROWS_WITH(
      compared(scenario, {support::five_logged_calls()}),
      ContainsSubstring("the workload must be one entry `measured`, because the log gives the calls"));
}

TEST_CASE("The binomial p-value of a bin is never that of an impossible count") {
  ComparedIdleBin bin;
  bin.measured = {10, 1};
  bin.simulated = {99, 0};
  // p = 0.5 / 100. One or more of ten: 1 - 0.995^10.
  CHECK(bin.p_value() == Approx(1 - std::pow(0.995, 10)));
}

TEST_CASE("The published runs on AWS Lambda, if their files exist, agree with the scenario fitted on them") {
  const char* const shared = std::getenv("CURTAIN_SHARED_DATA");
  const std::filesystem::path folder =
      std::filesystem::path(shared == nullptr ? "" : shared) / "pacslab-lambda";
  if (shared == nullptr || !std::filesystem::is_directory(folder)) {
    SUCCEED("the measured runs are not on this machine");
    return;
  }
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".csv") {
      files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<MeasuredLog> logs;
  for (const std::string& file : files) {
    logs.push_back(read_measured(file));
    CHECK(logs.back().refused == 0);
  }
  const Scenario scenario =
      load_scenario(support::in_tree("/scenarios/measured/aws-lambda-2020-steady.yaml"));
  const LogComparison comparison = compared(scenario, logs, 100);
  CHECK(*comparison.find("cold_starts.joint_p")->value > 0.01);
  CHECK(*comparison.find("cold_starts.sum_error")->value < 0.1);
  CHECK(*comparison.find("idle_bins.least_p")->value > 0.001);
  for (const double without : comparison.joint_p_without) {
    CHECK(without > 0.01);
  }
}
