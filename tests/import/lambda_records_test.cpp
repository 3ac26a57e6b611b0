// Tests of Lambda's records of initialisations, and of their effect on invocations and functions.
#include <string>

#include "tests/import/import_support.hpp"

using support::kMillisecond;
using support::ReadLog;

namespace {

constexpr std::int64_t kSecondOf = 1000 * kMillisecond;
constexpr std::int64_t kHalfPast = 1'716'222'600 * kSecondOf;  // 2024-05-20T16:30:00Z

std::string report_line(const std::string& at, const std::string& id, const std::string& more = "") {
  return at + " REPORT RequestId: " + id +
         "\tDuration: 50.00 ms\tBilled Duration: 50 ms\tMemory Size: 512 MB\tMax Memory Used: 24 MB\t" +
         more + "\n";
}

}  // namespace

TEST_CASE("A request waits for the whole of an aborted initialisation") {
  // The initialisation takes 10 s from 16:30:00, and then the request runs for 50 ms.
  ReadLog log(
      "cloudwatch",
      "2024-05-20T16:30:00.000Z INIT_START Runtime Version: python:3.12.v30\n"
      "2024-05-20T16:30:10.000Z INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout\n"
      "2024-05-20T16:30:10.010Z START RequestId: 1 Version: $LATEST\n" +
          report_line("2024-05-20T16:30:10.060Z", "1") +
          "2024-05-20T16:30:11.000Z START RequestId: 2 Version: $LATEST\n" +
          report_line("2024-05-20T16:30:11.050Z", "2"));
  REQUIRE(log.all().size() == 2);
  CHECK(log.all()[0].times.cold == true);
  CHECK(log.all()[0].times.init == 10 * kSecondOf);
  CHECK(log.all()[0].times.arrival == kHalfPast);
  CHECK(log.all()[1].times.cold == false);
  CHECK(log.all()[1].times.arrival == kHalfPast + 11 * kSecondOf);
  CHECK(log.counts().given_up == 1);
}

TEST_CASE("An initialisation with an error counts, but a second attempt during the execution does not") {
  ReadLog log("cloudwatch",
              "2024-05-20T16:30:00.100Z INIT_REPORT Init Duration: 100.00 ms\tPhase: init\tStatus: "
              "error\tError Type: "
              "Runtime.ExitError\n"
              "2024-05-20T16:30:00.100Z START RequestId: 1 Version: $LATEST\n"
              "2024-05-20T16:30:00.150Z INIT_REPORT Init Duration: 40.00 ms\tPhase: invoke\tStatus: error\n" +
                  report_line("2024-05-20T16:30:00.150Z", "1", "Status: error\t"));
  REQUIRE(log.all().size() == 1);
  CHECK(log.all()[0].times.arrival == kHalfPast);
  CHECK(log.counts().given_up == 1);
  CHECK(log.counts().unused_inits == 0);
}

TEST_CASE("An initialisation repeated during an execution is not a cold start by itself") {
  // After a crash Lambda initialises the environment again within the next execution, whose duration includes
  // the initialisation: the Lambda Developer Guide calls it a suppressed init ("Understanding the Lambda
  // execution environment lifecycle").
  ReadLog text(
      "cloudwatch",
      "2024-05-20T16:30:00.000Z START RequestId: 1 Version: $LATEST\n"
      "2024-05-20T16:30:00.040Z INIT_REPORT Init Duration: 40.00 ms\tPhase: invoke\tStatus: error\n" +
          report_line("2024-05-20T16:30:00.050Z", "1"));
  REQUIRE(text.all().size() == 1);
  CHECK(text.all()[0].times.cold == false);
  CHECK(text.all()[0].times.arrival == kHalfPast);
  CHECK(text.counts().given_up == 0);
  CHECK(text.counts().unused_inits == 0);
  const auto event = [](const std::string& time, const std::string& type, const std::string& record) {
    return R"({"logStreamName":"a","timestamp":1716222600000,"message":{"time":"2024-05-20T16:)" + time +
           R"(Z","type":"platform.)" + type + R"(","record":{)" + record + "}}}";
  };
  ReadLog json(
      "cloudwatch",
      R"({"events":[)" + event("30:00.000", "start", R"("requestId":"1")") + "," +
          event("30:00.000", "initStart", R"("initializationType":"on-demand","phase":"invoke")") + "," +
          event("30:00.040", "initReport",
                R"("phase":"invoke","status":"error","metrics":{"durationMs":40})") +
          "," +
          event("30:00.050", "report",
                R"("requestId":"1","metrics":{"durationMs":50,"billedDurationMs":50,"memorySizeMB":512)"
                R"(,"maxMemoryUsedMB":24})") +
          "]}");
  REQUIRE(json.all().size() == 1);
  CHECK(json.all()[0].times.cold == false);
  CHECK(json.all()[0].times.arrival == kHalfPast);
  CHECK(json.counts().unused_inits == 0);
}

TEST_CASE("An initialisation that ended long before the request does not belong to it") {
  const std::string stream = " 2024/05/20/[$LATEST]aa ";
  for (const bool is_long : {false, true}) {
    const std::string at = is_long ? "2024-05-20T16:35:00.050Z" : "2024-05-20T16:30:00.250Z";
    ReadLog log("cloudwatch",
                "2024-05-20T16:30:00.000Z" + stream + "INIT_START Runtime Version: x\n" +
                    report_line(at + stream.substr(0, stream.size() - 1), "1", "Init Duration: 200.00 ms\t"));
    REQUIRE(log.all().size() == 1);
    CHECK(log.all()[0].times.cold == !is_long);
    CHECK(log.all()[0].times.proactive == is_long);
    CHECK(log.all()[0].times.arrival == kHalfPast + (is_long ? 300 * kSecondOf : 0));
    CHECK(log.counts().proactive == (is_long ? 1 : 0));
  }
}

