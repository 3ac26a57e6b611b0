// Logs with the newest record first give the same results as logs with the oldest record first.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/import/import_support.hpp"

using support::kMillisecond;
using support::ReadLog;
using support::Told;

namespace {

constexpr std::int64_t kOneSecond = 1000 * kMillisecond;
constexpr std::int64_t kNoon = 1'717'243'200 * kOneSecond;  // 2024-06-01T12:00:00Z

std::string line_at(const std::string& time, const std::string& stream, const std::string& message) {
  return "2024-06-01T12:" + time + "Z " + (stream.empty() ? "" : "2024/06/01/[$LATEST]" + stream + " ") +
         message + "\n";
}

std::string report_of(const std::string& id, const std::string& more = "") {
  return "REPORT RequestId: " + id +
         "\tDuration: 50.00 ms\tBilled Duration: 50 ms\tMemory Size: 512 MB\tMax Memory Used: 24 MB\t" + more;
}

std::string start_of(const std::string& id) {
  return "START RequestId: " + id + " Version: $LATEST";
}

const std::string kInitStart = "INIT_START Runtime Version: python:3.12.v30";
const std::string kInitTimeout = "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout";

std::string all_of(const std::vector<std::string>& records, const std::string& between) {
  std::string text;
  for (const std::string& record : records) {
    text += (text.empty() ? "" : between) + record;
  }
  return text;
}

const Told& told_of(ReadLog& log, const std::string& request) {
  const auto found = std::find_if(log.all().begin(), log.all().end(),
                                  [&](const Told& told) { return told.request == request; });
  REQUIRE(found != log.all().end());
  return *found;
}

void check_same(ReadLog& forward, ReadLog& backward) {
  REQUIRE(forward.all().size() == backward.all().size());
  for (const Told& one : forward.all()) {
    INFO(one.request);
    const Told& other = told_of(backward, one.request);
    CHECK(one.times.arrival == other.times.arrival);
    CHECK(one.times.cold == other.times.cold);
    CHECK(one.times.init == other.times.init);
    CHECK(one.times.proactive == other.times.proactive);
    CHECK(one.function == other.function);
  }
  CHECK(forward.counts().starts_found == backward.counts().starts_found);
  CHECK(forward.counts().given_up == backward.counts().given_up);
  CHECK(forward.counts().proactive == backward.counts().proactive);
  CHECK(forward.counts().unused_inits == backward.counts().unused_inits);
}

/// Reads the records in both orders, which must give the same result.
void check_both_orders(std::vector<std::string> records, std::size_t invocations,
                       const std::string& before = "", const std::string& between = "",
                       const std::string& after = "") {
  ReadLog forward("cloudwatch", before + all_of(records, between) + after);
  CHECK(forward.all().size() == invocations);
  std::reverse(records.begin(), records.end());
  ReadLog backward("cloudwatch", before + all_of(records, between) + after);
  check_same(forward, backward);
}

}  // namespace

TEST_CASE("A request waits for its initialisation even if the log has the initialisation after it") {
  // The initialisation takes 10 s from 12:00:00, and then request 1 runs for 50 ms. Request 2 is warm.
  for (const std::string stream : {"", "aa"}) {
    INFO(stream);
    ReadLog log("cloudwatch",
                line_at("00:11.050", stream, report_of("2")) + line_at("00:11.000", stream, start_of("2")) +
                    line_at("00:10.060", stream, report_of("1")) +
                    line_at("00:10.010", stream, start_of("1")) + line_at("00:10.000", stream, kInitTimeout) +
                    line_at("00:00.000", stream, kInitStart));
    CHECK(told_of(log, "1").times.cold == true);
    CHECK(told_of(log, "1").times.init == 10 * kOneSecond);
    CHECK(told_of(log, "1").times.arrival == kNoon);
    CHECK(told_of(log, "2").times.cold == false);
    CHECK(told_of(log, "2").times.arrival == kNoon + 11 * kOneSecond);
    CHECK(log.counts().starts_found == 2);
    CHECK(log.counts().given_up == 1);
    CHECK(log.counts().unused_inits == 0);
  }
}

TEST_CASE("Streams, with and without start records, give the same rows in both orders") {
  const std::string cold = "Init Duration: 200.00 ms\t";
  const std::vector<std::string> all = {
      line_at("00:00.000", "aa", kInitStart),
      line_at("00:00.100", "bb", kInitStart),  // the instance was initialised 5 min before the request
      line_at("00:10.000", "aa", kInitTimeout),
      line_at("00:10.010", "aa", start_of("1")),
      line_at("00:10.060", "aa", report_of("1")),
      line_at("00:20.000", "aa", start_of("2")),
      line_at("00:20.050", "aa", report_of("2")),
      line_at("05:00.000", "bb", start_of("3")),
      line_at("05:00.050", "bb", report_of("3", cold)),
      line_at("05:01.000", "cc", kInitStart),
      line_at("05:01.205", "cc", start_of("4")),
      line_at("05:01.255", "cc", report_of("4", cold)),
      line_at("05:01.300", "bb", start_of("5")),
      line_at("05:01.350", "bb", report_of("5")),
      line_at("05:09.000", "dd", kInitStart),  // no request follows this initialisation
  };
  check_both_orders(all, 5);
  std::vector<std::string> without;
  std::copy_if(all.begin(), all.end(), std::back_inserter(without),
               [](const std::string& line) { return line.find(" START ") == std::string::npos; });
  check_both_orders(without, 5);
}

TEST_CASE("Instances that share a file give the same rows in both orders") {
  const std::string cold = "Init Duration: 200.00 ms\t";
  check_both_orders(
      {
          line_at("00:00.000", "", kInitStart),
          line_at("00:04.000", "", kInitStart),
          line_at("00:04.255", "", report_of("1", cold)),
          line_at("00:10.000", "", kInitTimeout),
          line_at("00:10.060", "", report_of("2")),
          line_at("00:10.500", "", report_of("3")),
          line_at("01:30.000", "", kInitStart),
          line_at("01:30.250", "", report_of("4", cold)),
          line_at("01:31.000", "", report_of("5")),
      },
      5);
}

TEST_CASE("Events of the JSON format give the same rows in both orders") {
  const auto event = [](const std::string& time, const std::string& type, const std::string& record) {
    return R"({"logStreamName":"a","timestamp":1717243200000,"message":{"time":"2024-06-01T12:)" + time +
           R"(Z","type":"platform.)" + type + R"(","record":{)" + record + "}}}";
  };
  const auto report = [&](const std::string& time, const std::string& id) {
    return event(time, "report",
                 R"("requestId":")" + id +
                     R"(","metrics":{"durationMs":50,"billedDurationMs":50,"memorySizeMB":512)"
                     R"(,"maxMemoryUsedMB":24})");
  };
  for (const std::string type : {"on-demand", "provisioned-concurrency"}) {
    check_both_orders(
        {
            event("00:00.000", "initStart", R"("phase":"init","initializationType":")" + type + '"'),
            event("00:02.990", "initRuntimeDone", R"("phase":"init","status":"error")"),
            event("00:03.000", "initReport",
                  R"("phase":"init","status":"error","metrics":{"durationMs":3000})"),
            event("00:03.005", "start", R"("requestId":"1")"),
            report("00:03.055", "1"),
            event("00:09.000", "start", R"("requestId":"2")"),
            report("00:09.050", "2"),
        },
        2, R"({"events":[)", ",", "]}");
  }
}
