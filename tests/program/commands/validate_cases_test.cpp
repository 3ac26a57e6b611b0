// Tests of the table of cases that `curtain validate` prints.
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tests/support/paths.hpp"

using support::curtain;
using support::Ended;
using support::Folder;

namespace {

const std::string kWithCases = R"(name: with-cases
platform: ideal
frontend: {request_latency: 10ms, response_latency: 30ms}
cold_start: {runtime_start: 200ms}
cluster: {vms: {isolation: instance, memory: 1GiB}}
duration: 1h
workload:
  - timer: {function: f, every: 1min, duration: 1us, memory: 128MiB}
cases:
  - {case: 2, finding: start of an instance, kind: input, simulated: cold_start.mean_s, measured: 200ms, band: 5%, source: a page, standing: read}
  - {case: 1, finding: VMs, simulated: vms.created, measured: 1, band: exact, source: a paper, standing: [quoted, derived], rests_on: [keep]}
  - {case: 9, finding: pollers, not_yet: pollers of queues, measured: 5, source: a page, standing: read}
)";

}  // namespace

TEST_CASE("Cases are printed as a table with a heading for the platform, sorted by number") {
  const Folder folder;
  const std::string path = folder.write("s.yaml", kWithCases);
  const Ended ended = curtain({"validate", path});
  CHECK(ended.status == 0);
  CHECK(ended.out ==
        "\n  ideal  No latency, no limits, no start-up times, room for everything\n"
        "  case  finding                        measured  simulated  diff   band  result\n"
        "     1  VMs                                   1          1     0  exact  passed\n"
        "        emergent; quoted, derived: a paper; rests on keep\n"
        "     2  start of an instance              200ms     200 ms     0     5%  passed\n"
        "        input; read: a page\n"
        "     9  pollers                               5          -     -      -  not yet\n"
        "        read: a page; needs: pollers of queues\n"
        "\n  3 cases with 3 figures\n"
        "    emergent  1 passed, 0 failed\n"
        "    input     1 passed, 0 failed\n"
        "    recalled  0 passed, 0 failed\n"
        "    not yet   1\n"
        "    A recalled figure counts only as recalled, because the source was not looked\n"
        "    up again.\n\n");
}

TEST_CASE("A figure outside its band gives status 1, in every form of the table") {
  const Folder folder;
  const std::string path = folder.write("s.yaml", kWithCases);
  const std::vector<std::string> wrong = {"validate", path, "--set", "cold_start.runtime_start=300ms"};
  CHECK(curtain(wrong).status == 1);
  const auto with = [&wrong](std::vector<std::string> more) {
    more.insert(more.begin(), wrong.begin(), wrong.end());
    return curtain(more);
  };
  const Ended csv = with({"--format", "csv"});
  CHECK(csv.status == 1);
  const auto rows = support::csv_rows(csv.out);
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].size() == rows[2].size());
  CHECK(rows[2][2] == "2");
  CHECK(rows[2][5] == "0.3");
  CHECK(rows[2][16] == "failed");
  const Ended markdown = with({"--format", "markdown"});
  CHECK(markdown.status == 1);
  CHECK_THAT(markdown.out,
             ContainsSubstring("| 2 | start of an instance | 200ms | 300 ms | +50.0 % | 5% | input "
                               "| read | failed |\n"));
  const Ended json = with({"--json"});
  CHECK(json.status == 1);
  const support::Json document = support::parse_json(json.out);
  CHECK(document["cases"].items[1]["simulated"].number == 0.3);
  CHECK(document["cases"].items[1]["result"].text == "failed");
  CHECK(document["counts"]["input"]["failed"].number == 1);
  CHECK(document["counts"]["not_yet"].number == 1);
  CHECK(with({"--format", "json"}).out == json.out);
  CHECK(with({"--quiet"}).out.empty());
  CHECK_THAT(with({"--replications", "3"}).out, ContainsSubstring("mean of 3 runs"));
}

TEST_CASE("The sensitivity of cases names the settings, and a wrong kind gives status 1") {
  const Folder folder;
  const std::string path = folder.write("s.yaml", kWithCases);
  const Ended right = curtain({"validate", path, "--sensitivity"});
  CHECK(right.status == 0);
  CHECK_THAT(right.out,
             ContainsSubstring("cold_start.runtime_start 200ms to 220ms: +10.0 %, one to one, equals "));
  CHECK_THAT(right.out, ContainsSubstring("no number of the platform moves the figure"));
  CHECK_THAT(right.out, ContainsSubstring("0 of 2 figures are stated as emergent but are input"));
  const Ended wrong =
      curtain({"validate", path, "--sensitivity", "--set", "cases.0.kind=emergent", "--json"});
  CHECK(wrong.status == 1);
  CHECK(support::parse_json(wrong.out).items[0]["found"].text == "input");
}

TEST_CASE("Without a mechanism, a case that rests on it must fail") {
  const Folder folder;
  const std::string path = folder.write("s.yaml", kWithCases);
  folder.write("mechanisms.yaml",
               "mechanisms:\n"
               "  - {name: keep, without: [policies.keep_alive=none, cluster.vms.empty_release=0s]}\n"
               "  - {name: other, without: [frontend.request_latency=0s]}\n");
  const Ended keep = curtain({"validate", path, "--without", "keep"});
  CHECK(keep.status == 0);
  CHECK_THAT(keep.out, ContainsSubstring("without keep: 1 of 1 figure failed"));
  CHECK_THAT(keep.out, ContainsSubstring("failed  case 1 (ideal): VMs; measured 1, simulated 60"));
  const Ended all = curtain({"validate", path, "--mechanisms"});
  CHECK(all.status == 1);
  CHECK_THAT(all.out, ContainsSubstring("without other: 0 of 0 figures failed"));
  const Ended unknown = curtain({"validate", path, "--without", "kepp"});
  CHECK(unknown.status == 2);
  CHECK_THAT(unknown.err, ContainsSubstring("there is no mechanism 'kepp'; found: keep, other; did you mean "
                                            "'keep'?"));
  // The file of mechanisms is not a scenario of the folder.
  CHECK(curtain({"validate", folder.path()}).status == 0);
}

TEST_CASE("The cases of a platform fail on the profile of another platform") {
  const Ended ended = curtain({"validate", support::in_tree("/scenarios/atc18/aws-2018-cold-start.yaml"),
                               "--platform", "azure-functions-2018"});
  CHECK(ended.status == 1);
  CHECK_THAT(ended.out, ContainsSubstring("aws-2018  AWS Lambda in 2018"));
}

TEST_CASE("Options about cases are refused for scenarios without cases") {
  const Folder folder;
  const std::string path =
      folder.write("met.yaml", support::kSmall + "expect: [{metric: invocations.failed, equals: 0}]\n");
  const Ended ended = curtain({"validate", path, "--format", "csv"});
  CHECK(ended.status == 2);
  CHECK(ended.err ==
        "curtain: --format is about the cases of scenarios, but no scenario has a `cases` section\n");
  CHECK(curtain({"validate", path, "--sensitivity"}).status == 2);
}
