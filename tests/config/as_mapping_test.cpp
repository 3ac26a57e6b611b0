#include "models/config/as_mapping.hpp"

#include "models/config/scenario.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// Returns the end of the message, from its last semicolon.
std::string advice_on(const std::string& section) {
  try {
    parse_scenario("duration: 1min\nplatform: ideal\n" + section +
                       "\nworkload: [timer: {function: f, every: 1s, duration: 1ms}]\n",
                   "s.yaml");
  } catch (const std::runtime_error& error) {
    const std::string text = error.what();
    const std::size_t last = text.rfind("; ");
    return last == std::string::npos ? text : text.substr(last + 2);
  }
  return "accepted";
}

}  // namespace

TEST_CASE("A policy given instead of a section, or by another name, is suggested at its right place") {
  CHECK(advice_on("policies: lru") == "write policies: {keep_alive: least-recently-used}");
  CHECK(advice_on("policies: best-fit") == "write policies: {placement: best-fit}");
  CHECK(advice_on("policies: [edf]") == "write policies: {queueing: earliest-deadline}");
  CHECK(advice_on("scheduler: lifo") == "write policies: {queueing: lifo}");
  CHECK(advice_on("policies: {keep_alive: lru}") == "did you mean 'least-recently-used'?");
  CHECK(advice_on("policies: {placement: BinPack}") == "did you mean 'best-fit'?");
  CHECK(advice_on("policies: {keep_alive: fixed(5min)}") == "write '{fixed: {timeout: 5min}}'");
  CHECK(advice_on("policies: {keep_alive: 'fixed 5min'}") == "write '{fixed: {timeout: 5min}}'");
  CHECK(advice_on("policies: {keep_alive: fixed=5min}") == "write '{fixed: {timeout: 5min}}'");
  CHECK(advice_on("policies: {keep_alive: {fixed: {timeout:5min}}}") ==
        "write 'timeout: 5min', with a space after the colon");
  CHECK(advice_on("billing: aws-lambda-2020-1ms") == "write {prices: aws-lambda-2020-1ms}");
  CHECK(advice_on("expect: [cold_start.ratio <= 5%]") == "write {metric: cold_start.ratio, at_most: 5%}");
  CHECK(advice_on("expect: ['latency.p99_s > 1s']") == "write {metric: latency.p99_s, at_least: 1s}");
  CHECK(advice_on("expect: [instances.peak == 3]") == "write {metric: instances.peak, equals: 3}");
}
