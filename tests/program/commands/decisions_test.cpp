// Tests of `curtain run --decisions`: the reason for each decision of a policy, in a CSV file that is
// complete or missing.
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::read_file;

namespace {

/// A scenario with two calls of checkout, and one of search while the second call runs, on the same VM.
const std::string kCallsOfTwo =
    "name: calls\n"
    "platform: ideal\n"
    "cluster: {hosts: {memory: 1000MiB}, vms: {memory: 1000MiB}}\n"
    "policies: {placement: best-fit, keep_alive: {fixed: {timeout: 10min}}}\n"
    "workload:\n"
    "  - trace: {format: csv, path: calls.csv}\n";
const std::string kCalls =
    "function_id,arrival_s,duration_s,memory_mb\n"
    "checkout,0,1,128\n"
    "checkout,30.5,1,128\n"
    "search,31,1,128\n";

}  // namespace

TEST_CASE("The option --decisions writes a row for each decision of a policy") {
  const Folder folder;
  const std::string scenario = folder.write("s.yaml", kCallsOfTwo);
  folder.write("calls.csv", kCalls);
  const Ended ended = curtain({"run", scenario, "--decisions", folder / "deep/why.csv"});
  CHECK(ended.err.empty());
  REQUIRE(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("decisions in "));
  CHECK(
      read_file(folder / "deep/why.csv") ==
      "time_s,seam,policy,function,decision,why\n"
      "0,admission,unlimited,checkout,admit,\n"
      "0,scaling,per-request,checkout,start,\n"
      "0,host_placement,best-fit,checkout,new host 0,no bin has 1 free\n"
      "1,keep_alive,fixed,checkout,instance 0 kept for 600 s,\n"
      "30.5,admission,unlimited,checkout,admit,\n"
      "30.5,routing,most-recent,checkout,instance 0,\n"
      "31,admission,unlimited,search,admit,\n"
      "31,scaling,per-request,search,start,\n"
      "31,placement,best-fit,search,VM 0,872 MiB free of 1000; the least free space of 1 bins with 128 free\n"
      "31.5,keep_alive,fixed,checkout,instance 0 kept for 600 s,\n"
      "32,keep_alive,fixed,search,instance 0 kept for 600 s,\n");
}

TEST_CASE("The option --decisions changes no number") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const std::string plain = support::without_run(curtain({"run", scenario, "--json"}).out);
  const Ended told = curtain({"run", scenario, "--json", "--decisions", folder / "why.csv.gz"});
  CHECK(support::without_run(told.out) == plain);
  const std::string packed = read_file(folder / "why.csv.gz");
  REQUIRE(packed.size() > 2);
  CHECK(packed.substr(0, 2) == "\x1f\x8b");
  const Ended audited =
      curtain({"run", scenario, "--json", "--audit", "--references", "--decisions", folder / "more.csv"});
  CHECK(audited.status == 0);
  CHECK(support::parse_json(audited.out)["fingerprint"].text ==
        support::parse_json(told.out)["fingerprint"].text);
}

TEST_CASE("The file of --decisions must not exist, and is not created if the run cannot begin") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  folder.write("why.csv", "mine");
  const Ended there = curtain({"run", scenario, "--decisions", folder / "why.csv"});
  CHECK(there.status == 2);
  CHECK(there.err ==
        "curtain: '" +
            folder / "why.csv' already exists; remove it, or write another name for --decisions\n");
  CHECK(read_file(folder / "why.csv") == "mine");
  CHECK(curtain({"run", scenario, "--set", "policies.placement=nonesuch", "--decisions", folder / "new.csv"})
            .status == 2);
  CHECK(curtain({"run", scenario, "--decisions", folder / "small.yaml/new.csv"}).status == 2);
  CHECK(folder.names() == std::vector<std::string>{"small.yaml", "why.csv"});
}
