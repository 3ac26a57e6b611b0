// Tests of `curtain run --replications`: means with intervals, and expectations of the means.
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::Json;

namespace {

const std::string kNoisy =
    "name: noisy\nduration: 100s\nplatform: ideal\n"
    "workload:\n  - poisson: {function: f, rate: 1/s, duration: 10ms}\n";

std::string expecting(double at_most) {
  return "expect=[{metric: invocations.arrived, at_most: " + std::to_string(at_most) + "}]";
}

}  // namespace

TEST_CASE("The mean over the replications is judged, not the first replication") {
  const Folder folder;
  const std::string scenario = folder.write("noisy.yaml", kNoisy);
  const auto first = [&] {
    const Json metrics = support::parse_json(curtain({"run", scenario, "--json"}).out)["metrics"];
    return metrics["invocations.arrived"].number;
  }();
  const auto mean = [&] {
    const Json document =
        support::parse_json(curtain({"run", scenario, "--replications", "5", "--json"}).out);
    return document["metrics"]["invocations.arrived"]["by_variant"].items[0]["mean"].number;
  }();
  REQUIRE(first != mean);
  const double between = (first + mean) / 2;
  const int of_first = first <= between ? 0 : 1;
  CHECK(curtain({"run", scenario, "-q", "--set", expecting(between)}).status == of_first);
  CHECK(curtain({"run", scenario, "-q", "--replications", "5", "--set", expecting(between)}).status ==
        1 - of_first);
  CHECK(curtain({"run", scenario, "-q", "--replications", "5", "--set", expecting(mean + 1)}).status == 0);
  CHECK(curtain({"run", scenario, "-q", "--replications", "5", "--set", expecting(mean - 1)}).status == 1);
}

TEST_CASE("The report, the JSON document and the results folder contain the expectations of the means") {
  const Folder folder;
  const std::string scenario =
      folder.write("timer.yaml",
                   "name: every-second\nduration: 10s\nplatform: ideal\n"
                   "workload:\n  - timer: {function: f, every: 1s, duration: 10ms, concurrency_limit: 0}\n"
                   "expect:\n  - {metric: invocations.throttled, equals: 10}\n"
                   "  - {metric: latency.mean_s, at_most: 1s}\n");
  const std::string out = folder.path() + "/results";
  const Ended text = curtain({"run", scenario, "--replications", "3", "--out", out});
  CHECK(text.status == 1);
  CHECK_THAT(text.out,
             ContainsSubstring(
                 "  `expect` is checked against the mean of 3 replications\n  met    invocations.throttled   "
                 "               10 expected equals: 10\n  not judged latency.mean_s"));
  const Json document = support::parse_json(curtain({"run", scenario, "--replications", "3", "--json"}).out);
  REQUIRE(document["expect"].items.size() == 2);
  CHECK(document["expect"].items[0]["met"].truth);
  CHECK(document["expect"].items[0]["half_width"].text == "0");
  CHECK(document["expect"].items[0]["replications"].text == "3");
  CHECK(document["expect"].items[1]["measured"].kind == Json::Kind::null);
  CHECK(document["expect"].items[1]["not_judged_because"].text == "nothing completed");
  const Json written = support::parse_json(support::read_file(out + "/comparison.json"));
  CHECK(written["expect"].items.size() == 2);
  // compare judges no expectation, because an expectation belongs to one scenario and not to its variants.
  const Ended compared =
      curtain({"compare", scenario, "--vary", "seed=1,2", "--replications", "2", "--json"});
  CHECK(compared.status == 0);
  CHECK_THAT(compared.out, !ContainsSubstring("\"expect\""));
}

TEST_CASE("A fixed population has the same functions in all replications, and other populations do not") {
  const auto provisioned = [](const char* fixed) {
    const Ended ended = curtain({"run", support::in_tree("/scenarios/lessons/population-traits.yaml"),
                                 "--json", "--replications", "5", "--set", fixed});
    const Json document = support::parse_json(ended.out);
    return document["metrics"]["billing.provisioned_gib_s"]["by_variant"].items[0]["sd"].number;
  };
  CHECK(provisioned("workload[0].population.population.fixed=true") == 0);
  CHECK(provisioned("workload[0].population.population.fixed=false") > 5);
}
