// Tests of `curtain validate --measured`, which compares measured logs with their replays.
#include <filesystem>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tests/support/paths.hpp"

using support::curtain;
using support::Ended;
using support::Folder;

namespace {

/// Five calls, which the scenario below replays exactly.
std::string five_calls() {
  return support::in_tree("/scenarios/lessons/data/measured-calls.csv");
}

std::string replaying(const std::string& more) {
  return "name: replay\nplatform: ideal\nfrontend: {request_latency: 500ms, response_latency: 500ms}\n"
         "cold_start: {runtime_start: 1s}\npolicies: {keep_alive: {fixed: {timeout: 100s}}}\n" +
         more;
}

}  // namespace

TEST_CASE("A measured log is compared with its replays, as text, JSON and CSV") {
  const Folder folder;
  const std::string scenario =
      folder.write("s.yaml", replaying("workload: [{measured: {memory: 128MiB}}]\n"
                                       "expect: [{measured: cold_starts.sum_error, at_most: 1%}]\n"));
  const Ended text =
      curtain({"validate", "--measured", five_calls(), "--scenario", scenario, "--replays", "3"});
  CHECK(text.status == 0);
  CHECK_THAT(text.out, ContainsSubstring("3 replays of the log"));
  CHECK_THAT(text.out, ContainsSubstring("measured-calls.csv  pacslab-lambda, 5 calls"));
  CHECK_THAT(text.out, ContainsSubstring("met    cold_starts.sum_error"));
  CHECK_THAT(text.out, ContainsSubstring("instances in use over time"));

  const Ended json =
      curtain({"validate", "--measured", five_calls(), "--scenario", scenario, "--replays", "3", "--json"});
  const support::Json document = support::parse_json(json.out);
  CHECK(document["comparison"]["logs"].items[0]["figures"].items[0]["name"].text == "cold_starts");
  CHECK(document["comparison"]["logs"].items[0]["figures"].items[0]["measured"].number == 3);
  CHECK(document["expectations"].items[0]["met"].truth);

  const Ended csv = curtain(
      {"validate", "--measured", five_calls(), "--scenario", scenario, "--replays", "3", "--format", "csv"});
  CHECK_THAT(csv.out, ContainsSubstring("log,figure,measured,repeated,simulated,sd,error,p\n"
                                        "measured-calls.csv,cold_starts,3,"));
}

TEST_CASE("A bound on a figure of a measured log that is missed gives status 1") {
  const Folder folder;
  const std::string scenario =
      folder.write("s.yaml", replaying("workload: [{measured: {memory: 128MiB, path: " + five_calls() +
                                       "}}]\nexpect: [{measured: instances.error, at_least: 50%}]\n"));
  const Ended missed = curtain({"validate", scenario, "--replays", "2"});
  CHECK(missed.status == 1);
  CHECK_THAT(missed.out, ContainsSubstring("missed instances.error"));
}

TEST_CASE("A folder of logs is read, and the records that are refused are reported") {
  const Folder folder;
  std::filesystem::create_directories(folder / "logs");
  folder.write("logs/a.csv", "idle_minutes,response_s,is_cold\n1,1,0\n2,x,0\n30,1,1\n");
  folder.write("logs/b.csv", "idle_minutes,response_s,is_cold\n1,1,0\n");
  folder.write("logs/README.md", "not a log\n");
  const std::string scenario =
      folder.write("s.yaml", replaying("workload: [{measured: {memory: 128MiB, duration: 1s}}]\n"));
  const Ended ended =
      curtain({"validate", "--measured", folder / "logs", "--scenario", scenario, "--replays", "2"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("2 replays of each of 2 logs"));
  CHECK_THAT(ended.err, ContainsSubstring("a.csv:3: the field response_s is \"x\""));
  CHECK_THAT(ended.err, ContainsSubstring("1 of 3 records were refused"));
}

TEST_CASE("A comparison without a log or with a scenario of another workload is refused") {
  const Folder folder;
  const std::string none =
      folder.write("none.yaml", replaying("workload: [{measured: {memory: 128MiB}}]\n"
                                          "expect: [{measured: cold_starts.joint_p, at_least: 0.01}]\n"));
  const Ended no_log = curtain({"validate", none});
  CHECK(no_log.status == 2);
  CHECK_THAT(no_log.err, ContainsSubstring("names no log; give one with --measured LOG"));
  const std::string own = folder.write("own.yaml", support::kSmall);
  const Ended other = curtain({"validate", "--measured", five_calls(), "--scenario", own});
  CHECK(other.status == 2);
  CHECK_THAT(other.err, ContainsSubstring("the workload must be one entry `measured`"));
  const Ended alone = curtain({"validate", "--measured", five_calls()});
  CHECK(alone.status == 2);
  CHECK_THAT(alone.err, ContainsSubstring("--measured needs --scenario"));
  CHECK(curtain({"validate"}).status == 2);
}
