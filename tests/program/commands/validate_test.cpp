// Tests of `curtain validate`: every expectation is checked, and a wrong expectation is reported.
#include <filesystem>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tests/support/paths.hpp"

using support::curtain;
using support::Ended;
using support::Folder;

namespace {

std::vector<std::string> lessons() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(support::in_tree("/scenarios/lessons"))) {
    if (entry.path().extension() == ".yaml") {
      paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

TEST_CASE("Several scenarios are all validated, and one missed expectation gives status 1") {
  const Folder folder;
  const std::string met =
      folder.write("met.yaml", support::kSmall + "expect: [{metric: invocations.failed, equals: 0}]\n");
  const std::string missed =
      folder.write("missed.yaml", support::kSmall + "expect: [{metric: vms.peak, equals: 12345}]\n");
  const Ended good = curtain({"validate", met, met});
  CHECK(good.status == 0);
  CHECK_THAT(good.out, ContainsSubstring("met    invocations.failed"));
  const Ended bad = curtain({"validate", missed, met});
  CHECK(bad.status == 1);
  CHECK_THAT(bad.out, ContainsSubstring("missed vms.peak"));
  CHECK_THAT(bad.out, ContainsSubstring("expected equals: 12345"));
  CHECK_THAT(bad.out, ContainsSubstring("met    invocations.failed"));

  const Ended json = curtain({"validate", missed, met, "--json"});
  CHECK(json.status == 1);
  const support::Json documents = support::parse_json(json.out);
  REQUIRE(documents.items.size() == 2);
  CHECK_FALSE(documents.items[0]["expect"].items[0]["met"].truth);
  CHECK(documents.items[1]["expect"].items[0]["met"].truth);

  const Ended quiet = curtain({"validate", missed, "--quiet"});
  CHECK(quiet.status == 1);
  CHECK(quiet.out.empty());
}

TEST_CASE("An expectation of a metric without a value is not judged, which gives status 1") {
  const Folder folder;
  const std::string scenario = folder.write("off.yaml", R"(name: off
duration: 1min
platform: ideal
workload:
  - timer: {function: f, every: 10s, duration: 1s, memory: 128MiB, concurrency_limit: 0}
expect:
  - {metric: latency.p99_s, at_most: 300ms}
  - {metric: slowdown.p99, at_most: 2}
  - {metric: invocations.throttled, equals: 6}
)");
  const Ended ended = curtain({"validate", scenario});
  CHECK(ended.status == 1);
  CHECK_THAT(ended.out, ContainsSubstring("not judged latency.p99_s                       - expected"));
  CHECK_THAT(ended.out, ContainsSubstring("met    invocations.throttled                   6 expected"));
  CHECK_THAT(ended.out,
             ContainsSubstring("0 of 1 scenarios met their expectations\n"
                               "  2 expectations could not be judged, because nothing completed\n"));
  const Ended json = curtain({"validate", scenario, "--json"});
  CHECK(json.status == 1);
  const support::Json document = support::parse_json(json.out).items[0];
  CHECK(document["metrics"]["latency.p99_s"].kind == support::Json::Kind::null);
  CHECK(document["metrics"]["invocations.throttled"].number == 6);
  const support::Json& expect = document["expect"].items[0];
  CHECK(expect["measured"].kind == support::Json::Kind::null);
  CHECK_FALSE(expect["met"].truth);
  CHECK(expect["not_judged_because"].text == "nothing completed");
  CHECK(curtain({"run", scenario, "--quiet"}).status == 1);
}

TEST_CASE("A scenario without expectations cannot be validated") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Ended ended = curtain({"validate", scenario});
  CHECK(ended.status == 2);
  CHECK(ended.err == "curtain: '" + scenario +
                         "' has no `expect` section; add one, because there is nothing to validate\n");
}

TEST_CASE("All unknown metrics are reported at once, before anything runs") {
  const Folder folder;
  const std::string scenario =
      folder.write("endless.yaml", support::kEndless +
                                       "expect:\n  - {metric: cold_start.ration, equals: 1}\n"
                                       "  - {metric: vms.peek, at_most: 3}\n");
  const Ended ended = curtain({"validate", scenario});
  CHECK(ended.status == 2);
  CHECK(ended.err == scenario +
                         ":8:5: there is no metric 'cold_start.ration'; did you mean 'cold_start.ratio'?\n" +
                         scenario + ":9:5: there is no metric 'vms.peek'; did you mean 'vms.peak'?\n");
}

TEST_CASE("There is a lesson for every policy") {
  std::string all;
  for (const std::string& path : lessons()) {
    all += support::read_file(path) + "\n" + path + "\n";
  }
  for (const support::Json& policy : support::parse_json(curtain({"policies", "--json"}).out).items) {
    const std::string name = policy["name"].text;
    if (name != "none" && name != "unlimited") {  // settings that almost every lesson has
      INFO(name);
      CHECK_THAT(all, ContainsSubstring(name));
    }
  }
}

TEST_CASE("A lesson with any of its figures changed fails") {
  for (const std::string& path : lessons()) {
    const support::Json lesson = support::parse_json(curtain({"run", path, "--json"}).out);
    std::vector<std::string> arguments = {"run", path, "--json"};
    for (std::size_t i = 0; i < lesson["expect"].items.size(); ++i) {
      INFO(path << " " << lesson["expect"].items[i]["metric"].text);
      CHECK(lesson["expect"].items[i]["met"].truth);
      arguments.insert(arguments.end(),
                       {"--set", "expect." + std::to_string(i) + "={metric: \"" +
                                     lesson["expect"].items[i]["metric"].text + "\", equals: 987654.25}"});
    }
    INFO(path);
    const Ended ended = curtain(arguments);
    CHECK(ended.status == 1);
    const support::Json changed = support::parse_json(ended.out);
    for (const support::Json& expected : changed["expect"].items) {
      CHECK_FALSE(expected["met"].truth);
    }
  }
}

TEST_CASE("Lessons run the same on the general path, with the heap, and from their resolved scenario") {
  for (const std::string& path : lessons()) {
    INFO(path);
    const Folder folder;
    const std::string plain =
        support::without_run(curtain({"run", path, "--json", "--out", folder / "results"}).out);
    CHECK(support::without_run(curtain({"run", path, "--json", "--general-path"}).out) == plain);
    CHECK(support::without_run(support::curtain_on_heap({"run", path, "--json"}).out) == plain);
    const support::Json again =
        support::parse_json(curtain({"run", folder / "results/scenario.yaml", "--json"}).out);
    CHECK_THAT(plain, ContainsSubstring("\"fingerprint\": \"" + again["fingerprint"].text + "\""));
  }
}
