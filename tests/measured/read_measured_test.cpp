#include <algorithm>

#include "tests/measured/measured_support.hpp"

using namespace curtain;

TEST_CASE("A file that is no measured log is refused with the kinds that exist") {
  CHECK_THAT(support::measured_error("a,b,c\n1,2,3\n"),
             ContainsSubstring("log.csv: the file is not a measured log that Curtain knows; expected one of "
                               "these kinds: pacslab-lambda, faas-parallelism, idle-gaps, "));
  CHECK_THAT(support::measured_error("idle_minutes,response_s,is_cold\n"),
             ContainsSubstring("log.csv: the log has no usable call"));
  CHECK_THAT(support::measured_error("idle_minutes,response_s,is_cold\n1,1,2\n"),
             ContainsSubstring("1 of 1 records were refused, the first is"));
  CHECK_THROWS_AS(read_measured("/no/such/file.csv"), MeasuredLogError);
}

TEST_CASE("The kinds of measured logs are those with known columns and those of trace import") {
  const std::vector<std::string> kinds = measured_kinds();
  for (const char* const name : {"pacslab-lambda", "idle-gaps", "cold-responses", "faas-parallelism",
                                 "lambda-perf", "memory-durations", "daily-medians", "cloudwatch", "xray"}) {
    INFO(name);
    CHECK(std::count(kinds.begin(), kinds.end(), name) == 1);
  }
}

TEST_CASE("Of many refused rows, the first are kept, and all are counted") {
  std::string text = "idle_minutes,response_s,is_cold\n1,1,0\n";
  for (int i = 0; i < 50; ++i) {
    text += "x,1,0\n";
  }
  const MeasuredLog log = support::measured_log(text);
  CHECK(log.refused == 50);
  CHECK(log.refusals.size() == MeasuredLog::kMostRefusedShown);
  CHECK(log.refusals.back().line == 22);
}
