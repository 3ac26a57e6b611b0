#include "tests/measured/measured_support.hpp"

using namespace curtain;

TEST_CASE("Daily medians are read with the idle time of their class") {
  const MeasuredLog log = support::measured_log(
      "date,invocationclass,region,runtime,artifactsize,memorysize,median_daily_duration\n"
      "2020-05-09,cold,eu-west-1,java8,small,512,650\n2020-05-09,cool,eu-west-1,java8,small,512,33\n"
      "2020-05-09,warm-two,eu-west-1,java8,small,512,19\n2020-05-09,hot,eu-west-1,java8,small,512,19\n");
  CHECK(log.kind == "daily-medians");
  REQUIRE(log.calls.size() == 3);
  CHECK(log.calls[0].is_cold());
  CHECK(log.calls[0].idle == MeasuredTime(6 * 3'600'000'000'000));
  CHECK(log.calls[1].idle == MeasuredTime(240'000'000'000));
  CHECK(log.calls[1].start == MeasuredStart::warm);
  CHECK(log.calls[2].response == MeasuredTime(19'000'000));
  CHECK(log.groups == std::vector<std::string>{"cold", "cool", "warm-two"});
  CHECK(log.functions == std::vector<std::string>{"java8/small/eu-west-1"});
  CHECK(support::refusal(log) ==
        "log.csv:5: the field invocationclass is \"hot\"; expected cold, cool, warm-one or warm-two");
}
