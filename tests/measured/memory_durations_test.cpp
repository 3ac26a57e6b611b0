#include "tests/measured/measured_support.hpp"

using namespace curtain;

TEST_CASE("Durations by memory size are warm calls, with or without their time") {
  const MeasuredLog with = support::measured_log(
      "function,memory_mb,max_mem_used_mb,duration_ms,billed_ms,utc_s\nf1,128,36,2770.56,2771,1600000000.0\n"
      "f2,0,36,1,1,1600000000\n");
  CHECK(with.kind == "memory-durations");
  REQUIRE(with.calls.size() == 1);
  CHECK(with.calls[0].duration == MeasuredTime(2'770'560'000));
  CHECK(with.calls[0].sent == MeasuredTime(1'600'000'000'000'000'000));
  CHECK(with.calls[0].start == MeasuredStart::warm);
  CHECK(support::refusal(with) ==
        "log.csv:3: the field memory_mb is \"0\"; expected a number of MB from 1 to 16777216");
  const MeasuredLog without = support::measured_log(
      "function,memory_mb,max_mem_used_mb,duration_ms,billed_ms\nf1,3008,62,812.05,900\n");
  CHECK_FALSE(without.calls.front().sent);
  CHECK(without.calls.front().billed == MeasuredTime(900'000'000));
}
