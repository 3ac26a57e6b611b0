// Tests of API Gateway's access logs in JSON. tests/import/access_log_test.cpp has further tests of these
// logs.
#include <string>

#include "tests/import/import_support.hpp"

using curtain::Trouble;
using support::kMillisecond;
using support::kNoon;
using support::ReadLog;

TEST_CASE("API Gateway's latencies are in milliseconds, and the latency of the integration has precedence") {
  const ReadLog log(
      "access-log",
      R"({"requestTimeEpoch":1681041662345,"routeKey":"GET /pets","integrationLatency":"12","responseLatency":"15"})"
      "\n"
      R"({"requestTimeEpoch":1681041662345,"routeKey":"GET /pets","integrationLatency":"","responseLatency":"15"})"
      "\n"
      R"({"requestTimeEpoch":1681041662345,"routeKey":"GET /pets","responseLatency":"soon"})"
      "\n");
  REQUIRE(log.all().size() == 2);
  CHECK(log.all()[0].times.arrival == kNoon);
  CHECK(log.all()[0].times.duration == 12 * kMillisecond);
  CHECK(log.all()[1].times.duration == 15 * kMillisecond);
  REQUIRE(log.broken().size() == 1);
  CHECK(log.broken()[0].trouble == Trouble::not_a_number);
}
