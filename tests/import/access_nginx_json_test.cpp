// Tests of nginx's access logs in JSON.
#include <string>

#include "tests/import/import_support.hpp"

using curtain::Trouble;
using support::kMillisecond;
using support::kNoon;
using support::ReadLog;

TEST_CASE("request_time is a duration, and the time of the record is the end") {
  const ReadLog log(
      "access-log",
      R"({"time_iso8601":"2023-04-09T12:01:02.345Z","request":"GET /a?b HTTP/1.1","status":"200","request_time":"0.250","upstream_response_time":"0.249"})"
      "\n"
      R"({"msec":"1681041662.345","request_method":"GET","request_uri":"/a?b=\"c\"","status":200,"request_time":0.25,"request_id":"9f"})"
      "\n"
      R"({"@timestamp":"2023-04-09T14:01:02.345+02:00","method":"GET","path":"/a","status":200,"upstream_response_time":"0.100, 0.150"})"
      "\n"
      R"({"time_local":"09/Apr/2023:12:01:02 +0000","request_method":"GET","request_uri":"/a","status":"200","request_time":"1"})"
      "\n");
  REQUIRE(log.all().size() == 4);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(log.all()[i].function == "GET /a");
    CHECK(log.all()[i].times.duration == 250 * kMillisecond);
    CHECK(log.all()[i].times.arrival == kNoon - 250 * kMillisecond);
  }
  CHECK(log.all()[1].request == "9f");
  CHECK(log.all()[3].times.duration == 1000 * kMillisecond);
}

TEST_CASE("API Gateway's requestTime is an instant") {
  const ReadLog log(
      "access-log",
      R"({"requestTime":"09/Apr/2023:12:01:02 +0000","httpMethod":"GET","path":"/x","status":200,"responseLatency":"5"})"
      "\n");
  REQUIRE(log.all().size() == 1);
  CHECK(log.all()[0].times.duration == 5 * kMillisecond);
  CHECK(log.all()[0].times.arrival == kNoon - 345 * kMillisecond);
}

TEST_CASE("Missing and impossible values of nginx's JSON are reported") {
  const ReadLog log(
      "access-log",
      R"({"time_local":"09/Apr/2023:12:01:02 +0000","request":"GET /a HTTP/1.1","request_time":"-"})"
      "\n"
      R"({"time_local":"09/Apr/2023:12:01:02 +0000","request":"GET /a HTTP/1.1","request_time":"fast"})"
      "\n"
      R"({"request":"GET /a HTTP/1.1","request_time":"0.250"})"
      "\n"
      R"({"time_local":"09/Apr/2023:12:01:02 +0000","request":"GET /a HTTP/1.1","request_time":"-1"})"
      "\n"
      R"({"time_local":"09/Apr/2023:12:01:02 +0000","request":"GET /a HT)"
      "\n");
  REQUIRE(log.all().size() == 1);
  CHECK_FALSE(log.all()[0].times.duration);
  REQUIRE(log.broken().size() == 4);
  CHECK(log.broken()[0].trouble == Trouble::not_a_number);
  CHECK(log.broken()[1].trouble == Trouble::no_time);
  CHECK(log.broken()[2].trouble == Trouble::negative);
  CHECK(log.broken()[3].trouble == Trouble::bad_json);
}

TEST_CASE("A file of nginx's JSON with @timestamp is an access log, not a log of CloudWatch") {
  const support::TemporaryFolder folder;
  const auto* const kind = curtain::guess_log_kind(folder.write(
      "a", R"({"@timestamp":"2023-04-09T12:01:02Z","request":"GET /a HTTP/1.1","request_time":0.250})"));
  REQUIRE(kind != nullptr);
  CHECK(kind->name == "access-log");
}
