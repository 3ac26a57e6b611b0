// Tests of `curtain platforms`: the listing, one profile with its sources, JSON, the table of the documents,
// and profiles that cannot be listed.
#include <algorithm>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tests/support/paths.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::in_one_line;
using support::Json;

TEST_CASE("The profiles are listed with their dates and headline figures") {
  const Ended ended = curtain({"platforms"});
  REQUIRE(ended.status == 0);
  const std::string listing = in_one_line(ended.out);
  CHECK_THAT(listing, ContainsSubstring("aws-lambda-2018 AWS Lambda in 2018"));
  CHECK_THAT(listing,
             ContainsSubstring("2018: start-up 258 ms, warm call 25.0 ms, 200 calls at once 200, idle "
                               "27.0 min, month $25.60"));
  CHECK_THAT(listing, ContainsSubstring("ideal No latency"));
}

TEST_CASE("A profile is printed with a source for each setting") {
  const std::string one = in_one_line(curtain({"platforms", "aws-lambda-2018"}).out);
  for (const char* part :
       {"cold_start vm_boot 39ms quoted [", "runtime_start.lognormal.median 252.71ms derived [",
        "admission.concurrency-limit.tenant 1000 read [", "vm.uniform.min 4.1h derived [",
        "quoted, 2018: Wang 2018, section 5.2: the median start-up in a new VM",
        "these settings are not set, so the neutral defaults apply: scheduler.requests_per_instance, "
        "scheduler.isolated_per_1000, cluster.vms.ready_pool, cluster.topology",
        "not yet simulated starts that slow each other down"}) {
    CHECK_THAT(one, ContainsSubstring(part));
  }
  CHECK_THAT(one, !ContainsSubstring("no source is given"));
}

TEST_CASE("A profile in a file is printed with its inherited settings, and without sources that it lacks") {
  const Folder folder;
  const std::string path = folder.write(
      "mine.yaml",
      "description: mine\nextends: aws-lambda-2018\ncold_start: {vm_boot: 1s}\nnot_yet: [disks]\n");
  const std::string mine = in_one_line(curtain({"platforms", path}).out);
  CHECK_THAT(mine, ContainsSubstring("mine extends aws-lambda-2018"));
  CHECK_THAT(mine, ContainsSubstring("vm_boot 1s no source is given"));
  CHECK_THAT(mine, ContainsSubstring("(from aws-lambda-2018)"));
  CHECK_THAT(mine, ContainsSubstring("not yet simulated disks"));
}

TEST_CASE("Profiles are printed as JSON") {
  const Json all = support::parse_json(curtain({"platforms", "--json"}).out);
  CHECK(all.items.size() >= 2);
  const Json list = support::parse_json(curtain({"platforms", "aws-lambda-2018", "--json"}).out);
  REQUIRE(list.items.size() == 1);
  const Json& aws = list.items[0];
  CHECK(aws["name"].text == "aws-lambda-2018");
  CHECK(aws["date"].text == "2018");
  CHECK(aws["extends"].items.empty());
  CHECK(aws["headline"]["idle_s"].text == "1621");
  CHECK(aws["not_yet"].items.size() == 2);
  const auto boot =
      std::find_if(aws["settings"].items.begin(), aws["settings"].items.end(),
                   [](const Json& each) { return each["setting"].text == "cold_start.vm_boot"; });
  REQUIRE(boot != aws["settings"].items.end());
  CHECK((*boot)["value"].text == "39ms");
  CHECK((*boot)["standing"].text == "quoted");
  CHECK((*boot)["date"].text == "2018");
  CHECK((*boot)["profile"].text == "aws-lambda-2018");
  CHECK_THAT((*boot)["source"].text, ContainsSubstring("39 ms above the median"));
  CHECK((*boot)["note"].kind == Json::Kind::null);
}

TEST_CASE("The table of headline behaviour in scenarios/README.md equals the table that the program prints") {
  const Ended ended = curtain({"platforms", "--table"});
  REQUIRE(ended.status == 0);
  CHECK_THAT(support::read_file(support::in_tree("/scenarios/README.md")), ContainsSubstring(ended.out));
}

TEST_CASE("A platform that does not exist is an error with the nearest name") {
  const Ended near = curtain({"platforms", "aws-lamda-2018"});
  CHECK(near.status == 2);
  CHECK(near.err.rfind("curtain: there is no platform 'aws-lamda-2018'; did you mean 'aws-lambda-2018'?\n",
                       0) == 0);
  CHECK_THAT(curtain({"platforms", "mainframe"}).err,
             ContainsSubstring("there is no platform 'mainframe'; the platforms are aws-lambda-2018, "));
  const Folder folder;
  const std::string circle = folder.write("circle.yaml", "extends: circle.yaml\n");
  const Ended bad = curtain({"platforms", circle});
  CHECK(bad.status == 2);
  CHECK_THAT(bad.err,
             ContainsSubstring("circle.yaml:1:10: extends: these profiles extend each other in a circle"));
  CHECK(curtain({"platforms", "no-such.yaml"}).status == 2);
}

TEST_CASE("Variants on different platforms are compared") {
  const Folder folder;
  const std::string scenario = folder.write(
      "s.yaml",
      "duration: 10min\nworkload: [{timer: {function: f, every: 1min, memory: 128MiB, duration: 100ms}}]\n");
  const Ended ended = curtain({"compare", scenario, "--vary", "platform=aws-lambda-2018,ideal", "--metric",
                               "latency.p50_s", "--replications", "2", "--json"});
  REQUIRE(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("aws-lambda-2018"));
  CHECK_THAT(ended.out, ContainsSubstring("0.125"));
  const Ended wrong = curtain({"compare", scenario, "--vary", "platform=aws-lambda-2018,ideall"});
  CHECK(wrong.status == 2);
  CHECK_THAT(wrong.err, ContainsSubstring("did you mean 'ideal'?"));
}
