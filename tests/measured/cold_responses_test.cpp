#include "tests/measured/measured_support.hpp"

using namespace curtain;

TEST_CASE("Cold responses are read with the variant as their function") {
  const MeasuredLog log = support::measured_log(
      "snapshot_date,variant,response_s\n2021-01-07,js,0.25\n2019-03-11,vpc,6\n2019-13-11,vpc,6\n");
  CHECK(log.kind == "cold-responses");
  REQUIRE(log.calls.size() == 2);
  CHECK(log.functions == std::vector<std::string>{"js", "vpc"});
  CHECK(log.calls[1].response == MeasuredTime(6'000'000'000));
  CHECK(log.calls[0].is_cold());
  CHECK(log.calls[0].day == MeasuredTime(1'609'977'600'000'000'000));
  CHECK(support::refusal(log) ==
        "log.csv:4: the field snapshot_date is \"2019-13-11\"; expected a day such as 2020-05-09");
}
