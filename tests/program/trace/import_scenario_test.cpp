// Tests of the scenario that `curtain trace import` makes from a log, and of the comparison of a run of this
// scenario with the log.
#include <cstdio>
#include <sstream>
#include <string>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::Json;
using support::parse_json;
using support::read_file;

namespace {

/// Returns a REPORT of a call that arrives at `second` of 2023-04-09 and runs for 100 ms. If `init` is given,
/// the call first waits for a start-up of `init` ms.
std::string reported(int second, const std::string& function, int init, const std::string& more = "",
                     const std::string& date = "2023-04-09") {
  static int id = 0;
  const int end = 100 + init;
  char text[400];
  std::snprintf(
      text, sizeof text,
      "%sT%02d:%02d:%02d.%03dZ 2023/04/09/%s[$LATEST]aa REPORT RequestId: r-%d\tDuration: 100.00 ms\tBilled "
      "Duration: 100 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t",
      date.c_str(), second / 3600, second / 60 % 60, second % 60 + end / 1000, end % 1000, function.c_str(),
      ++id);
  return text + (init > 0 ? "Init Duration: " + std::to_string(init) + ".00 ms\t" : "") + more + "\n";
}

constexpr int kMinute = 60;

/// The calls at 0, 10, 20 and 25 min are cold, and the call at 55 min is warm. Another function is warm from
/// the beginning.
std::string small_log() {
  return reported(0, "cart", 200) + reported(10 * kMinute, "cart", 300) +
         reported(20 * kMinute, "cart", 250) + reported(25 * kMinute, "cart", 250) +
         reported(55 * kMinute, "cart", 0) + reported(56 * kMinute, "pay", 0) +
         reported(57 * kMinute, "pay", 0);
}

}  // namespace

TEST_CASE("A log becomes a scenario that runs, with reasons for differences in cold starts") {
  // aws-lambda-2018 keeps an instance for 27 min. A run has a cold start at 0 and at 55 min (30 min after the
  // previous call), and one of pay, which is warm in the log. These are three cold starts. Three of the four
  // cold starts in the log occurred within 27 min.
  const Folder folder;
  const std::string log = folder.write("log.txt", small_log());
  const Ended told =
      curtain({"trace", "import", log, "--out", folder / "t.csv", "--scenario", folder / "s.yaml"});
  INFO(told.out << told.err);
  REQUIRE(told.status == 0);
  CHECK_THAT(told.out,
             ContainsSubstring("the log has 4 cold starts; a run of this scenario gives 3, because"));
  CHECK_THAT(told.out, ContainsSubstring("- 3 of the log came although an instance had been idle"));
  CHECK_THAT(told.out, ContainsSubstring("1 function was warm when the log begins"));
  CHECK_THAT(told.out, ContainsSubstring("1 invocation was warm after a pause of more than 27"));
  const std::string yaml = read_file(folder / "s.yaml");
  INFO(yaml);
  CHECK_THAT(yaml, ContainsSubstring("# the log has 4 cold starts; a run of this scenario gives 3, because"));
  CHECK_THAT(yaml, ContainsSubstring("prices: aws-lambda-2020-1ms"));
  CHECK_THAT(yaml, ContainsSubstring("init: {samples: [200ms, 250ms, 250ms, 300ms]}"));
  CHECK_THAT(yaml, ContainsSubstring("path: t.csv"));
  const Ended run = curtain({"run", "--json", folder / "s.yaml"});
  INFO(run.err);
  REQUIRE(run.status == 0);
  const Json metrics = parse_json(run.out)["metrics"];
  CHECK(metrics["invocations.arrived"].number == 7);
  CHECK(metrics["cold_start.count"].number == 3);
  // The start-up takes as long as in the log, 200 to 300 ms, plus 39 ms for each new VM.
  CHECK(metrics["cold_start.mean_s"].number >= 0.2);
  CHECK(metrics["cold_start.mean_s"].number <= 0.339);
}

