#include "tests/measured/measured_support.hpp"

using namespace curtain;

namespace {

const std::string kInitsHead =
    "date,runtime,package,arch,memory_mb,init_ms_1,init_ms_2,init_ms_3,init_ms_4,init_ms_5,init_ms_6,init_ms_"
    "7,"
    "init_ms_8,init_ms_9,init_ms_10,avg_mem_used_mb,avg_duration_ms,avg_cold_ms,snapstart\n";

}  // namespace

TEST_CASE("A row of daily initialisations is one cold call for each value") {
  const MeasuredLog log = support::measured_log(
      kInitsHead + "2024-02-01,nodejs20x,zip,arm64,128,150.5,149,,,,,,,,,60,2.5,149.7,0\n" +
      "2023-02-01,go1x,,,256,80,,,,,,,,,,30,1,80,0\n" +
      "2024-02-01,java21,zip,x86_64,512,600,,,,,,,,,,90,1,600,1\n");
  CHECK(log.kind == "lambda-perf");
  CHECK(log.rows == 3);
  REQUIRE(log.calls.size() == 4);
  CHECK(log.functions ==
        std::vector<std::string>{"nodejs20x/zip/arm64", "go1x", "java21/zip/x86_64/snapstart"});
  CHECK(log.calls[0].init == MeasuredTime(150'500'000));
  CHECK(log.calls[1].init == MeasuredTime(149'000'000));
  CHECK(log.calls[1].duration == MeasuredTime(2'500'000));
  CHECK(log.calls[2].memory == 256);
  CHECK(log.calls[3].is_cold());
}

TEST_CASE("A row of daily initialisations without a value, or with a damaged value, is refused as a whole") {
  const MeasuredLog log =
      support::measured_log(kInitsHead + "2024-02-01,go1x,zip,arm64,128,,,,,,,,,,,60,2.5,149.7,0\n" +
                            "2024-02-01,go1x,zip,arm64,128,10,11,bad,,,,,,,,60,2.5,149.7,0\n" +
                            "2024-02-01,go1x,zip,arm64,128,10,,,,,,,,,,60,2.5,149.7,0\n");
  CHECK(log.refused == 2);
  CHECK(log.calls.size() == 1);
  CHECK(support::refusal(log, 0) == "log.csv:2: the fields init_ms_1 to init_ms_10 are all empty");
  CHECK(support::refusal(log, 1) ==
        "log.csv:3: the field init_ms_3 is \"bad\"; expected a number of milliseconds such as 12.5");
}
