#include "models/experiment/sensitivity.hpp"

#include <algorithm>

#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// A toy platform with a warm call of 10 + 30 ms, and a keep-alive of 10 min.
Scenario toy() {
  return parse_scenario(R"(
platform: ideal
frontend: {request_latency: 10ms, response_latency: 30ms}
cold_start: {runtime_start: 200ms}
policies: {keep_alive: {fixed: {timeout: 10min}}}
duration: 1h
workload:
  - timer: {function: f, every: 1min, duration: 1us, memory: 128MiB}
cases:
  - {case: 1, finding: round trip, simulated: latency.p50_s, measured: 40ms, band: 5%, source: s, standing: read}
  - {case: 2, finding: start, simulated: cold_start.mean_s, measured: 200ms, band: 5%, source: s, standing: read}
  - {case: 3, finding: cold, simulated: cold_start.count, measured: 1, band: exact, source: s, standing: read}
  - {case: 4, finding: later, not_yet: x, measured: 1, source: s, standing: read}
)",
                        "toy.yaml");
}

}  // namespace

TEST_CASE("A figure that one setting determines is an input, and a figure of two settings is emergent") {
  const std::vector<CaseSensitivity> found = sensitivity_of(toy(), nullptr);
  REQUIRE(found.size() == 4);
  // The round trip is the sum of two settings: +2.5 % and +7.5 %.
  REQUIRE(found[0].influences.size() == 2);
  CHECK(found[0].kind() == FigureKind::emergent);
  CHECK(found[0].influences[0].setting.path == "frontend.request_latency");
  CHECK(found[0].influences[0].relative_change == Approx(0.025).margin(0.01));
  CHECK(found[0].influences[1].setting.path == "frontend.response_latency");
  CHECK(found[0].influences[1].relative_change == Approx(0.075).margin(0.01));
  // The start is one setting, which equals the figure and moves it one to one.
  REQUIRE(found[1].influences.size() == 1);
  CHECK(found[1].kind() == FigureKind::input);
  CHECK(found[1].influences[0].setting.path == "cold_start.runtime_start");
  CHECK(found[1].influences[0].is_one_to_one);
  CHECK(found[1].influences[0].equals_the_figure);
  CHECK(found[2].influences.empty());
  CHECK(found[3].influences.empty());
}

TEST_CASE("Cases of a scenario are judged by one run, and a case that cannot be run is not yet") {
  const std::vector<CaseResult> results = run_cases(toy(), nullptr);
  CHECK(results[1].verdict == CaseVerdict::passed);
  CHECK(results[3].verdict == CaseVerdict::not_yet);
}
