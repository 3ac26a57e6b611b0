// Tests of access logs of API gateways and web servers.
#include <string>

#include "tests/import/import_support.hpp"

using curtain::Trouble;
using support::kMillisecond;
using support::kNoon;
using support::ReadLog;

TEST_CASE("Access logs in JSON with names chosen by the user are read") {
  ReadLog log(
      "access-log",
      R"({"requestId":"r-1","requestTimeEpoch":"1681041662345","routeKey":"GET /pets","status":"200","integrationLatency":"12","responseLatency":"15","accountId":"123456789012"})"
      "\n"
      R"({"request_id":"r-2","request_time_epoch":1681041662345,"http_method":"POST","resource_path":"/pets/{id}","status":502,"response_latency":20})"
      "\n"
      R"({"requestId":"r-3","requestTime":"09/Apr/2023:12:01:02 +0000","httpMethod":"GET","path":"/x?y=1","status":"429","integrationLatency":"-","responseLatency":"1"})"
      "\n");
  REQUIRE(log.all().size() == 2);
  CHECK(log.all()[0].function == "GET /pets");
  CHECK(log.all()[0].tenant == "123456789012");
  CHECK(log.all()[0].request == "r-1");
  CHECK(log.all()[0].status == "200");
  CHECK(log.all()[0].times.arrival == kNoon);
  CHECK(log.all()[0].times.duration == 12 * kMillisecond);
  CHECK(log.all()[1].function == "POST /pets/{id}");
  CHECK(log.all()[1].times.duration == 20 * kMillisecond);
  CHECK(log.counts().not_passed_on == 1);
}

TEST_CASE("Access logs exported from CloudWatch Logs are read") {
  const std::string json =
      R"({"requestId":"r-1","requestTimeEpoch":1681041662345,"routeKey":"GET /pets","integrationLatency":12})";
  const std::string common = R"(192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] "GET /pets HTTP/1.1" 200 5)";
  const auto event = [](const std::string& message) {
    std::string text = R"({"timestamp":1681041662400,"message":")";
    for (const char character : message) {
      text += character == '"' ? "\\\"" : std::string(1, character);
    }
    return text + "\\n\"}";
  };
  for (const std::string& text :
       {R"({"events":[)" + event(json) + "," + event(common) + "]}",
        R"({"logGroup":"api","logEvents":[)" + event(json) + "," + event(common) + "]}\n",
        "2023-04-09T12:01:02.400000+00:00 0f1e2d " + json + "\n2023-04-09T12:01:02.400000+00:00 0f1e2d " +
            common + "\n"}) {
    INFO(text);
    const ReadLog log("access-log", text);
    REQUIRE(log.all().size() == 2);
    CHECK(log.all()[0].function == "GET /pets");
    CHECK(log.all()[0].times.arrival == kNoon);
    CHECK(log.all()[1].function == "GET /pets");
    CHECK(log.all()[1].times.arrival == kNoon - 345 * kMillisecond);
  }
}

TEST_CASE("Access logs in the common, the combined and timed formats are read") {
  const std::string line =
      R"(192.0.2.1 - alice [09/Apr/2023:12:01:02 +0000] "GET /pets?limit=2 HTTP/1.1" 200 512)";
  const std::int64_t second = 1'681'041'662'000 * kMillisecond;
  const std::string combined = R"x( "https://example.org/" "Mozilla/5.0 (X11; \"y\")")x";
  const ReadLog log("access-log", line + "\n" + line + combined + "\n" + line + R"( "-" "curl/7" 0.250)" +
                                      "\n" + line + R"( "-" "curl/7" 250000)" + "\n" + line +
                                      " 7f1c2d3e-0000-4000-8000-000000000001\n# a comment\n");
  REQUIRE(log.all().size() == 5);
  for (const support::Told& told : log.all()) {
    CHECK(told.function == "GET /pets");
    CHECK(told.status == "200");
  }
  CHECK_FALSE(log.all()[0].times.duration);
  CHECK_FALSE(log.all()[1].times.duration);
  CHECK(log.all()[1].request.empty());
  CHECK(log.all()[2].times.duration == 250 * kMillisecond);
  CHECK(log.all()[2].times.arrival == second - 250 * kMillisecond);
  CHECK_FALSE(log.all()[3].times.duration);  // a whole number may be a size in bytes or a status
  CHECK(log.all()[3].times.arrival == second);
  CHECK(log.all()[4].request == "7f1c2d3e-0000-4000-8000-000000000001");
}

