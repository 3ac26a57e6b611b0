// Tests of `curtain run`: exit statuses, and the document that --json prints.
#include <set>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tests/support/paths.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::Json;

namespace {

/// The metrics that users may rely on.
const std::vector<std::string>& promised_metrics() {
  static const std::vector<std::string> names = {"invocations.arrived",
                                                 "invocations.completed",
                                                 "invocations.failed",
                                                 "invocations.throttled",
                                                 "invocations.timed_out",
                                                 "invocations.expired",
                                                 "invocations.refused",
                                                 "invocations.in_flight",
                                                 "attempts.warm",
                                                 "attempts.cold",
                                                 "attempts.waited",
                                                 "cold_start.count",
                                                 "cold_start.ratio",
                                                 "cold_start.mean_s",
                                                 "cold_start.p50_s",
                                                 "cold_start.p99_s",
                                                 "first_use.count",
                                                 "latency.mean_s",
                                                 "latency.p50_s",
                                                 "latency.p90_s",
                                                 "latency.p95_s",
                                                 "latency.p99_s",
                                                 "latency.p99_9_s",
                                                 "latency.max_s",
                                                 "execution.mean_s",
                                                 "platform.mean_s",
                                                 "platform.frontend_mean_s",
                                                 "platform.queueing_mean_s",
                                                 "platform.start_mean_s",
                                                 "platform.retry_mean_s",
                                                 "queueing.mean_s",
                                                 "instances.created",
                                                 "instances.peak",
                                                 "instances.mean",
                                                 "vms.created",
                                                 "vms.peak",
                                                 "vms.mean",
                                                 "hosts.peak",
                                                 "hosts.mean",
                                                 "memory.busy_gib_s",
                                                 "memory.idle_gib_s",
                                                 "packing.density",
                                                 "packing.vm_lower_bound",
                                                 "billing.gib_s",
                                                 "billing.cost_usd"};
  return names;
}

}  // namespace

TEST_CASE("A run prints a table and ends with status 0") {
  const Folder folder;
  const Ended ended = curtain({"run", folder.write("small.yaml", support::kSmall)});
  CHECK(ended.status == 0);
  CHECK(ended.err.empty());
  for (const char* const heading : {"Invocations", "Attempts", "latency", "cold starts", "queueing", "VMs",
                                    "Memory", "Packing", "Billing", "fingerprint"}) {
    CHECK_THAT(ended.out, ContainsSubstring(heading));
  }
  CHECK(folder.names() == std::vector<std::string>{"small.yaml"});
}

TEST_CASE("The option --quiet prints nothing") {
  const Folder folder;
  const Ended ended = curtain({"run", folder.write("small.yaml", support::kSmall), "--quiet"});
  CHECK(ended.status == 0);
  CHECK(ended.out.empty());
  CHECK(ended.err.empty());
}

TEST_CASE(
    "The option --json prints one document with every metric, the fingerprint, and a section on the "
    "machine") {
  const Folder folder;
  const Ended ended = curtain({"run", folder.write("small.yaml", support::kSmall), "--json"});
  REQUIRE(ended.status == 0);
  CHECK(ended.err.empty());
  const Json document = support::parse_json(ended.out);
  for (const std::string& name : promised_metrics()) {
    INFO(name);
    CHECK(document["metrics"][name].kind == Json::Kind::number);
  }
  CHECK(document["fingerprint"].text.size() == 16);
  CHECK(document["partial"].kind == Json::Kind::boolean);
  CHECK_FALSE(document["partial"].truth);
  CHECK(document["scenario"].text == "small");
  CHECK(document["platform"].text == "aws-lambda-2018");
  CHECK(document["seed"].text == "3");
  CHECK(document["broken_laws"].items.empty());
  CHECK(document["run"].keys ==
        std::vector<std::string>{"wall_s", "cpu_s", "invocations_per_s", "peak_rss_bytes"});
  CHECK(document["run"]["peak_rss_bytes"].number > 0);

  const Json& metrics = document["metrics"];
  double ends = 0;
  for (const char* const how : {"completed", "failed", "throttled", "timed_out", "errored", "expired",
                                "refused", "abandoned", "in_flight"}) {
    ends += metrics["invocations." + std::string(how)].number;
  }
  CHECK(metrics["invocations.arrived"].number > 2700);
  CHECK(ends == metrics["invocations.arrived"].number);
}

