#include "models/config/metric_name.hpp"

#include "tests/catch.hpp"

using namespace curtain;

namespace {

std::string name_refusal(const std::string& text) {
  try {
    parse_metric_name(text);
  } catch (const MetricNameError& error) {
    const std::string what = error.what();
    const std::string help =
        "; labels are written as in latency.p99_s{function=checkout} or "
        "latency.p99_s{tenant=acme,function=\"a, b\"}";
    REQUIRE(what.size() > help.size());
    CHECK(what.substr(what.size() - help.size()) == help);
    return what.substr(0, what.size() - help.size());
  }
  return "";
}

}  // namespace

TEST_CASE("a metric's name has labels in braces, and is written in a canonical form") {
  const MetricName plain = parse_metric_name("latency.p99_s");
  CHECK(plain.metric == "latency.p99_s");
  CHECK(plain.labels.is_whole_run());
  CHECK(plain.text() == "latency.p99_s");
  const MetricName both = parse_metric_name("invocations.cold{ function = \"checkout\" , tenant=acme }");
  CHECK(both.metric == "invocations.cold");
  CHECK(both.labels.tenant == "acme");
  CHECK(both.labels.function == "checkout");
  CHECK_FALSE(both.labels.entry);
  CHECK(both.text() == "invocations.cold{tenant=acme,function=checkout}");
  CHECK(parse_metric_name("a.b{entry=0}").text() == "a.b{entry=0}");
  CHECK(parse_metric_name("a.b {entry=timer}").text() == "a.b{entry=timer}");
}

TEST_CASE("any function name can be a label, in quotes where necessary") {
  for (const std::string name : {"checkout", "a b", "x=y", "ütf-8", "a/b.c:d", "{}", "a,b", "say \"hi\"",
                                 "back\\slash", " leading", "42", "a'b", "~x", "x~"}) {
    MetricName metric{"latency.p99_s", {}};
    metric.labels.function = name;
    INFO(metric.text());
    CHECK(parse_metric_name(metric.text()).labels.function == name);
    CHECK(parse_metric_name(metric.text()).text() == metric.text());
  }
  CHECK(parse_metric_name("m{function=\"a, b\"}").labels.function == "a, b");
  CHECK(parse_metric_name("m{function=x=y}").labels.function == "x=y");
}

TEST_CASE("invalid labels are refused with the reason") {
  CHECK(name_refusal("m{functoin=a}") ==
        "the metric 'm{functoin=a}' has the unknown label 'functoin'; allowed: tenant, function, entry, "
        "record; did "
        "you mean 'function'?");
  CHECK(name_refusal("m{") == "the metric 'm{' has no closing '}'");
  CHECK(name_refusal("m{function=a,") == "the metric 'm{function=a,' has no closing '}'");
  CHECK(name_refusal("m{,function=a}") == "the metric 'm{,function=a}' has no label before a comma");
  CHECK(name_refusal("m{=a}") == "the metric 'm{=a}' has no label before a '='");
  CHECK(name_refusal(" {function=a}") == "the metric ' {function=a}' has no name before its labels");
  CHECK(name_refusal("m{vm=3}") ==
        "the metric 'm{vm=3}' has the unknown label 'vm'; allowed: tenant, function, entry, record");
  CHECK(name_refusal("m{function=a,function=b}") ==
        "the metric 'm{function=a,function=b}' gives the label 'function' twice");
  CHECK(name_refusal("m{function=a") == "the metric 'm{function=a' has no closing '}'");
  CHECK(name_refusal("m{function=}") == "the metric 'm{function=}' has no value for the label 'function'");
  CHECK(name_refusal("m{function=\"\"}") ==
        "the metric 'm{function=\"\"}' has no value for the label 'function'");
  CHECK(name_refusal("m{function}") == "the metric 'm{function}' has no value for the label 'function'");
  CHECK(name_refusal("m{}") == "the metric 'm{}' has no label between its braces");
  CHECK(name_refusal("m{ }") == "the metric 'm{ }' has no label between its braces");
  CHECK(name_refusal("m{function=a}x") == "the metric 'm{function=a}x' has the text 'x' after its labels");
  CHECK(name_refusal("m{function=\"a}") == "the metric 'm{function=\"a}' has no closing quote");
  CHECK(name_refusal("m{function=\"a\"b}") ==
        "the metric 'm{function=\"a\"b}' has the text 'b}' directly after a quoted value");
  CHECK(name_refusal("m{function=a{b}}") ==
        "the metric 'm{function=a{b}}' has a brace or a quote within a value; write the value in double "
        "quotes");
  CHECK(name_refusal("m{function=~\"a.*\"}") ==
        "the metric 'm{function=~\"a.*\"}' has a pattern, '=~', but a label must be one exact name");
  CHECK(name_refusal("m{function!=a}") ==
        "the metric 'm{function!=a}' excludes a value with '!=', but a label must be one exact name");
  CHECK(name_refusal("m{function=a,}") == "the metric 'm{function=a,}' has no label after its last comma");
}
