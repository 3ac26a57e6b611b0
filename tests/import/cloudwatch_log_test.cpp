// Tests of logs of Lambda functions in the layouts in which they are exported.
#include <string>

#include "tests/import/import_support.hpp"
#include "tests/workload/packed_files.hpp"

using curtain::LogOptions;
using curtain::Trouble;
using support::kMillisecond;
using support::kNoon;
using support::kReport;
using support::ReadLog;

namespace {

ReadLog cloudwatch(const std::string& text, const LogOptions& options = {}) {
  return {"cloudwatch", text, options};
}

/// Returns the text as a JSON string.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char character : text) {
    out += character == '\t'   ? "\\t"
           : character == '\n' ? "\\n"
           : character == '"'  ? "\\\""
                               : std::string(1, character);
  }
  return out + "\"";
}

/// The single invocation given by kReport at kNoon.
void check_plain(const ReadLog& log, const std::string& function, const std::string& tenant = "") {
  REQUIRE(log.all().size() == 1);
  const support::Told& told = log.all()[0];
  CHECK(told.function == function);
  CHECK(told.tenant == tenant);
  CHECK(told.request == "7f1c2d3e-0000-4000-8000-000000000001");
  CHECK(told.times.arrival == kNoon - 12'340'000);
  CHECK(told.times.duration == 12'340'000);
  CHECK(told.times.billed == 13 * kMillisecond);
  CHECK(told.times.memory == 128u);
  CHECK(told.times.max_memory == 70u);
  CHECK(told.times.cold == false);
}

}  // namespace

TEST_CASE("Text after a time is read, in the form of each tool") {
  for (const char* before :
       {"2023-04-09T12:01:02.345Z ", "2023-04-09T12:01:02.345000+00:00 2023/04/09/[$LATEST]0f1e2d3c4b5a ",
        "2023/04/09/[$LATEST]0f1e2d3c4b5a 2023-04-09T12:01:02.345000 ", "1681041662345 ", "1681041662345,\"",
        "2023-04-09T14:01:02.345+02:00\t", "2023-04-09T12:01:02.345Z\n", "[2023-04-09 12:01:02.345] "}) {
    INFO(before);
    check_plain(cloudwatch(before + kReport + "\n"), "checkout");
  }
  check_plain(cloudwatch("\xEF\xBB\xBF"
                         "2023-04-09T12:01:02.345Z " +
                         kReport + "\r\n"),
              "checkout");
  check_plain(cloudwatch(support::gzipped("2023-04-09T12:01:02.345Z " + kReport)), "checkout");
  check_plain(cloudwatch("2023-04-09T12:01:02.345Z " + kReport, {"other", "me", false}), "other", "me");
}

TEST_CASE("A cold start arrives before its start-up") {
  const ReadLog log = cloudwatch("2023-04-09T12:01:02.345Z " + kReport + "Init Duration: 150.2 ms\t\n");
  REQUIRE(log.all().size() == 1);
  CHECK(log.all()[0].times.cold == true);
  CHECK(log.all()[0].times.init == 150'200'000);
  CHECK(log.all()[0].times.arrival == kNoon - 12'340'000 - 150'200'000);
}

TEST_CASE("If the log has a record of the start, its time is used") {
  ReadLog log = cloudwatch(
      "2023-04-09T12:01:02.300Z START RequestId: 7f1c2d3e-0000-4000-8000-000000000001 Version: $LATEST\n"
      "2023-04-09T12:01:02.310Z a line of its own\n"
      "2023-04-09T12:01:02.345Z END RequestId: 7f1c2d3e-0000-4000-8000-000000000001\n"
      "2023-04-09T12:01:02.345Z " +
      kReport + "Init Duration: 10 ms\n\n");
  REQUIRE(log.all().size() == 1);
  CHECK(log.all()[0].times.arrival == kNoon - 45 * kMillisecond - 10 * kMillisecond);
  CHECK(log.counts().starts_found == 1);
  CHECK(log.counts().others == 4);
  CHECK(log.counts().lines == 5);
}

TEST_CASE("Events of filter-log-events and get-log-events are read, with line breaks and without") {
  const std::string event =
      R"({"logStreamName": "2023/04/09/[$LATEST]0f", "timestamp": 1681041662345, "message": )" +
      quoted(kReport + "\n") + R"(, "ingestionTime": 1681041665000, "eventId": "37"})";
  const std::string other = R"({"timestamp": 1681041662300, "message": "hello\n"})";
  for (const char* gap : {"", "\n    "}) {
    ReadLog log = cloudwatch(std::string("{") + gap + "\"events\": [" + gap + other + "," + gap + event +
                             gap + "]," + gap + "\"searchedLogStreams\": [], \"nextToken\": \"x\"}\n");
    check_plain(log, "checkout");
    CHECK(log.counts().others == 1);
  }
}

