// Tests of `curtain trace make`: the written rows of arrivals give the same run when they are read again.
#include <algorithm>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::parse_json;
using support::read_file;

namespace {

/// Functions of three tenants, one of which has a name that must be quoted, on a platform where only arrivals
/// and durations count.
const std::string kMixed =
    "name: mixed\n"
    "seed: 5\n"
    "duration: 30min\n"
    "platform: ideal\n"
    "policies: {keep_alive: {fixed: {timeout: 90s}}}\n"
    "workload:\n"
    "  - azure-like: {functions: 30, tenants: 2, max_rate: 2}\n"
    "  - poisson: {tenant: \"shop, the\", function: 'say \"hello\"', rate: 1/s, duration: {exponential: "
    "{mean: "
    "3s}}, memory: 300MiB}\n";

std::string replay_of(const std::string& csv, const std::string& more = ", columns: {tenant: tenant}") {
  return "name: mixed\nseed: 5\nduration: 30min\nplatform: ideal\n"
         "policies: {keep_alive: {fixed: {timeout: 90s}}}\n"
         "workload:\n  - trace: {format: csv, path: " +
         csv + more + "}\n";
}

std::string metrics_of(const std::string& scenario) {
  const Ended ended = curtain({"run", "--json", scenario});
  REQUIRE(ended.err == "");
  const std::size_t from = ended.out.find("\"metrics\"");
  return ended.out.substr(from, ended.out.find("\"run\"") - from);
}

}  // namespace

TEST_CASE("A run of the made trace gives the same numbers as a run of the scenario") {
  const Folder folder;
  const std::string scenario = folder.write("mixed.yaml", kMixed);
  for (const char* const name : {"made.csv", "made.csv.gz", "made.csv.zst"}) {
    const Ended made = curtain({"trace", "make", scenario, "--out", folder / name});
    CHECK(made.err == "");
    CHECK(made.status == 0);
    CHECK_THAT(made.out, ContainsSubstring("duration: 30min"));
    CHECK_THAT(made.out, ContainsSubstring("columns: {tenant: tenant}}"));
    CHECK(metrics_of(folder.write("replay.yaml", replay_of(name))) == metrics_of(scenario));
  }
  CHECK_THAT(read_file(folder / "made.csv"), ContainsSubstring("\"say \"\"hello\"\"\",\"shop, the\","));
  CHECK(read_file(folder / "made.csv.gz").substr(0, 2) == "\x1F\x8B");
  CHECK(read_file(folder / "made.csv.zst").substr(0, 4) == "\x28\xB5\x2F\xFD");
}

TEST_CASE("Rows are exact, in order, and of the requested replication and duration") {
  const Folder folder;
  const std::string scenario = folder.write("timer.yaml",
                                            "duration: 1h\nplatform: ideal\nworkload:\n  - timer: {function: "
                                            "tick, every: 1500ms, phase: 7ns, duration: "
                                            "20us, memory: 64MiB, timeout: 30s}\n");
  const Ended made = curtain({"trace", "make", scenario, "--duration", "5s", "--out", folder / "made.csv"});
  CHECK(made.status == 0);
  CHECK(read_file(folder / "made.csv") ==
        "function_id,arrival_s,duration_s,memory_mb\n"
        "tick,0.000000007,0.00002,64\n"
        "tick,1.500000007,0.00002,64\n"
        "tick,3.000000007,0.00002,64\n"
        "tick,4.500000007,0.00002,64\n");
  // The traits are in the entry, because rows have no traits.
  CHECK_THAT(made.out, ContainsSubstring("duration: 5s"));
  CHECK_THAT(made.out, ContainsSubstring("timeout: 30s}"));
  const std::string small = folder.write("small.yaml", support::kSmall);
  CHECK(curtain({"trace", "make", small, "-q", "--out", folder / "0.csv"}).out == "");
  curtain({"trace", "make", small, "--replication", "1", "--out", folder / "1.csv"});
  CHECK(read_file(folder / "0.csv") != read_file(folder / "1.csv"));
}

TEST_CASE("Traits other than the defaults are reported, because a csv file cannot contain them") {
  const Folder folder;
  const std::string scenario =
      folder.write("two.yaml",
                   "duration: 1min\nplatform: ideal\nworkload:\n"
                   "  - timer: {function: a, every: 10s, duration: 1ms, timeout: 30s}\n"
                   "  - timer: {function: b, every: 10s, duration: 1ms, max_instances: 3, init: "
                   "{exponential: {mean: 1s}}}\n");
  const Ended made = curtain({"trace", "make", scenario, "--out", folder / "made.csv"});
  CHECK(made.status == 0);
  CHECK_THAT(made.out, ContainsSubstring("1 function {timeout: 30s}"));
  CHECK_THAT(made.out, ContainsSubstring("max_instances: 3"));
}