TEST_CASE("The same run prints the same bytes except the figures of the machine") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const std::string first = support::without_run(curtain({"run", scenario, "--json"}).out);
  CHECK(support::without_run(curtain({"run", scenario, "--json"}).out) == first);
  SECTION("on the general path") {
    CHECK(support::without_run(curtain({"run", scenario, "--json", "--general-path"}).out) == first);
  }
  SECTION("with a heap instead of the calendar") {
    CHECK(support::without_run(support::curtain_on_heap({"run", scenario, "--json"}).out) == first);
  }
  SECTION("another seed or another replication gives another run") {
    const std::string seed =
        support::without_run(curtain({"run", scenario, "--json", "--set", "seed=4"}).out);
    const std::string replication =
        support::without_run(curtain({"run", scenario, "--json", "--replication", "1"}).out);
    CHECK(std::set<std::string>{first, seed, replication}.size() == 3);
  }
}

TEST_CASE("The option --audit checks every event and changes no number") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Json plain = support::parse_json(curtain({"run", scenario, "--json"}).out);
  const Ended ended = curtain({"run", scenario, "--json", "--audit"});
  CHECK(ended.status == 0);
  const Json audited = support::parse_json(ended.out);
  CHECK(plain["audited_events"].kind == Json::Kind::null);
  CHECK(audited["audited_events"].number > audited["metrics"]["invocations.arrived"].number);
  CHECK(audited["fingerprint"].text == plain["fingerprint"].text);
}

