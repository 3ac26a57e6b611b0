#include "tests/measured/measured_support.hpp"

using namespace curtain;

namespace {

const std::string kBurstHead =
    "client_start_ms,client_end_ms,fn_start_ms,fn_end_ms,container_id,mem_limit_mb,vm_uptime_s,http_status\n";

}  // namespace

TEST_CASE("A call of a burst is cold if its handler begins more than 200 ms after the request") {
  const MeasuredLog log = support::measured_log(
      kBurstHead +
      "1500000000000,1500000001400,1500000000200,1500000001300,/root-a/service-b/box-1,256,3,200\n" +
      "1500000000001,1500000001400,1500000000201.5,1500000001300,/root-a/service-b/box-2,256,3,200\n");
  CHECK(log.kind == "faas-parallelism");
  REQUIRE(log.calls.size() == 2);
  CHECK(log.calls[0].start == MeasuredStart::warm);
  CHECK(log.calls[1].start == MeasuredStart::cold);
  CHECK(log.calls[1].execution() == MeasuredTime(1'098'500'000));
  CHECK(log.calls[0].memory == 256);
  CHECK(log.instances.size() == 2);
  CHECK(log.vms == std::vector<std::string>{"root-a"});
}

TEST_CASE("A call of a burst that failed is counted apart, and a damaged row is refused") {
  const MeasuredLog log = support::measured_log(kBurstHead + "1,2,1,2,/a/b/c,256,3,429\n" +
                                                "1,2,5,4,/a/b/c,256,3,200\n" + "1,2,1,2,/a/b/c,256,3,200\n");
  CHECK(log.others == 1);
  CHECK(log.refused == 1);
  CHECK(support::refusal(log) == "log.csv:3: fn_end_ms is 0.001 s before fn_start_ms");
  CHECK(log.calls.size() == 1);
}
