#include "models/config/expectation_form.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::read_as;
using testing::rewritten;

namespace {

Expectation expectation(const std::string& text) {
  const auto [value, errors] = read_as(*expectation_form(), text);
  CHECK(errors == "");
  return value;
}
std::string expectation_refusal(const std::string& text) {
  return read_as(*expectation_form(), text).second;
}

}  // namespace

TEST_CASE("expectations are bounds in the unit of the metric") {
  const Expectation ratio = expectation("{metric: cold_start.ratio, at_most: 5%, source: a paper}");
  CHECK(ratio.metric == "cold_start.ratio");
  CHECK(ratio.at_most == 0.05);
  CHECK_FALSE(ratio.at_least);
  CHECK(ratio.text == "at_most: 5%");
  CHECK(ratio.source == "a paper");
  CHECK(ratio.where == "t.yaml:1:1");
  const Expectation range = expectation("{metric: vms.peak, at_most: 3, at_least: 2}");
  CHECK(range.at_least == 2.0);
  CHECK(range.at_most == 3.0);
  CHECK(range.text == "at_least: 2, at_most: 3");
  CHECK(expectation("{metric: latency.p50_s, at_most: 250ms}").at_most == 0.25);
}

TEST_CASE("equals with within sets both bounds") {
  const Expectation share = expectation("{metric: latency.p50_s, equals: 200ms, within: 5%}");
  CHECK(share.at_least == Approx(0.19));
  CHECK(share.at_most == Approx(0.21));
  const Expectation absolute = expectation("{metric: latency.p50_s, equals: 200ms, within: 20ms}");
  CHECK(absolute.at_least == Approx(0.18));
  CHECK(absolute.at_most == Approx(0.22));
  const Expectation points = expectation("{metric: cold_start.ratio, equals: 20%, within: 0.05}");
  CHECK(points.at_least == Approx(0.15));
  const Expectation exact = expectation("{metric: vms.peak, equals: 8}");
  CHECK(exact.at_least == 8.0);
  CHECK(exact.at_most == 8.0);
}

TEST_CASE("expectations are written in the form in which they were read") {
  for (const char* text : {"{metric: cold_start.ratio, at_most: 5%}", "{metric: vms.peak, equals: 8}",
                           "{metric: latency.p50_s, equals: 200ms, within: 5%, source: \"a, b: c\"}",
                           "{metric: vms.peak, at_least: 2, at_most: 1e3}"}) {
    CHECK(rewritten(*expectation_form(), text) == text);
  }
}

TEST_CASE("expectations without a bound or with too many bounds are refused") {
  CHECK(expectation_refusal("{metric: a.b}") ==
        "t.yaml:1:1: the entry has no bound; write at_least, at_most or equals");
  CHECK(expectation_refusal("{at_most: 3}") ==
        "t.yaml:1:1: the key 'metric' is missing: the metric's name, such as cold_start.ratio or "
        "latency.p99_s{function=checkout}");
  CHECK(expectation_refusal("{metric: a, equals: 3, at_most: 4}") ==
        "t.yaml:1:21: 'equals' contradicts at_least and at_most; for a tolerance, write 'within' next to "
        "'equals'");
  CHECK(expectation_refusal("{metric: a, at_most: 3, within: 4}") ==
        "t.yaml:1:33: the tolerance 'within' needs the key 'equals'; add equals, or remove within");
  CHECK(expectation_refusal("{metric: a, at_least: 3, at_most: 2}") ==
        "t.yaml:1:1: at_least is more than at_most; type a lower at_least or a higher at_most");
  CHECK(expectation_refusal("{metric: a, at_most: 3ms}") ==
        "t.yaml:1:22: at_most: '3ms' is a length of time, but the metric 'a' is not in seconds; write a "
        "number, or choose a metric whose name ends in _s (`curtain metrics` lists them)");
  CHECK(expectation_refusal("{metric: memory.idle_gib_s, at_most: 3s}") ==
        "t.yaml:1:38: at_most: '3s' is a length of time, but the metric 'memory.idle_gib_s' is not in "
        "seconds; write a number, or choose a metric whose name ends in _s (`curtain metrics` lists them)");
  CHECK(expectation_refusal("latency.p99_s < 1s") ==
        "t.yaml:1:1: expected an expectation such as {metric: latency.p99_s, at_most: 250ms}, found "
        "'latency.p99_s < 1s'; write {metric: latency.p99_s, at_most: 1s}");
  CHECK(expectation_refusal("{metric: a, at_most: few}") ==
        "t.yaml:1:22: at_most: 'few' is not a fraction; write for example 5% or 0.05");
  CHECK(expectation_refusal("{metric: a, at_most: [3]}") ==
        "t.yaml:1:22: at_most: expected a number such as 12, 5% or 250ms, found a list");
  CHECK_THAT(expectation_refusal("{metric: a, atmost: 3}"), ContainsSubstring("did you mean 'at_most'?"));
}

TEST_CASE("a metric's labels are normalised, and its unit follows from its name without labels") {
  const Expectation labelled =
      expectation("{metric: 'latency.p99_s{ function = \"check out\", tenant=acme }', at_most: 250ms}");
  CHECK(labelled.metric == "latency.p99_s{tenant=acme,function=check out}");
  CHECK(labelled.at_most == 0.25);
  CHECK(expectation("{metric: 'cold_start.ratio{tenant=a_s}', at_most: 5%}").at_most == 0.05);
  CHECK_THAT(expectation_refusal("{metric: 'cold_start.ratio{tenant=a_s}', at_most: 5s}"),
             ContainsSubstring("is not in seconds; write a number"));
  CHECK_THAT(
      expectation_refusal("{metric: 'latency.p99_s{vm=1}', at_most: 5s}"),
      ContainsSubstring("t.yaml:1:10: metric: the metric 'latency.p99_s{vm=1}' has the unknown label 'vm'"));
  CHECK(rewritten(*expectation_form(), "{metric: \"vms.peak{function=a,tenant=b}\", equals: 8}") ==
        "{metric: \"vms.peak{tenant=b,function=a}\", equals: 8}");
}
