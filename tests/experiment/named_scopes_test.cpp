#include "models/experiment/named_scopes.hpp"

#include "models/experiment/compare.hpp"
#include "models/experiment/expectations.hpp"
#include "models/experiment/run.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// A scenario with two timers of one tenant, whose cold starts take 100 ms, and a function `rare` of another
/// tenant, which gets no call.
constexpr const char* kThreeTimers = R"(
name: three
duration: 100s
platform: ideal
cold_start: {sandbox: 100ms}
policies: {keep_alive: {fixed: {timeout: 15s}}}
workload:
  - timer: {tenant: acme, function: checkout, every: 10s, duration: 200ms, memory: 1024MiB}
  - timer: {tenant: acme, function: search, every: 20s, duration: 1s, memory: 512MiB}
  - poisson: {tenant: other, function: rare, rate: 0.000000001/s, duration: 1s}
)";

std::string with_expect(const std::string& scenario, const std::string& expect) {
  return scenario + "expect:\n" + expect;
}

/// Returns the error for the metric in the scenario of three timers, without the place.
std::string refusal_of(const std::string& metric, const std::string& scenario = kThreeTimers) {
  const Scenario parsed =
      parse_scenario(with_expect(scenario, "  - metric: '" + metric + "'\n    at_least: 0\n"), "three.yaml");
  try {
    check_names(parsed);
    run_scenario(parsed, {});
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("Metrics by function, tenant and entry, worked out by hand") {
  // checkout has 10 calls. The first is cold and takes 300 ms; the others take 200 ms. search has 5 calls,
  // which are all cold because the gap of 20 s exceeds the keep-alive of 15 s; each takes 1.1 s.
  const Scenario scenario = parse_scenario(with_expect(kThreeTimers, R"(
  - {metric: "invocations.arrived{function=checkout}", equals: 10}
  - {metric: "invocations.arrived{tenant=acme}", equals: 15}
  - {metric: "invocations.arrived{entry=1}", equals: 5}
  - {metric: "attempts.cold{function=checkout}", equals: 1}
  - {metric: "cold_start.count{tenant=acme,function=search}", equals: 5}
  - {metric: "cold_start.ratio{tenant=acme}", equals: 0.4}
  - {metric: "cold_start.p50_s{entry=1}", equals: 100ms}
  - {metric: "latency.p50_s{function=checkout}", equals: 200ms}
  - {metric: "latency.max_s{function=checkout}", equals: 300ms}
  - {metric: "latency.mean_s{function=checkout}", equals: 210ms}
  - {metric: "latency.p50_s{function=search}", equals: 1100ms}
  - {metric: "latency.p50_s{tenant=acme}", equals: 200ms}
  - {metric: "latency.p90_s{tenant=acme}", equals: 1100ms}
  - {metric: "slowdown.p99{function=search}", equals: 1.1, within: 0.001}
  - {metric: "platform.start_mean_s{function=search}", equals: 100ms}
  - {metric: "platform.mean_s{function=checkout}", equals: 10ms}
  - {metric: "platform.frontend_mean_s{function=checkout}", equals: 0}
  - {metric: "memory.busy_gib_s{function=checkout}", equals: 2}
  - {metric: "instances.created{tenant=acme}", equals: 6}
  - {metric: "functions.invoked{tenant=acme}", equals: 2}
  - {metric: "functions.cold_ratio_p90{tenant=acme}", equals: 1}
  - {metric: "invocations.arrived{tenant=other}", equals: 0}
  - {metric: "invocations.arrived{entry=poisson}", equals: 0}
)"),
                                           "three.yaml");
  const RunResult result = run_scenario(scenario, {});
  const std::vector<ExpectationResult> judged = check_all(result.report, scenario);
  for (std::size_t i = 0; i < judged.size(); ++i) {
    INFO(scenario.expect[i].metric << " is " << judged[i].measured.value_or(-1));
    CHECK(judged[i].met);
  }
  CHECK(result.broken.empty());
  CHECK(result.report.metrics.size() == metric_catalogue().size() + 23);
  for (const Metric& metric : result.report.metrics) {
    INFO(metric.name);
    CHECK(result.report.find(metric.name) == &metric);
  }
}

TEST_CASE("The expectations of functions are judged, and a function that was not called has no value") {
  const Scenario scenario = parse_scenario(with_expect(kThreeTimers, R"(
  - {metric: "latency.p50_s{function=checkout}", equals: 200ms}
  - {metric: "latency.p50_s{function=search}", at_most: 1s}
  - {metric: "latency.p99_s{function=rare}", at_most: 1h}
  - {metric: "cold_start.ratio{tenant=other}", at_least: 0}
  - {metric: "cold_start.count{tenant=other}", equals: 0}
)"),
                                           "three.yaml");
  const std::vector<ExpectationResult> results = check_all(run_scenario(scenario, {}).report, scenario);
  CHECK(results[0].met);
  CHECK(results[0].measured == 0.2);
  CHECK_FALSE(results[1].met);
  CHECK(results[1].measured == 1.1);
  CHECK_FALSE(results[2].met);
  CHECK(results[2].not_judged_because == "no invocation of {function=rare} arrived in the window");
  CHECK_FALSE(results[3].met);
  CHECK(results[3].not_judged_because == "no invocation of {tenant=other} arrived in the window");
  CHECK(results[4].met);  // the count of no calls is 0
}

TEST_CASE("There is no latency if no call completed") {
  const Scenario scenario = parse_scenario(R"(
duration: 1min
platform: ideal
workload:
  - timer: {function: f, every: 10s, duration: 1s, concurrency_limit: 0}
  - timer: {function: g, every: 10s, duration: 0s}
expect:
  - {metric: "latency.p99_s{function=f}", at_most: 1h}
  - {metric: "slowdown.p50{function=f}", at_most: 1}
  - {metric: "slowdown.p50{function=g}", at_most: 1}
)",
                                           "none.yaml");
  const std::vector<ExpectationResult> results = check_all(run_scenario(scenario, {}).report, scenario);
  CHECK(results[0].not_judged_because == "nothing completed, of {function=f}");
  CHECK(results[1].not_judged_because == "nothing completed, of {function=f}");
  CHECK(results[2].not_judged_because ==
        "no invocation with an execution longer than 0 completed, of {function=g}");
}

TEST_CASE("An unknown label is refused at its position, with the nearest name and all names") {
  CHECK(refusal_of("latency.p99_s{function=chekout}") ==
        "three.yaml:12:5: latency.p99_s{function=chekout}: there is no function 'chekout'; did you mean "
        "'checkout'?; the functions are 'checkout', 'search', 'rare'");
  CHECK(refusal_of("latency.p99_s{tenant=acne}") ==
        "three.yaml:12:5: latency.p99_s{tenant=acne}: there is no tenant 'acne'; did you mean 'acme'?; the "
        "tenants are 'acme', 'other'");
  CHECK(
      refusal_of("latency.p99_s{tenant=acme,function=rare}") ==
      "three.yaml:12:5: latency.p99_s{tenant=acme,function=rare}: tenant 'acme' has no function 'rare'; the "
      "functions are 'checkout', 'search'");
  CHECK(refusal_of("latency.p99_s{function=rare,entry=0}") ==
        "three.yaml:12:5: latency.p99_s{function=rare,entry=0}: workload entry 0 has no function 'rare'; the "
        "functions are 'checkout'");
  CHECK(refusal_of("latency.p99_s{entry=3}") ==
        "three.yaml:12:5: there is no workload entry '3'; the entries of the workload are 0 (timer), 1 "
        "(timer), 2 (poisson); give a position, or a kind that only one entry has");
  CHECK(
      refusal_of("latency.p99_s{entry=timer}") ==
      "three.yaml:12:5: several workload entries match 'timer'; the entries of the workload are 0 (timer), 1 "
      "(timer), 2 (poisson); give a position, or a kind that only one entry has");
}

TEST_CASE("A metric without the requested label is reported with the labels that it has") {
  CHECK(refusal_of("hosts.mean{function=checkout}") ==
        "three.yaml:12:5: hosts.mean does not exist by function; it exists for the whole run only; `curtain "
        "metrics hosts.mean` explains it");
  CHECK(
      refusal_of("functions.cold_ratio_p75{function=checkout}") ==
      "three.yaml:12:5: functions.cold_ratio_p75 does not exist by function; it exists for the whole run and "
      "by tenant, entry; `curtain metrics functions.cold_ratio_p75` explains it");
  CHECK(refusal_of("fairness.slowdown_jain{tenant=acme}") ==
        "three.yaml:12:5: fairness.slowdown_jain does not exist by tenant; it exists for the whole run only; "
        "`curtain metrics fairness.slowdown_jain` explains it");
  CHECK(refusal_of("latency.p98_s{function=checkout}")
            .rfind("three.yaml:12:5: there is no metric 'latency.p98_s'", 0) == 0);
  CHECK(refusal_of("cold_ratio{function=checkout}") ==
        "three.yaml:12:5: there is no metric 'cold_ratio'; the column of that name in functions.csv is the "
        "metric 'cold_start.ratio'");
}

TEST_CASE("Labels that are ambiguous (a name of two tenants, a function of two entries) are refused") {
  const std::string twins = R"(
name: three
duration: 100s
platform: ideal
workload:
  - timer: {tenant: a, function: f, every: 10s, duration: 1s}
  - timer: {tenant: b, function: f, every: 10s, duration: 1s}
  - timer: {tenant: b, function: f, every: 15s, duration: 1s}



)";
  CHECK(refusal_of("latency.p99_s{function=f}", twins) ==
        "three.yaml:13:5: latency.p99_s{function=f}: 2 tenants have a function 'f' (a, b); name one tenant, "
        "as in {tenant=a,function=f}");
  CHECK(refusal_of("latency.p99_s{tenant=a,function=f}", twins) == "");
  CHECK(refusal_of("latency.p99_s{entry=0}", twins) == "");
  CHECK(refusal_of("latency.p99_s{entry=2}", twins) ==
        "three.yaml:13:5: latency.p99_s{entry=2}: several workload entries call the function 'f', whose "
        "invocations are counted together; name the function instead of the entry");
}