TEST_CASE("Broken lines of access logs are reported with a reason") {
  const ReadLog log("access-log",
                    "hello\n"
                    "192.0.2.1 - - [09/Abr/2023:12:01:02 +0000] \"GET / HTTP/1.1\" 200 5\n"
                    "192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] \"GET / HTT\n"
                    "192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] \"GET / HTTP/1.1\" two 5\n"
                    "{\"requestId\":\"r\"}\n");
  REQUIRE(log.broken().size() == 5);
  CHECK(log.broken()[0].trouble == Trouble::no_time);
  CHECK(log.broken()[1].trouble == Trouble::bad_time);
  CHECK(log.broken()[2].trouble == Trouble::cut_off);
  CHECK(log.broken()[3].trouble == Trouble::missing_field);
  const ReadLog json("access-log", R"({"requestId":"r","status":"200"})"
                                   "\n"
                                   R"({"requestTimeEpoch":"soon"})"
                                   "\n"
                                   R"({"requestTimeEpoch":1681041662345,"responseLatency":"-5"})"
                                   "\n"
                                   R"({"requestTimeEpoch":168104)"
                                   "\n");
  REQUIRE(json.broken().size() == 4);
  CHECK(json.broken()[0].trouble == Trouble::no_time);
  CHECK(json.broken()[1].trouble == Trouble::bad_time);
  CHECK(json.broken()[2].trouble == Trouble::negative);
  CHECK(json.broken()[3].trouble == Trouble::bad_json);
}

TEST_CASE("Objects without the fields of an access log count as broken") {
  const ReadLog log("access-log", R"({"time":"2023-04-09T12:01:02Z","level":"info","path":"/x","took":12})"
                                  "\n"
                                  R"({"requestTimeEpoch":1681041662345,"routeKey":"GET /pets"})"
                                  "\n");
  CHECK(log.all().size() == 1);
  REQUIRE(log.broken().size() == 1);
  CHECK(log.broken()[0].trouble == Trouble::missing_field);
  CHECK_THAT(log.broken()[0].what, ContainsSubstring("--duration-field"));
}

TEST_CASE("Lines inside the records of a container runtime are read") {
  const std::string line =
      R"(192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] "GET /pets HTTP/1.1" 200 5 "-" "curl/8" 0.250)";
  const std::string docker =
      R"({"log":"192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] \"GET /pets HTTP/1.1\" 200 5 \"-\" \"curl/8\" 0.250\n","stream":"stdout","time":"2023-04-09T12:01:02.4Z"})";
  const ReadLog log("access-log", docker + "\n2023-04-09T12:01:02.400000000Z stdout F " + line + "\n");
  REQUIRE(log.all().size() == 2);
  CHECK(log.all()[0].times.duration == 250 * kMillisecond);
  CHECK(log.all()[1].times.duration == 250 * kMillisecond);
}

TEST_CASE("A layout given on the command line is used for lines and objects") {
  curtain::LogOptions options;
  options.log_format = R"(%h %l %u %t "%r" %>s %b %D)";
  const ReadLog lines("access-log",
                      "192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] \"GET /pets HTTP/1.1\" 200 5 250000\n",
                      options);
  REQUIRE(lines.all().size() == 1);
  CHECK(lines.all()[0].times.duration == 250 * kMillisecond);
  curtain::LogOptions field;
  field.duration_field = "took:ms";
  const ReadLog objects("access-log",
                        R"({"time":"2023-04-09T12:01:02.345Z","method":"GET","path":"/x","took":12})"
                        "\n",
                        field);
  REQUIRE(objects.all().size() == 1);
  CHECK(objects.all()[0].times.duration == 12 * kMillisecond);
  CHECK(objects.all()[0].times.arrival == kNoon - 12 * kMillisecond);
}
