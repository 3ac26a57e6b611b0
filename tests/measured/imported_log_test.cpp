#include "models/measured/imported_log.hpp"

#include "tests/measured/measured_support.hpp"

using namespace curtain;

namespace {

const char* const kReports =
    "@timestamp,@message,@logStream\n"
    "2023-04-09 12:00:02.000,REPORT RequestId: a Duration: 500.00 ms Billed Duration: 501 ms Memory Size: "
    "128 MB "
    "Max Memory Used: 40 MB Init Duration: 250.00 ms,2023/04/09/[$LATEST]one\n"
    "2023-04-09 12:00:09.000,REPORT RequestId: b Duration: 400.00 ms Billed Duration: 401 ms Memory Size: "
    "128 MB "
    "Max Memory Used: 40 MB,2023/04/09/[$LATEST]one\n"
    "2023-04-09 12:00:19.000,REPORT RequestId: c Duration: 400.00 MB,2023/04/09/[$LATEST]one\n"
    "2023-04-09 12:00:20.000,REPORT RequestId: d Duration: 300.00 ms Billed Duration: 301 ms Memory Size: "
    "128 MB "
    "Max Memory Used: 40 MB,2023/04/09/[$LATEST]two\n";

}  // namespace

TEST_CASE("A log that trace import reads is a measured log, with the log stream as the instance") {
  const MeasuredLog log = support::measured_log(kReports);
  CHECK(log.kind == "cloudwatch");
  REQUIRE(log.calls.size() == 3);
  CHECK(log.calls[0].is_cold());
  CHECK(log.calls[0].init == MeasuredTime(250'000'000));
  CHECK(log.calls[0].duration == MeasuredTime(500'000'000));
  CHECK(*log.calls[1].sent - *log.calls[0].sent == 7'350'000'000);  // from 12:00:01.25 to 12:00:08.6
  CHECK(log.calls[0].memory == 128);
  CHECK(log.calls[0].instance == log.calls[1].instance);
  CHECK(log.calls[0].instance != log.calls[2].instance);
  CHECK(log.instances == std::vector<std::string>{"2023/04/09/[$LATEST]one", "2023/04/09/[$LATEST]two"});
  CHECK(log.refused == 1);
  CHECK(support::refusal(log).substr(0, 10) == "log.csv:4:");
}
