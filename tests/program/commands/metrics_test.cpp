// Tests of metrics of a function, a tenant or an entry of the workload, wherever the program accepts a
// metric's name.
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tests/support/paths.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::in_one_line;
using support::Json;

namespace {

// Calls of f take 100 ms and calls of g 1 s. Starts take no time.
const std::string kTwoFunctions = R"(name: two
duration: 1min
platform: ideal
workload:
  - timer: {tenant: acme, function: f, every: 1s, duration: 100ms, memory: 1GiB}
  - timer: {tenant: "o, ther", function: g, every: 10s, duration: 1s, memory: 1GiB}
)";

}  // namespace

TEST_CASE("An expectation of a function is judged, printed, and in the documents under the function's name") {
  const Folder folder;
  const std::string path = folder.write("two.yaml", kTwoFunctions + R"(expect:
  - metric: latency.p99_s{function=g}
    equals: 1s
  - {metric: 'invocations.completed{ tenant = "o, ther" }', equals: 6}
  - {metric: "latency.p50_s{tenant=acme,function=f}", at_most: 50ms}
)");
  const Ended run = curtain({"run", path});
  CHECK(run.status == 1);
  CHECK_THAT(run.out, ContainsSubstring("met    latency.p99_s{function=g}"));
  CHECK_THAT(run.out, ContainsSubstring("met    invocations.completed{tenant=\"o, ther\"}"));
  CHECK_THAT(run.out, ContainsSubstring("missed latency.p50_s{tenant=acme,function=f}"));
  CHECK_THAT(run.out, ContainsSubstring("100 ms"));

  const Json json = support::parse_json(curtain({"run", path, "--json"}).out);
  CHECK(json["metrics"]["latency.p99_s{function=g}"].number == 1);
  CHECK(json["metrics"]["invocations.completed{tenant=\"o, ther\"}"].text == "6");
  const std::string out = folder / "out";
  CHECK(curtain({"run", path, "--replications", "3", "--out", out}).status == 1);
  const std::string csv = support::read_file(out + "/comparison.csv");
  CHECK_THAT(csv, ContainsSubstring("\n\"latency.p50_s{tenant=acme,function=f}\",two,0.1,0,0,3,"));
}

TEST_CASE("A metric of a function is compared, and can be set on the command line") {
  const Folder folder;
  const std::string path = folder.write("two.yaml", kTwoFunctions);
  const Ended compared = curtain({"compare", path, "--vary", "workload[1].timer.duration=1s,3s",
                                  "--replications", "2", "--metric", "latency.p50_s{function=g}", "--metric",
                                  "latency.p50_s{entry=0}", "--metric", "vms.peak"});
  CHECK(compared.status == 0);
  CHECK_THAT(compared.out, ContainsSubstring("latency.p50_s{function=g}"));
  CHECK_THAT(compared.out,
             ContainsSubstring("the same in every replication: vms.peak, latency.p50_s{entry=0}"));
  CHECK_THAT(compared.out, ContainsSubstring("200.00 % more"));
  const Ended set =
      curtain({"run", path, "--set", "expect=[{metric: \"latency.max_s{function=g}\", at_most: 500ms}]"});
  CHECK(set.status == 1);
  CHECK_THAT(set.out, ContainsSubstring("missed latency.max_s{function=g}"));
}