TEST_CASE("Replications give metrics of functions intervals, as for metrics of the whole run") {
  Scenario scenario = parse_scenario(R"(
duration: 10min
platform: ideal
workload:
  - poisson: {tenant: a, function: f, rate: 2/s, duration: {exponential: {mean: 1s}}}
expect:
  - {metric: "latency.mean_s{function=f}", at_most: 2s}
  - {metric: "latency.p90_s{tenant=a}", at_most: 5s}
)",
                                     "one.yaml");
  CompareSettings settings;
  settings.replications = 5;
  settings.metrics = {{parse_metric_name("billing.requests{entry=0}"), "--metric"}};
  const Comparison comparison = compare({{"", scenario}}, settings);
  const auto find = [&comparison](const std::string& name) {
    for (const ComparedMetric& metric : comparison.metrics) {
      if (metric.name == name) {
        return metric.by_variant.front();
      }
    }
    FAIL(name);
    return Estimate{};
  };
  // The metric of the only function equals the metric of the whole run.
  for (const auto& [whole, scope] : {std::pair{"latency.mean_s", "latency.mean_s{function=f}"},
                                     {"latency.p90_s", "latency.p90_s{tenant=a}"},
                                     {"billing.requests", "billing.requests{entry=0}"}}) {
    INFO(scope);
    CHECK(find(scope).interval.mean == find(whole).interval.mean);
    CHECK(find(scope).interval.half_width == find(whole).interval.half_width);
    CHECK(find(scope).interval.half_width > 0);
    CHECK(find(scope).resolution == find(whole).resolution);
    CHECK(find(scope).doubt.kind == find(whole).doubt.kind);
  }
  CHECK(all_met(check_all(comparison, scenario)));
}

TEST_CASE("A comparison of variants includes the requested metrics of functions") {
  const auto scenario = [](const char* duration) {
    return parse_scenario(std::string("duration: 1min\nplatform: ideal\nworkload:\n"
                                      "  - timer: {function: f, every: 1s, duration: ") +
                              duration +
                              "}\n  - timer: {function: g, every: 1s, duration: 2s}\n"
                              // expectations are not judged for compared variants, so missing functions have
                              // no effect
                              "expect: [{metric: \"latency.max_s{function=absent}\", at_most: 1s}]\n",
                          "two.yaml");
  };
  CompareSettings settings;
  settings.replications = 2;
  settings.metrics = {{parse_metric_name("latency.max_s{function=f}"), "--metric"}};
  const Comparison comparison =
      compare({{"short", scenario("100ms")}, {"long", scenario("300ms")}}, settings);
  CHECK(comparison.failures == std::vector<std::string>{"", ""});
  const ComparedMetric& metric = comparison.metrics.back();
  CHECK(metric.name == "latency.max_s{function=f}");
  CHECK(metric.by_variant[0].interval.mean == 0.1);
  CHECK(metric.by_variant[1].interval.mean == 0.3);
  CHECK(verdict(metric.difference[1]) == Verdict::more);
}
