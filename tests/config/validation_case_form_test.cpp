#include "models/config/validation_case_form.hpp"

#include <string>

#include "models/config/node_text.hpp"
#include "models/config/scenario.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::read_as;
using testing::rewritten;

namespace {

/// A case with these keys and the keys that every case needs.
std::string with_keys(const std::string& keys) {
  return "{case: 7, finding: f, " + keys + ", source: s, standing: quoted}";
}
ValidationCase case_of(const std::string& keys) {
  const auto [value, errors] = read_as(*validation_case_form(), with_keys(keys));
  CHECK(errors == "");
  return value;
}
std::string case_refusal(const std::string& keys) {
  return read_as(*validation_case_form(), with_keys(keys)).second;
}

}  // namespace

TEST_CASE("a band is relative, absolute, in percentage points, exact, or two bounds") {
  const ValidationCase relative = case_of("simulated: latency.p50_s, measured: 200ms, band: 5%");
  CHECK(relative.number == 7);
  CHECK(relative.figures == std::vector<double>{0.2});
  CHECK(relative.at_least == Approx(0.19));
  CHECK(relative.at_most == Approx(0.21));
  CHECK(relative.measured == "200ms");
  CHECK(relative.band == "5%");
  CHECK(relative.kind == FigureKind::emergent);
  CHECK(relative.where == "t.yaml:1:1");
  const ValidationCase absolute = case_of("simulated: latency.p50_s, measured: 200ms, band: 10ms");
  CHECK(absolute.at_least == Approx(0.19));
  CHECK(absolute.at_most == Approx(0.21));
  const ValidationCase points = case_of("simulated: cold_start.ratio, measured: 7.7%, band: 1pp");
  CHECK(points.at_least == Approx(0.067));
  CHECK(points.at_most == Approx(0.087));
  const ValidationCase exact = case_of("simulated: vms.peak, measured: 8, band: exact, kind: input");
  CHECK(exact.at_least.value() == Approx(8).epsilon(1e-8));
  CHECK(exact.at_least.value() <= 8);
  CHECK(exact.at_most.value() >= 8);
  CHECK(exact.at_most.value() < 8.0001);
  CHECK(exact.kind == FigureKind::input);
  const ValidationCase bounds = case_of("simulated: vms.peak, measured: 7, band: {at_least: 5, at_most: 9}");
  CHECK(bounds.at_least == 5.0);
  CHECK(bounds.at_most == 9.0);
  const ValidationCase list = case_of("simulated: vms.peak, measured: 7, band: [5, 9]");
  CHECK(list.at_least == 5.0);
  CHECK(list.at_most == 9.0);
  CHECK(list.band == "5 to 9");
  const ValidationCase one_bound = case_of("simulated: vms.peak, measured: 10, band: {at_most: 10}");
  CHECK_FALSE(one_bound.at_least);
  CHECK(one_bound.band == "at_most: 10");
}

TEST_CASE("a range is its own band, which a tolerance widens at both ends") {
  const ValidationCase range = case_of("simulated: cold_start.ratio, measured: [0.4, 0.6]");
  CHECK(range.at_least == 0.4);
  CHECK(range.at_most == 0.6);
  CHECK(range.measured == "0.4 to 0.6");
  const ValidationCase wider = case_of("simulated: latency.p50_s, measured: [10s, 20s], band: 10%");
  CHECK(wider.at_least == Approx(9));
  CHECK(wider.at_most == Approx(22));
}

TEST_CASE("the simulated figure is a metric, or a ratio, difference or sum of metrics") {
  using Rule = SimulatedFigure::Rule;
  CHECK(case_of("simulated: vms.peak, measured: 8, band: 1").simulated.rule == Rule::metric);
  const SimulatedFigure ratio =
      case_of("simulated: {ratio: [latency.p50_s, 'latency.p50_s{function=f}']}, measured: 7, band: 1")
          .simulated;
  CHECK(ratio.rule == Rule::ratio);
  CHECK(ratio.metrics == std::vector<std::string>{"latency.p50_s", "latency.p50_s{function=f}"});
  CHECK(case_of("simulated: {difference: [latency.p50_s, latency.mean_s]}, measured: 39ms, band: 10ms")
            .at_most == Approx(0.049));
  CHECK(case_of("simulated: {sum: [vms.peak, hosts.peak, vms.created]}, measured: 3, band: exact")
            .simulated.metrics.size() == 3);
}

TEST_CASE("a case that needs a missing mechanism has free text instead of figures") {
  const ValidationCase missing = case_of("not_yet: pollers of queues, measured: 5 at 0 s and 1250 later");
  CHECK(missing.not_yet == "pollers of queues");
  CHECK(missing.measured == "5 at 0 s and 1250 later");
  CHECK(missing.figures.empty());
  CHECK(are_all_not_yet({missing}));
  CHECK_FALSE(are_all_not_yet({missing, case_of("simulated: vms.peak, measured: 8, band: 1")}));
}