TEST_CASE("The documents of a subscription are read one after the other") {
  const std::string batch =
      R"({"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"/aws/lambda/cart","logStream":"s",)"
      R"("subscriptionFilters":["f"],"logEvents":[{"id":"1","timestamp":1681041662345,"message":)" +
      quoted(kReport) + "}]}";
  check_plain(cloudwatch(batch), "cart", "123456789012");
  const std::string control =
      R"({"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"",)"
      R"("logEvents":[{"id":"","timestamp":1681041662345,"message":"CWL CONTROL MESSAGE"}]})";
  for (const char* gap : {"", "\n"}) {
    const ReadLog log = cloudwatch(control + gap + batch + gap + batch);
    CHECK(log.all().size() == 2);
    CHECK(log.all()[1].function == "cart");
  }
  // The order of an object's members has no effect.
  check_plain(cloudwatch(R"({"logEvents":[{"id":"1","timestamp":1681041662345,"message":)" + quoted(kReport) +
                         R"(}],"logGroup":"/aws/lambda/cart","owner":"123456789012"})"),
              "cart", "123456789012");
}

TEST_CASE("Exports of Logs Insights are read") {
  const std::string head = "@timestamp,@message,@logStream,@log\n";
  const std::string tail = ",2023/04/09/[$LATEST]0f,123456789012:/aws/lambda/cart\n";
  check_plain(cloudwatch(head + "2023-04-09 12:01:02.345,\"" + kReport + "\n\"" + tail), "cart",
              "123456789012");
  ReadLog json = cloudwatch(R"([{"@timestamp":"2023-04-09 12:01:02.345","@message":)" + quoted(kReport) +
                            R"(,"@log":"123456789012:/aws/lambda/cart"}])");
  check_plain(json, "cart", "123456789012");
  CHECK(json.counts().no_zone == 1);
  check_plain(cloudwatch(R"({"results":[[{"field":"@timestamp","value":"2023-04-09 12:01:02.345"},)"
                         R"({"field":"@message","value":)" +
                         quoted(kReport) + R"(},{"field":"@ptr","value":"Cn"}]],"status":"Complete"})"),
              "checkout");
  check_plain(
      cloudwatch("@timestamp,@requestId,@type,@duration,@billedDuration,@memorySize,@maxMemoryUsed\n"
                 "2023-04-09 12:01:02.345,7f1c2d3e-0000-4000-8000-000000000001,REPORT,12.34,13,1.28E8,7.0E7\n"
                 "2023-04-09 12:01:02.330,7f1c2d3e-0000-4000-8000-000000000002,END,,,,\n"),
      "checkout");
  check_plain(cloudwatch("timestamp,message\n1681041662345,\"" + kReport + "\n\"\n"), "checkout");
}

TEST_CASE("An unclosed quotation mark breaks only its own row") {
  const std::string good = "2023-04-09 12:01:02.345,\"" + kReport + "\n\"\n";
  const ReadLog log = cloudwatch("@timestamp,@message\n" + good + "2023-04-09 12:01:02.345,\"" + kReport +
                                 "\n" + good + good);
  CHECK(log.all().size() == 3);
  REQUIRE(log.broken().size() == 1);
  CHECK(log.broken()[0].line == 4);
  CHECK(log.broken()[0].what == "a quotation mark is not closed");
}

TEST_CASE("Lambda's JSON format is read alone, after a time and inside events") {
  const std::string report =
      R"({"time":"2023-04-09T12:01:02.345Z","type":"platform.report","record":{"requestId":)"
      R"("7f1c2d3e-0000-4000-8000-000000000001","metrics":{"durationMs":12.34,"billedDurationMs":13,)"
      R"("memorySizeMB":128,"maxMemoryUsedMB":70},"status":"success"}})";
  const std::string start =
      R"({"time":"2023-04-09T12:01:02.330Z","type":"platform.start","record":{"requestId":"x"}})";
  check_plain(cloudwatch(start + "\n" + report + "\n"), "checkout");
  check_plain(cloudwatch("2023-04-09T12:01:05Z " + report + "\n"), "checkout");
  check_plain(cloudwatch(R"({"events":[{"timestamp":1681041662999,"message":)" + quoted(report) + "}]}"),
              "checkout");
  std::string cold = report;
  cold.replace(cold.find("\"memorySizeMB\""), 0, "\"initDurationMs\":150.2,");
  cold.replace(cold.find("success"), 7, "timeout");
  const ReadLog log = cloudwatch(cold);
  REQUIRE(log.all().size() == 1);
  CHECK(log.all()[0].times.arrival == kNoon - 162'540'000);
  CHECK(log.all()[0].status == "timeout");
  CHECK(cloudwatch(R"({"time":"2023-04-09T12:01:02.345Z","type":"platform.report","record":{"metrics":{}}})")
            .broken()[0]
            .trouble == Trouble::missing_field);
}

TEST_CASE("Broken records are reported with their line and their text") {
  const ReadLog log =
      cloudwatch("2023-04-09T12:01:02.345Z hello\n" + kReport + "\n2023-04-09T12:01:02.345Z REPORT Req\n" +
                 "2O23-04-09T12:01:02.345Z " + kReport + "\n" + std::string("\0\x01\x02", 3) + "\n");
  REQUIRE(log.broken().size() == 4);
  CHECK(log.all().empty());
  CHECK(log.broken()[0].trouble == Trouble::no_time);
  CHECK(log.broken()[0].line == 2);
  CHECK(log.broken()[0].text == kReport);
  CHECK(log.broken()[1].trouble == Trouble::cut_off);
  CHECK(log.broken()[2].trouble == Trouble::bad_time);
  CHECK_THAT(log.broken()[2].what, ContainsSubstring("\"2O23-04-09T12:01:02.345Z\" is not a time"));
  CHECK(log.broken()[3].trouble == Trouble::binary);
  CHECK(log.broken()[3].line == 5);
}