TEST_CASE(
    "The option --references compares the run with bounds that hold for all policies, and changes no "
    "number") {
  const std::string scenario = support::in_tree("/scenarios/lessons/keep-alive-fixed.yaml");
  const Json plain = support::parse_json(curtain({"run", scenario, "--json"}).out);
  CHECK(plain.members.count("references") == 0);
  const Ended ended = curtain({"run", scenario, "--json", "--references", "--lambda", "10min"});
  CHECK(ended.status == 0);
  const Json with = support::parse_json(ended.out);
  CHECK(with["fingerprint"].text == plain["fingerprint"].text);
  const Json& references = with["references"];
  CHECK(references["no_bound_as"].kind == Json::Kind::null);
  CHECK(references["lambda_s"].number == 600);
  CHECK(references["run"]["cold_starts"].number == 2);
  CHECK(references["run"]["not_running_s"].number == 1'499);
  CHECK(references["oracle"]["cold_starts"].number == 1);
  CHECK(references["oracle"]["not_running_s"].number == 899);
  CHECK(references["same_starts"]["not_running_s"].number == 299);
  CHECK(references["same_time"]["cold_starts"].number == 1);
  CHECK(references["cost_ratio"].number == Approx(2'699.0 / 1'499));
  CHECK(references["packing"].items.size() == 20);
  CHECK(references["packing"].items[0]["vms"].number == 1);

  const Folder folder;
  const Ended told = curtain({"run", scenario, "--references", "--out", folder / "results"});
  CHECK(support::parse_json(support::read_file(folder / "results/references.json"))["oracle"]["cold_starts"]
            .number == 1);
  CHECK(told.out.find("oracle, lambda 10.0 min") != std::string::npos);
  CHECK(told.out.find("VMs with instances") != std::string::npos);
  const Json loop = support::parse_json(
      curtain({"run", support::in_tree("/scenarios/lessons/closed-loop.yaml"), "--json", "--references"})
          .out);
  CHECK(loop["references"]["oracle"].kind == Json::Kind::null);
  CHECK(loop["references"]["no_bound_as"].text.find("closed loop") != std::string::npos);
}

TEST_CASE("The option --lambda is a length of time, and needs --references") {
  const std::string scenario = support::in_tree("/scenarios/lessons/keep-alive-fixed.yaml");
  CHECK(curtain({"run", scenario, "--lambda", "1min"}).status == 2);
  CHECK(curtain({"run", scenario, "--lambda", "1min"}).err == "curtain: --lambda needs --references\n");
  const Ended wrong = curtain({"run", scenario, "--references", "--lambda", "soon"});
  CHECK(wrong.status == 2);
  CHECK(wrong.err.rfind("curtain: --lambda: ", 0) == 0);
  CHECK(curtain({"run", scenario, "--at", "1min"}).err == "curtain: --at needs --references\n");
  CHECK(curtain({"run", scenario, "--top", "3"}).err == "curtain: --top needs --by\n");
  CHECK(curtain({"run", scenario, "--references", "--at", "61min"}).err ==
        "curtain: --at 61min is after the end of the run, which is at 1.00 h; type an earlier instant\n");
  const std::string free = curtain({"run", scenario, "--references", "--lambda", "0s"}).out;
  CHECK_THAT(free,
             ContainsSubstring("the oracle's choice costs nothing, where a cold start costs as much as 0 s"));
  const Json at = support::parse_json(
      curtain({"run", scenario, "--references", "--at", "5min", "--at", "30min", "--json"}).out);
  REQUIRE(at["references"]["packing"].items.size() == 2);
  CHECK(at["references"]["packing"].items[0]["instances"].number == 1);
  CHECK(at["references"]["packing"].items[1]["time_s"].number == 1'800);
  CHECK(at["references"]["packing"].items[1]["instances"].number == 0);
}

TEST_CASE("A missed expectation gives status 1, with and without a table") {
  const Folder folder;
  const std::string scenario =
      folder.write("small.yaml", support::kSmall + "expect:\n  - {metric: vms.peak, equals: 12345}\n" +
                                     "  - {metric: invocations.throttled, equals: 0}\n");
  const Ended table = curtain({"run", scenario});
  CHECK(table.status == 1);
  CHECK_THAT(table.out, ContainsSubstring("missed vms.peak"));
  CHECK_THAT(table.out, ContainsSubstring("met    invocations.throttled"));
  CHECK(curtain({"run", scenario, "--quiet"}).status == 1);

  const Ended json = curtain({"run", scenario, "--json"});
  CHECK(json.status == 1);
  const Json document = support::parse_json(json.out);
  REQUIRE(document["expect"].items.size() == 2);
  CHECK_FALSE(document["expect"].items[0]["met"].truth);
  CHECK(document["expect"].items[1]["met"].truth);

  CHECK(curtain({"run", scenario, "--set", "expect.0.equals=1"}).status == 0);
}

TEST_CASE("The option --set changes any value, and reports paths that do not exist") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  // The contradicting key is not in the file, so the message names the option.
  const std::string chosen =
      folder.write("chosen.yaml", support::kSmall + "policies: {keep_alive: {fixed: {timeout: 1min}}}\n");
  const Ended beside = curtain({"run", chosen, "--set", "policies.keep_alive.timeout=5min"});
  CHECK_THAT(beside.err,
             ContainsSubstring(
                 "curtain: --set policies.keep_alive.timeout: policies.keep_alive: expected one policy"));
  const Json json = support::parse_json(
      curtain({"run", scenario, "--json", "--set", "policies.keep_alive=none", "--set", "name=changed"}).out);
  CHECK(json["scenario"].text == "changed");
  CHECK(json["metrics"]["attempts.warm"].number == 0);
  CHECK(json["metrics"]["memory.idle_gib_s"].number == 0);
}

TEST_CASE("Ticks do not prolong a run in which no attempt can ever run") {
  const Folder folder;
  // There is one VM, which a floor holds for `a`, so no invocation of `b` ever gets room.
  const std::string scenario = folder.write(
      "held.yaml",
      "duration: 1s\nplatform: ideal\nscheduler: {no_room: wait, evict_idle: false}\n"
      "cluster:\n  hosts: {count: 1, vcpus: 1, memory: 1GiB}\n"
      "  vms: {vcpus: 1, memory: 1GiB, instance_memory: all, isolation: shared, max_instances: 1}\n"
      "policies: {pre_warm: provisioned, scaling: concurrency-target, keep_alive: {fixed: {timeout: "
      "10min}}}\n"
      "workload:\n"
      "  - timer: {tenant: a, function: a, every: 1h, duration: 1ms, memory: 128MiB, provisioned: 1}\n"
      "  - timer: {tenant: b, function: b, every: 100ms, phase: 100ms, duration: 1ms, memory: 128MiB}\n");
  const Ended ended = curtain({"run", scenario, "--json"});
  CHECK(ended.status == 0);
  const support::Json json = support::parse_json(ended.out);
  CHECK(json["metrics"]["invocations.in_flight"].number == 9);
  CHECK(json["metrics"]["invocations.completed"].number == 1);
}
