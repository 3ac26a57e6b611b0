#include "tests/measured/measured_support.hpp"

using namespace curtain;

TEST_CASE("Points of idle time and cold start are read in the order of the file") {
  const MeasuredLog log =
      support::measured_log("idle_minutes,response_s,is_cold\n20.5,0.4,1\n0.25,0.0883,0\n\n1,x,0\n");
  CHECK(log.kind == "idle-gaps");
  REQUIRE(log.calls.size() == 2);
  CHECK(log.calls[0].idle == MeasuredTime(1'230'000'000'000));
  CHECK(log.calls[0].is_cold());
  CHECK(log.calls[0].response == MeasuredTime(400'000'000));
  CHECK(log.calls[1].idle == MeasuredTime(15'000'000'000));
  CHECK_FALSE(log.calls[1].sent);
  CHECK(log.rows == 3);
  CHECK(support::refusal(log) ==
        "log.csv:5: the field response_s is \"x\"; expected a number of seconds such as 12.5");
}
