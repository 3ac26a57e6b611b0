#include "tests/measured/measured_support.hpp"

using namespace curtain;

namespace {

const std::string kPacslabHead =
    "client_start_s,client_end_s,is_cold,inst_id,vm_id,fn_start_ms,fn_end_ms,aws_duration_ms,aws_billed_ms,"
    "aws_max_mem_mb,vm_uptime_s,exist_id\n";

}  // namespace

TEST_CASE("A log of the kind pacslab-lambda is read, sorted by the time of the client") {
  const MeasuredLog log = support::measured_log(
      kPacslabHead +
      "1500000010.5,1500000012.0,0,box-1,root-1,1500000010600,1500000011900,1290.25,1300,54,9,x\n" +
      "1500000000.0,1500000002.5,1,box-1,root-1,1500000000900,1500000002400,1500,1500,53.0,8,x\n");
  CHECK(log.kind == "pacslab-lambda");
  CHECK(log.rows == 2);
  CHECK(log.refused == 0);
  REQUIRE(log.calls.size() == 2);
  const MeasuredCall& first = log.calls[0];
  CHECK(first.is_cold());
  CHECK(first.line == 3);
  CHECK(first.sent == MeasuredTime(1'500'000'000'000'000'000));
  CHECK(first.response == MeasuredTime(2'500'000'000));
  CHECK(first.started == MeasuredTime(1'500'000'000'900'000'000));
  CHECK(first.execution() == MeasuredTime(1'500'000'000));
  CHECK(first.max_memory == 53);
  CHECK(log.calls[1].start == MeasuredStart::warm);
  CHECK(log.calls[1].duration == MeasuredTime(1'290'250'000));
  CHECK(log.calls[1].instance == first.instance);
  CHECK(log.instances == std::vector<std::string>{"box-1"});
  CHECK(log.vms == std::vector<std::string>{"root-1"});
}

TEST_CASE("Damaged rows of the kind pacslab-lambda are refused with their line, and the others are read") {
  const MeasuredLog log = support::measured_log(
      kPacslabHead + "100,99,0,b,r,1,2,3,4,5,6,x\n" + "100,101,yes,b,r,1,2,3,4,5,6,x\n" +
      "100,101,0,b,r,1\n" + "100,101,0,,r,1,2,3,4,5,6,x\n" + "100,101,0,b,r,1,2,abc,4,5,6,x\n" +
      "100,101,0,b,r,1,2,3,4,5,6,x\n");
  CHECK(log.rows == 6);
  CHECK(log.refused == 5);
  CHECK(log.calls.size() == 1);
  CHECK(support::refusal(log, 0) == "log.csv:2: client_end_s is 1 s before client_start_s");
  CHECK(support::refusal(log, 1) == "log.csv:3: the field is_cold is \"yes\"; expected 0 or 1");
  CHECK(support::refusal(log, 2) == "log.csv:4: the row has 6 fields, but the first line has 12 names");
  CHECK(support::refusal(log, 3) == "log.csv:5: the field inst_id is empty");
  CHECK(support::refusal(log, 4) ==
        "log.csv:6: the field aws_duration_ms is \"abc\"; expected a number of milliseconds such as 12.5");
}
