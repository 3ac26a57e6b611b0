// Tests of request logs of Cloud Run.
#include <string>

#include "tests/import/import_support.hpp"

using curtain::Trouble;
using support::kNoon;
using support::ReadLog;

namespace {

std::string cloud_entry(const std::string& latency,
                        const std::string& labels = R"("service_name":"hello","project_id":"p")") {
  return R"({"httpRequest":{"latency":)" + latency +
         R"(,"requestMethod":"GET","requestUrl":"https://hello-abc-uc.a.run.app/items?x=1","status":200},"insertId":"6432a8ef","logName":"projects/p/logs/run.googleapis.com%2Frequests","resource":{"labels":{)" +
         labels + R"(},"type":"cloud_run_revision"},"timestamp":"2023-04-09T12:01:02.345Z"})";
}

}  // namespace

TEST_CASE("A request of Cloud Run is read in a JSON array, as JSON lines and in CSV") {
  const std::string entry = cloud_entry(R"("0.512345s")");
  for (const std::string& text :
       {"[" + entry + "]", entry + "\n", "{\"entries\":[" + entry + "]}",
        std::string("insertId,timestamp,httpRequest.latency,httpRequest.status,httpRequest."
                    "requestMethod,resource.labels.service_name,resource.labels.project_id\n"
                    "6432a8ef,2023-04-09T12:01:02.345Z,0.512345s,200,GET,hello,p\n")}) {
    INFO(text);
    const ReadLog log("cloud-run", text);
    REQUIRE(log.all().size() == 1);
    CHECK(log.all()[0].function == "hello");
    CHECK(log.all()[0].tenant == "p");
    CHECK(log.all()[0].status == "200");
    CHECK(log.all()[0].times.arrival == kNoon);
    CHECK(log.all()[0].times.duration == 512'345'000);
    const support::TemporaryFolder folder;
    CHECK(curtain::guess_log_kind(folder.write("a", text))->name == "cloud-run");
  }
}

TEST_CASE(
    "Latencies of Cloud Run that are split, missing or invalid, and log entries of containers, are handled") {
  const ReadLog log("cloud-run",
                    cloud_entry(R"({"seconds":"1","nanos":500000000})") + "\n" + cloud_entry("null") + "\n" +
                        cloud_entry(R"("0.5")") + "\n" + cloud_entry(R"("-1s")") + "\n" +
                        R"({"textPayload":"hello","timestamp":"2023-04-09T12:01:02.345Z"})" + "\n" +
                        cloud_entry(R"("1s")", "") + "\n" + cloud_entry(R"("1s")").substr(0, 200) + "\n");
  REQUIRE(log.all().size() == 3);
  CHECK(log.all()[0].times.duration == 1'500'000'000);
  CHECK_FALSE(log.all()[1].times.duration);
  CHECK(log.all()[2].function == "GET /items");
  CHECK(log.all()[2].times.arrival == kNoon - 1'000'000'000);  // a record of the server, written at the end
  REQUIRE(log.broken().size() == 3);
  CHECK(log.broken()[0].trouble == Trouble::wrong_unit);
  CHECK(log.broken()[1].trouble == Trouble::negative);
  CHECK(log.broken()[2].trouble == Trouble::bad_json);
}