TEST_CASE("The scenario printed without --scenario runs, too") {
  const Folder folder;
  support::Surroundings how;
  how.folder = folder.path();
  (void)folder.write("log.txt", small_log());
  const Ended told = curtain({"trace", "import", "log.txt", "--out", "t.csv"}, how);
  REQUIRE(told.status == 0);
  std::istringstream lines(told.out.substr(told.out.find("    # From a log")));
  std::string yaml;
  for (std::string line; std::getline(lines, line);) {
    CHECK(line.size() <= 80);
    yaml += line.size() > 4 ? line.substr(4) + "\n" : "";
  }
  const Ended run = curtain({"run", "--json", folder.write("s.yaml", yaml)});
  INFO(yaml << run.err);
  REQUIRE(run.status == 0);
  CHECK(parse_json(run.out)["metrics"]["cold_start.count"].number == 3);
}

TEST_CASE(
    "Initialisations are by function if there are enough, timeouts are set if known, and prices are those of "
    "the day") {
  const Folder folder;
  std::string text;
  for (int i = 0; i < 60; ++i) {
    text += reported(i * kMinute, "often", 100 + i, "", "2025-09-01");
  }
  text += reported(0, "seldom", 900, "", "2025-09-01");
  std::string timeout = reported(30 * kMinute, "slow", 0, "Status: timeout\t", "2025-09-01");
  timeout.replace(timeout.find("Duration: 100.00 ms"), 19, "Duration: 3002.12 ms");
  text += timeout;
  const std::string log = folder.write("log.txt", text);
  const Ended told = curtain({"trace", "import", log, "--out", folder / "a/t.csv", "--scenario",
                              folder / "b/s.yaml", "--json", "-q"});
  INFO(told.err);
  REQUIRE(told.status == 0);
  const std::string yaml = read_file(folder / "b/s.yaml");
  INFO(yaml);
  CHECK_THAT(yaml, ContainsSubstring("prices: aws-lambda-2025-init"));
  CHECK_THAT(yaml, ContainsSubstring("path: ../a/t.csv"));
  // The initialisations of `often` are fitted. Those of all functions contain one of 900 ms, which no fit
  // describes.
  CHECK_THAT(yaml, ContainsSubstring("- {function: often, init: {mixture: [{weight: "));
  CHECK_THAT(yaml, ContainsSubstring("init: {empirical: {p0: 100ms,"));
  CHECK_THAT(yaml, ContainsSubstring("p100: 900ms"));
  CHECK_THAT(yaml, ContainsSubstring("- {function: slow, timeout: 3s, init:"));
  CHECK(yaml.find("function: seldom") == std::string::npos);
  const Json json = parse_json(told.out);
  CHECK(json["cold"].number == 61);
  CHECK(json["run_cold"].number == 3);
  CHECK(json["scenario"].text == folder / "b/s.yaml");
  const Ended run = curtain({"run", "--json", folder / "b/s.yaml"});
  INFO(run.err);
  REQUIRE(run.status == 0);
  CHECK(parse_json(run.out)["metrics"]["invocations.timed_out"].number == 1);
}

TEST_CASE("A log without cold starts gives a scenario without a comparison") {
  const Folder folder;
  const std::string log = folder.write(
      "access.log",
      "192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] \"GET /pets HTTP/1.1\" 200 5 \"-\" \"curl/8\" 0.250\n");
  const Ended told =
      curtain({"trace", "import", log, "--out", folder / "t.csv", "--scenario", folder / "s.yaml"});
  REQUIRE(told.status == 0);
  CHECK(told.out.find("a run of this scenario") == std::string::npos);
  CHECK(read_file(folder / "s.yaml").find("cold starts") == std::string::npos);
  CHECK(curtain({"run", folder / "s.yaml"}).status == 0);
  const Ended again =
      curtain({"trace", "import", log, "--out", folder / "u.csv", "--scenario", folder / "u.csv"});
  CHECK(again.status == 2);
  CHECK_THAT(again.err, ContainsSubstring("--out and --scenario name the same file; choose different files"));
}