TEST_CASE("A metric's name with invalid labels is an error with its position") {
  const Folder folder;
  const auto refused = [&folder](const std::string& expectation) {
    const std::string path = folder.write("two.yaml", kTwoFunctions + "expect:\n  - " + expectation + "\n");
    const Ended run = curtain({"run", path});
    CHECK(run.status == 2);
    CHECK(run.out.empty());
    return run.err;
  };
  CHECK_THAT(
      refused("{metric: \"latency.p99_s{function=gg}\", at_most: 1s}"),
      ContainsSubstring("two.yaml:8:5: latency.p99_s{function=gg}: there is no function 'gg'; the functions "
                        "are 'f', 'g'"));
  CHECK_THAT(
      refused("{metric: latency.p99_s{function=g}, at_most: 1s}"),
      ContainsSubstring("two.yaml:8:14: syntax error: the value latency.p99_s{function=g} has braces inside "
                        "a mapping in braces; put the value in quotes: \"latency.p99_s{function=g}\""));
  CHECK_THAT(refused("{metric: \"vms.peak{function=g}\", at_most: 1}"),
             ContainsSubstring(
                 "two.yaml:8:5: vms.peak does not exist by function; it exists for the whole run only"));
  CHECK_THAT(refused("{metric: \"latency.p99_s{functoin=g}\", at_most: 1s}"),
             ContainsSubstring(
                 "two.yaml:8:14: expect[0].metric: the metric 'latency.p99_s{functoin=g}' has the unknown "
                 "label 'functoin'; allowed: tenant, function, entry, record; did you mean 'function'?"));
  const std::string path = folder.write("two.yaml", kTwoFunctions);
  const Ended option =
      curtain({"compare", path, "--vary", "seed=1,2", "--metric", "latency.p99_s{tenant=acne}"});
  CHECK(option.status == 2);
  CHECK_THAT(option.err,
             ContainsSubstring("--metric: latency.p99_s{tenant=acne}: there is no tenant 'acne'; did "
                               "you mean 'acme'?"));
}

TEST_CASE("Labels of functions in a trace are checked after the trace was read") {
  const Folder folder;
  folder.write("log.csv", "fn,at,took\na,0,1\nb,1,2\na,5,1\n");
  const auto run = [&folder](const std::string& metric) {
    return curtain({"run", folder.write("trace.yaml", R"(platform: ideal
workload:
  - trace: {format: csv, path: log.csv, columns: {function: fn, arrival: at, duration: took, memory: none}}
  - timer: {function: tick, every: 1s, duration: 1s}
duration: 10s
expect:
  - {metric: ")" + metric + R"(", equals: 2}
)")});
  };
  CHECK(run("invocations.arrived{function=a}").status == 0);
  CHECK(run("latency.max_s{function=b}").status == 0);
  CHECK(run("invocations.arrived{entry=trace,function=a}").status == 0);
  const Ended wrong = run("invocations.arrived{function=c}");
  CHECK(wrong.status == 2);
  CHECK_THAT(wrong.err,
             ContainsSubstring("trace.yaml:7:5: invocations.arrived{function=c}: there is no function 'c'; "
                               "the functions are 'tick', 'a', 'b'"));
}

TEST_CASE("The command metrics lists the labels of each metric") {
  const Ended listed = curtain({"metrics", "cold_start.count"});
  CHECK(listed.status == 0);
  CHECK_THAT(in_one_line(listed.out),
             ContainsSubstring("cold attempts, the same number as attempts.cold {function, tenant, entry}"));
  CHECK_THAT(listed.out, ContainsSubstring("as in latency.p99_s{function=checkout}"));
  CHECK_THAT(in_one_line(curtain({"metrics", "functions.always"}).out), ContainsSubstring("{tenant, entry}"));
  CHECK(curtain({"metrics", "hosts.peak"}).out.find('{') == std::string::npos);
  CHECK(curtain({"metrics", "latency.p50_s{function=f}"}).out == curtain({"metrics", "latency.p50_s"}).out);
  const Json json = support::parse_json(curtain({"metrics", "--json"}).out);
  const Json& ratio = json["cold_start.ratio"];
  CHECK(ratio["unit"].text == "share");
  CHECK(ratio["labels"].items.size() == 3);
  CHECK(ratio["column"].text == "cold_ratio");
  CHECK(ratio["no_value_if"].text == "nothing started");
  CHECK(json["vms.peak"]["labels"].items.empty());
  CHECK(json["vms.peak"]["column"].kind == Json::Kind::null);
}
