// Tests of Ctrl-C: the first one keeps the results until then, and the second one ends the program at once.
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::Ended;
using support::Folder;
using support::Running;

namespace {

/// Interrupts the run once it has made some progress.
Ended interrupted(const std::vector<std::string>& arguments, int signal = SIGINT) {
  Running program(arguments, {});
  CHECK(program.until([&] { return program.catches(signal) && program.cpu_seconds() > 0.2; }));
  program.send(signal);
  return program.wait();
}

}  // namespace

TEST_CASE("An interrupted run keeps its results until then, marked partial") {
  const Folder folder;
  const std::string scenario = folder.write("endless.yaml", support::kEndless);
  const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
  const Ended ended = interrupted({"run", scenario, "--json", "--out", folder / "results"}, signal);
  CHECK(ended.status == 130);
  CHECK(ended.err == "curtain: interrupted; the results so far are marked partial\n");
  const support::Json json = support::parse_json(ended.out);
  CHECK(json["partial"].truth);
  CHECK(json["metrics"]["invocations.arrived"].number > 0);
  CHECK(json["broken_laws"].items.empty());
  CHECK(folder.names() == std::vector<std::string>{"endless.yaml", "results"});
  const support::Json summary = support::parse_json(support::read_file(folder / "results/summary.json"));
  CHECK(summary["partial"].truth);
  CHECK(summary["fingerprint"].text == json["fingerprint"].text);
}

TEST_CASE("An interrupted run leaves no file of decisions") {
  const Folder folder;
  const std::string scenario = folder.write("endless.yaml", support::kEndless);
  const Ended ended = interrupted({"run", scenario, "-q", "--decisions", folder / "why.csv"});
  CHECK(ended.status == 130);
  CHECK(ended.err ==
        "curtain: interrupted; the results so far are marked partial; no decisions are written\n");
  CHECK(folder.names() == std::vector<std::string>{"endless.yaml"});
}

TEST_CASE("An interrupted comparison gives no numbers") {
  const Folder folder;
  const std::string scenario = folder.write("endless.yaml", support::kEndless);
  const Ended ended = interrupted({"compare", scenario, "--vary", "policies.placement=first-fit,best-fit",
                                   "--json", "--threads", "2", "--out", folder / "results"});
  CHECK(ended.status == 130);
  CHECK(ended.out.empty());
  CHECK_THAT(ended.err, ContainsSubstring("interrupted"));
  CHECK(folder.names() == std::vector<std::string>{"endless.yaml"});
}

TEST_CASE("An interrupted validation does not pass") {
  const Folder folder;
  const std::string scenario = folder.write(
      "endless.yaml", support::kEndless + "expect:\n  - {metric: invocations.failed, equals: 0}\n");
  const Ended ended = interrupted({"validate", scenario});
  CHECK(ended.status == 130);
  CHECK(ended.err == "curtain: interrupted\n");
}

TEST_CASE("A second interrupt ends the program at once") {
  // The program writes to a reader that does not read, so it cannot check for the first interrupt.
  support::Surroundings how;
  how.reader = support::Reader::stuck;
  Running program({"schema"}, how);
  CHECK(program.until([&] { return program.catches(SIGINT); }));
  program.send(SIGINT);
  CHECK(program.until([&] { return !program.catches(SIGINT); }));
  program.send(SIGINT);
  CHECK(program.wait().signal == SIGINT);
}

TEST_CASE("A run whose policy starts a million instances at one instant can be interrupted") {
  const Folder folder;
  const std::string scenario =
      folder.write("million.yaml",
                   "duration: 1min\nplatform: ideal\npolicies: {placement: hermod, pre_warm: provisioned}\n"
                   "workload: [{poisson: {function: f, rate: 5/s, duration: 1s, memory: 128MiB, provisioned: "
                   "1000000}}]\n");
  CHECK(interrupted({"run", scenario, "--quiet"}).status == 130);
}
