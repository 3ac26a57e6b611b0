#include <set>
#include <string>

#include "models/experiment/report.hpp"
#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("Every metric has one name and a meaning") {
  std::set<std::string> names;
  std::set<std::string> meanings;
  for (const MetricDescription& metric : metric_catalogue()) {
    CHECK(names.insert(std::string(metric.name)).second);
    INFO(metric.name);
    CHECK(!metric.meaning.empty());
    CHECK(meanings.insert(std::string(metric.meaning)).second);
  }
  CHECK(why_absent("no.such").empty());
  CHECK(why_absent("latency.max_s") == "nothing completed");
}

// `curtain metrics cold_start.p50_s` once printed "the same, median" alone.
TEST_CASE("The meaning of each metric stands alone") {
  for (const MetricDescription& metric : metric_catalogue()) {
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

TEST_CASE("The meaning of a percentile says which, and of what") {
  const auto meaning_of = [](std::string_view name) {
    for (const MetricDescription& metric : metric_catalogue()) {
      if (metric.name == name) {
        return std::string(metric.meaning);
      }
    }
    return std::string();
  };
  CHECK(meaning_of("latency.p99_9_s") == "99.9th percentile of the latency of completed invocations");
  CHECK(meaning_of("cold_start.p50_s") ==
        "median of the start-ups that cold attempts waited for (counted as in cold_start.mean_s)");
  CHECK(meaning_of("functions.slowdown_p90") ==
        "mean slowdown of each function: 90th percentile of the functions");
}
