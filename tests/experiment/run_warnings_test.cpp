#include "models/experiment/run_warnings.hpp"

#include "models/experiment/run.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// Returns the warnings of a run, one per line.
std::string warnings_of_run(const std::string& pre_warm, const std::string& workload) {
  const Scenario scenario = parse_scenario(
      "duration: 1min\nplatform: ideal\npolicies: {pre_warm: " + pre_warm + "}\nworkload:\n" + workload,
      "s.yaml");
  std::string lines;
  for (const Warning& warning : run_scenario(scenario, {}).warnings) {
    lines += (lines.empty() ? "" : "\n") + warning.line();
  }
  return lines;
}

}  // namespace

TEST_CASE("A pool whose memory size no function has is warned about, with the existing sizes") {
  const std::string two =
      "  - timer: {function: f, every: 1s, duration: 1s, memory: 128MiB}\n"
      "  - timer: {function: g, every: 1s, duration: 1s, memory: 512MiB}\n";
  CHECK(warnings_of_run("{pool: {count: 1, memory: 256MiB}}", two) ==
        "s.yaml:3:12: warning: policies.pre_warm: the pool has no effect, because no function has the memory "
        "size of its instances, 256MiB; a function takes only instances of exactly its memory size; choose "
        "one of the functions' sizes (128MiB, 512MiB)");
  CHECK(warnings_of_run("{pool: {count: 1, memory: 512MiB}}", two).empty());
  CHECK(warnings_of_run("{pool: {count: 0, memory: 256MiB}}", two).empty());
  CHECK(warnings_of_run("none", two).empty());
  // Sizes that are drawn are known only during the run.
  const std::string drawn =
      "  - population: {functions: 50, rate: 1/s, duration: 1ms, memory: {uniform: {min: 300MiB, max: "
      "302MiB}}}\n";
  CHECK_THAT(warnings_of_run("{pool: {count: 1, memory: 256MiB}}", drawn),
             ContainsSubstring("the functions' sizes (30"));
  CHECK(warnings_of_run("{pool: {count: 1, memory: 301MiB}}", drawn).empty());
}