TEST_CASE("Initialisations in the JSON format are matched by names of streams") {
  const auto event = [](const std::string& stream, const std::string& time, const std::string& type,
                        const std::string& record) {
    return R"({"logStreamName":")" + stream +
           R"(","timestamp":1716222600000,"message":{"time":"2024-05-20T16:)" + time +
           R"(Z","type":"platform.)" + type + R"(","record":{)" + record + "}}}";
  };
  const std::string metrics =
      R"("metrics":{"durationMs":50,"billedDurationMs":50,"memorySizeMB":512,"maxMemoryUsedMB":24)";
  ReadLog log(
      "cloudwatch",
      R"({"events":[)" +
          event("a", "30:00.000", "initStart",
                R"("initializationType":"on-demand","phase":"init","functionName":"thumbnail")") +
          "," +
          event("b", "30:00.000", "initStart",
                R"("initializationType":"provisioned-concurrency","phase":"init","functionName":"resize")") +
          "," + event("a", "30:10.000", "initRuntimeDone", R"("phase":"init","status":"timeout")") + "," +
          event("a", "30:10.000", "initReport",
                R"("phase":"init","status":"timeout","metrics":{"durationMs":10000})") +
          "," +
          event("b", "30:00.300", "initReport",
                R"("phase":"init","status":"success","metrics":{"durationMs":300})") +
          "," + event("a", "30:10.000", "start", R"("requestId":"1")") + "," +
          event("a", "30:10.050", "report", R"("requestId":"1",)" + metrics + "}") + "," +
          event("b", "30:00.400", "report", R"("requestId":"2",)" + metrics + R"(,"initDurationMs":300})") +
          "]}");
  REQUIRE(log.all().size() == 2);
  CHECK(log.all()[0].function == "thumbnail");
  CHECK(log.all()[0].times.cold == true);
  CHECK(log.all()[0].times.arrival == kHalfPast);
  CHECK(log.all()[0].times.init == 10 * kSecondOf);
  CHECK(log.all()[1].function == "resize");
  CHECK(log.all()[1].times.proactive);
  CHECK(log.counts().named_by_file == 0);
}

TEST_CASE("Functions are named by log groups, streams, columns and, with an option, files") {
  const std::string line = report_line("2024-05-20T16:30:00.250Z 2024/05/20/resize[$LATEST]aa", "1");
  CHECK(ReadLog("cloudwatch", line).all().at(0).function == "resize");
  ReadLog file("cloudwatch", report_line("2024-05-20T16:30:00.250Z", "1"));
  CHECK(file.all().at(0).function == "checkout");
  CHECK(file.counts().named_by_file == 1);
  const std::string tail = ",2024-03-01 10:00:00.000,1,12.34,13,128000000,70000000";
  for (const char* const column : {"@log", "log_group", "logGroup", "functionName"}) {
    INFO(column);
    ReadLog log("cloudwatch",
                std::string(column) +
                    ",@timestamp,@requestId,@duration,@billedDuration,@memorySize,@maxMemoryUsed\n" +
                    (std::string(column) == "functionName" ? "cart" : "/aws/lambda/cart") + tail + "\n");
    CHECK(log.all().at(0).function == "cart");
    CHECK(log.counts().named_by_file == 0);
  }
  // If several functions share a group, the streams name the function.
  ReadLog shared(
      "cloudwatch",
      R"({"owner":"123456789012","logGroup":"/shop/all","logStream":"2024/05/20/pay[$LATEST]aa","logEvents":[{"timestamp":1716222600000,"message":"REPORT RequestId: 1 Duration: 1 ms Billed Duration: 1 ms Memory Size: 1 MB Max Memory Used: 1 MB"}]})");
  CHECK(shared.all().at(0).function == "pay");
}

TEST_CASE(
    "A start record after the second attempt at an initialisation is not the beginning of the execution") {
  // The initialisation is aborted at 1.2 s and tried again within the execution of 1.3 s, whose START is
  // written after that.
  const std::string cold =
      "2024-05-20T16:30:00.000Z INIT_START Runtime Version: x\n"
      "2024-05-20T16:30:01.200Z INIT_REPORT Init Duration: 1200.00 ms Phase: init Status: error Error Type: "
      "Runtime.ExitError\n"
      "2024-05-20T16:30:02.490Z INIT_REPORT Init Duration: 1280.00 ms Phase: invoke Status: error Error "
      "Type: "
      "Runtime.ExitError\n"
      "2024-05-20T16:30:02.490Z START RequestId: 1 Version: $LATEST\n"
      "2024-05-20T16:30:02.500Z REPORT RequestId: 1 Duration: 1300.00 ms Billed Duration: 1300 ms Memory "
      "Size: 128 "
      "MB Max Memory Used: 30 MB Status: error Error Type: Runtime.ExitError\n";
  ReadLog log("cloudwatch", cold);
  REQUIRE(log.all().size() == 1);
  CHECK(log.all()[0].times.cold == true);
  CHECK(log.all()[0].times.init == 1200 * kMillisecond);
  CHECK(log.all()[0].times.arrival == kHalfPast);
  CHECK(log.counts().unused_inits == 0);
}
