#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "models/experiment/report.hpp"
#include "tests/catch.hpp"
#include "tests/support/paths.hpp"

using namespace curtain;

TEST_CASE("Every metric has one name and a meaning") {
  std::set<std::string> names;
  std::set<std::string> meanings;
  for (const MetricDeclaration& metric : metric_catalogue()) {
    CHECK(names.insert(std::string(metric.name)).second);
    INFO(metric.name);
    CHECK(!metric.meaning.empty());
    CHECK(meanings.insert(std::string(metric.meaning)).second);
  }
  CHECK(why_absent("no.such").empty());
  CHECK(why_absent("latency.max_s") == "nothing completed");
}

// Regression test: `curtain metrics cold_start.p50_s` printed only "the same, median".
TEST_CASE("The meaning of each metric is complete without its context") {
  for (const MetricDeclaration& metric : metric_catalogue()) {
    const std::string meaning(metric.meaning);
    INFO(metric.name << ": " << meaning);
    for (const char* const word :
         {"the same", "of these", "of it,", "of them", "they pay", "below", "above it"}) {
      CHECK(meaning.rfind(word, 0) == std::string::npos);
    }
    CHECK(meaning.find("four below") == std::string::npos);
    CHECK(meaning.find("they pay") == std::string::npos);
  }
}

TEST_CASE("The meaning of a percentile names the percentile and the distribution") {
  const auto meaning_of = [](std::string_view name) {
    for (const MetricDeclaration& metric : metric_catalogue()) {
      if (metric.name == name) {
        return std::string(metric.meaning);
      }
    }
    return std::string();
  };
  CHECK(meaning_of("latency.p99_9_s") == "99.9th percentile of the latency of completed invocations");
  CHECK(meaning_of("cold_start.p50_s") ==
        "median time that cold attempts waited for the start-up of their instance (measured as in "
        "cold_start.mean_s)");
  CHECK(meaning_of("functions.slowdown_p90") == "90th percentile over the functions of their mean slowdown");
}

TEST_CASE(
    "The end of a metric's name is its unit, and the meaning of a metric that may lack a value explains "
    "why") {
  const auto ends = [](std::string_view name, std::string_view end) {
    return name.size() > end.size() && name.substr(name.size() - end.size()) == end;
  };
  std::set<std::string> columns;
  for (const MetricDeclaration& metric : metric_catalogue()) {
    INFO(metric.name);
    const bool is_gib = ends(metric.name, "gib_s");
    CHECK((metric.unit == Unit::gib_seconds) == is_gib);
    CHECK((metric.unit == Unit::seconds) == (!is_gib && ends(metric.name, "_s")));
    CHECK((metric.unit == Unit::usd) == ends(metric.name, "_usd"));
    CHECK((metric.of == Recording::none || !metric.absent_because.empty()));
    CHECK((metric.column.empty() || has(metric.scopes, Scope::function)));
    CHECK((metric.column.empty() || columns.insert(std::string(metric.column)).second));
    CHECK(find_metric(metric.name) == &metric);
  }
  CHECK(find_metric("latency.p99") == nullptr);
}

TEST_CASE("The example metric of CONTRIBUTING is declared as shown there") {
  const auto squeezed = [](std::string text) {
    text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n'; }),
               text.end());
    return text;
  };
  const auto read = [](const std::string& path) {
    std::ifstream file(support::in_tree(path));
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const std::string page = read("/.github/CONTRIBUTING.md");
  const std::size_t from = page.find("{.name = \"instances.evicted\"");
  REQUIRE(from != std::string::npos);
  const std::string example = page.substr(from, page.find("```", from) - from);
  CHECK(squeezed(read("/models/metrics/families/fleet.cpp")).find(squeezed(example)) != std::string::npos);
}
