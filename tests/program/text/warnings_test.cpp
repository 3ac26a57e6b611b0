// Tests of warnings: each is printed once on standard error, and is in every report.
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;

namespace {

const std::string kIgnored =
    "name: ignored\n"
    "duration: 10s\n"
    "platform: ideal\n"
    "workload:\n"
    "  - timer: {function: f, every: 1s, duration: 1ms, priority: 2, max_instances: 1}\n"
    "expect: [{metric: invocations.completed, equals: 10}]\n";

const std::string kText =
    "workload[0].timer.priority: has no effect: the queueing policy fifo ignores priorities; choose "
    "policies.queueing: priority, or remove the key";

std::size_t lines_of_warnings(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("A warning is printed once on standard error, and is in the report") {
  const Folder folder;
  const std::string scenario = folder.write("ignored.yaml", kIgnored);
  const std::string line = scenario + ":5:52: warning: " + kText + "\n";
  const Ended run = curtain({"run", scenario});
  CHECK(run.status == 0);
  CHECK(run.err == line);
  CHECK_THAT(run.out, ContainsSubstring("workload[0].timer.priority: has no effect"));
  CHECK(curtain({"validate", scenario}).err == line);
  CHECK(curtain({"run", scenario, "-q"}).err.empty());
}

TEST_CASE("Warnings are in the JSON document and in a results folder") {
  const Folder folder;
  const std::string scenario = folder.write("ignored.yaml", kIgnored);
  const Ended run = curtain({"run", scenario, "--json", "--out", folder / "results"});
  CHECK(lines_of_warnings(run.err) == 1);
  for (const std::string& text : {run.out, support::read_file(folder / "results/summary.json")}) {
    const support::Json json = support::parse_json(text);
    REQUIRE(json["warnings"].items.size() == 1);
    const support::Json& warning = json["warnings"].items[0];
    CHECK(warning["where"].text == scenario + ":5:52");
    CHECK(warning["setting"].text == "workload[0].timer.priority");
    CHECK(warning["text"].text.rfind("has no effect: the queueing policy fifo", 0) == 0);
  }
  const support::Json none =
      support::parse_json(curtain({"run", folder.write("small.yaml", support::kSmall), "--json"}).out);
  CHECK(none["warnings"].items.empty());
}

TEST_CASE("A comparison warns once for all its runs, and names the variant") {
  const Folder folder;
  const std::string scenario = folder.write("ignored.yaml", kIgnored);
  const Ended ended = curtain(
      {"compare", scenario, "--vary", "policies.queueing=fifo,priority", "--replications", "3", "--json"});
  CHECK(ended.status == 0);
  CHECK(ended.err ==
        scenario +
            ":5:52: warning: workload[0].timer.priority: fifo: has no effect: the queueing policy fifo "
            "ignores priorities; choose policies.queueing: priority, or remove the key\n");
  CHECK(support::parse_json(ended.out)["warnings"].items.size() == 1);
  // A setting from --vary is not attributed to --set.
  CHECK(curtain({"compare", folder.write("small.yaml", support::kSmall), "--vary",
                 "policies.keep_alive=greedy-dual,fixed", "--replications", "2"})
            .err.rfind("--vary policies.keep_alive: warning: policies.keep_alive: greedy-dual: ", 0) == 0);
}