TEST_CASE("a case with a recalled figure is recalled, even if other words are given") {
  const auto [value, errors] = read_as(
      *validation_case_form(),
      "{case: 1, finding: f, simulated: vms.peak, measured: 8, band: 1, source: s, standing: [quoted, "
      "recalled]}");
  CHECK(errors == "");
  CHECK(value.is_recalled());
  CHECK_FALSE(case_of("simulated: vms.peak, measured: 8, band: 1").is_recalled());
}

TEST_CASE("cases are written in a form that gives the same case") {
  for (const char* const keys :
       {"simulated: latency.p50_s, measured: 200ms, band: 5%",
        "simulated: vms.peak, measured: 8, band: exact",
        "simulated: cold_start.ratio, measured: [0.4, 0.6], rests_on: [packing], hides: the tail",
        "simulated: {ratio: [vms.peak, hosts.peak]}, measured: 7, band: {at_least: 5, at_most: 9}, kind: "
        "input",
        "simulated: vms.peak, measured: 7, band: [5, 9]", "not_yet: pollers, measured: 5 to 9 at once"}) {
    const ValidationCase value = case_of(keys);
    ValidationCase again =
        read_as(*validation_case_form(), to_yaml_flow(validation_case_form()->write(value))).first;
    again.where = value.where;
    CAPTURE(keys);
    CHECK(again == value);
  }
}

TEST_CASE("errors in cases say what was found and what to write") {
  CHECK(case_refusal("simulated: vms.peak, measured: 8") ==
        "t.yaml:1:1: the key 'band' is missing; write a tolerance such as 5%, 10ms or exact");
  CHECK(case_refusal("measured: 8, band: 1") ==
        "t.yaml:1:1: the case has no figure of the run; write simulated with a metric, or not_yet with the "
        "mechanism that Curtain does not simulate");
  CHECK(case_refusal("simulated: vms.peak, not_yet: x, measured: 8, band: 1") ==
        "t.yaml:1:1: 'simulated' and 'not_yet' exclude each other; remove one of the two keys");
  CHECK_THAT(
      case_refusal("simulated: vms.peak, measured: 8ms, band: 1"),
      ContainsSubstring("measured: '8ms' is a length of time, but the metric 'vms.peak' is not in seconds"));
  CHECK_THAT(case_refusal("simulated: {ratio: [vms.peak]}, measured: 8, band: 1"),
             ContainsSubstring("simulated.ratio: expected a list of two metrics, found a list of 1"));
  CHECK_THAT(case_refusal("simulated: {quotient: [vms.peak, vms.peak]}, measured: 8, band: 1"),
             ContainsSubstring("expected a metric, or {ratio: [A, B]}, {difference: [A, B]} or {sum: [A, B]} "
                               "with metrics A and B, found 'quotient'"));
  CHECK_THAT(case_refusal("simulated: vms.peak, measured: [9, 8]"),
             ContainsSubstring("measured: the range begins above its end; write [LOW, HIGH]"));
  CHECK_THAT(case_refusal("simulated: vms.peak, measured: [9, 10, 11]"),
             ContainsSubstring("found a list of 3"));
  CHECK_THAT(
      case_refusal("simulated: vms.peak, measured: 9, band: {at_least: 5, at_moost: 9}"),
      ContainsSubstring("unknown key 'at_moost'; allowed: at_least, at_most; did you mean 'at_most'?"));
  CHECK_THAT(case_refusal("simulated: vms.peak, measured: 9, band: {at_least: 9, at_most: 5}"),
             ContainsSubstring("at_least is more than at_most"));
  CHECK_THAT(case_refusal("simulated: vms.peak, measured: 9, band: wide"), ContainsSubstring("band: "));
  CHECK_THAT(read_as(*validation_case_form(), "{case: 1, finding: f}").second,
             ContainsSubstring("the key 'measured' is missing"));
  CHECK_THAT(read_as(*validation_case_form(),
                     "{case: 1, finding: f, simulated: vms.peak, measured: 1, band: 1, source: s, standing: "
                     "known}")
                 .second,
             ContainsSubstring("read, quoted, recalled, derived"));
}

TEST_CASE("only a scenario whose cases all need missing mechanisms needs no workload") {
  const std::string missing =
      "cases: [{case: 1, finding: f, not_yet: x, measured: 1, source: s, standing: read}]\n";
  CHECK(parse_scenario("platform: ideal\n" + missing, "s.yaml").cases.size() == 1);
  CHECK_THROWS_WITH(
      parse_scenario("platform: ideal\ncases: [{case: 1, finding: f, simulated: vms.peak, measured: 1, band: "
                     "1, source: s, standing: read}]\n",
                     "s.yaml"),
      ContainsSubstring("s.yaml:1:1: the key 'workload' is missing"));
}