TEST_CASE("Clients in a closed loop cannot be written as a trace") {
  const Folder folder;
  const std::string scenario =
      folder.write("loop.yaml",
                   "duration: 1min\nplatform: ideal\nworkload:\n  - closed-loop: {function: "
                   "f, clients: 2, think: 1s, duration: 1s}\n");
  for (const char* const what : {"make", "sample"}) {
    const Ended ended = curtain({"trace", what, scenario, "--out", folder / "made.csv"});
    CHECK(ended.status == 2);
    CHECK_THAT(ended.err, ContainsSubstring("clients in a closed loop"));
  }
  CHECK(folder.names() == std::vector<std::string>{"loop.yaml"});
}

TEST_CASE("Accounts found while a trace is read are also written") {
  const Folder folder;
  const std::string scenario = folder.write(
      "four.yaml", "platform: ideal\nworkload:\n  - trace: {format: huawei-2025, path: R2.csv}\n");
  folder.write("R2.csv",
               "time_worker,time_frontend,funcName,podID,userID,totalCost_worker,totalCost_frontend\n"
               "9,9,1,pool22-300-256-1,2,1,1\n9,10,1,pool22-300-256-1,3,1,1\n");
  const Ended made = curtain({"trace", "make", scenario, "--out", folder / "made.csv"});
  CHECK(made.err == "");
  CHECK_THAT(read_file(folder / "made.csv"), ContainsSubstring("function_id,tenant,arrival_s"));
  CHECK_THAT(made.out, ContainsSubstring("2 rows of 2 functions"));
}

TEST_CASE("The summary of a made trace is available as JSON") {
  const Folder folder;
  const Ended made = curtain(
      {"trace", "make", folder.write("small.yaml", support::kSmall), "--json", "--out", folder / "made.csv"});
  const support::Json json = parse_json(made.out);
  const std::string rows = read_file(folder / "made.csv");
  CHECK(json["rows"].number == static_cast<double>(std::count(rows.begin(), rows.end(), '\n') - 1));
  CHECK(json["bytes"].number == static_cast<double>(rows.size()));
  CHECK(json["functions"].number == 1);
}

TEST_CASE("A trace is written completely or not at all") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const std::string there = folder.write("there.csv", "mine");
  const Ended twice = curtain({"trace", "make", scenario, "--out", there});
  CHECK(twice.status == 2);
  CHECK_THAT(twice.err, ContainsSubstring("already exists"));
  CHECK(read_file(there) == "mine");
  const Ended nowhere = curtain({"trace", "make", scenario, "--out", there + "/made.csv"});
  CHECK(nowhere.status == 2);
  CHECK_THAT(nowhere.err, ContainsSubstring("is not a folder"));
  const Ended endless = curtain({"trace", "make",
                                 folder.write("a.yaml",
                                              "platform: ideal\nworkload:\n  - poisson: "
                                              "{function: f, rate: 1/s, duration: 1s}\n"),
                                 "--out", folder / "made.csv"});
  CHECK(endless.status == 2);
  CHECK_THAT(endless.err, ContainsSubstring("duration"));
  support::Surroundings tight;
  tight.largest_file = 10'000;
  const Ended full = curtain({"trace", "make", scenario, "--out", folder / "made.csv"}, tight);
  CHECK(full.status == 3);
  CHECK_THAT(full.err, ContainsSubstring("could not be written completely"));
  CHECK(folder.names() == std::vector<std::string>{"a.yaml", "small.yaml", "there.csv"});
  const Ended missing = curtain({"trace", "make", scenario});
  CHECK(missing.status == 2);
  CHECK_THAT(missing.err, ContainsSubstring("--out"));
}

TEST_CASE("An interrupt leaves no partial trace, and memory does not grow with its rows") {
  const Folder folder;
  const std::string scenario = folder.write("endless.yaml", support::kEndless);
  support::Running making({"trace", "make", scenario, "--out", folder / "made.csv.zst"}, {});
  making.until([&] { return making.cpu_seconds() > 0.3; });
  making.send(SIGINT);
  const Ended ended = making.wait();
  CHECK(ended.status == 130);
  CHECK_THAT(ended.err, ContainsSubstring("interrupted; nothing was written"));
  CHECK(folder.names() == std::vector<std::string>{"endless.yaml"});
  CHECK((!support::kMemoryIsChecked || ended.peak_bytes < std::uint64_t{200} << 20));
}
