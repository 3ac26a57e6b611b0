#include "models/import/access_format.hpp"

#include <stdexcept>
#include <string>

#include "models/import/json_stream.hpp"
#include "tests/catch.hpp"

using curtain::AccessFit;
using curtain::AccessFormat;
using curtain::AccessRecord;

namespace {

constexpr std::int64_t kAt = 1'681'041'662'000'000'000;  // 2023-04-09T12:01:02Z

AccessRecord read_by(const std::string& format, const std::string& line, AccessFit fit = AccessFit::read) {
  AccessRecord record;
  CHECK(AccessFormat(format).read(line, record) == fit);
  return record;
}

std::string why_not(const std::string& format) {
  try {
    (void)AccessFormat(format);
  } catch (const std::invalid_argument& reason) {
    return reason.what();
  }
  return "";
}

}  // namespace

TEST_CASE("A log_format of nginx is read") {
  const std::string format =
      R"($remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent $upstream_addr $upstream_status rt=$request_time)";
  const std::string line =  // the status of the record is a part of it
      R"(192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] "GET /a\"b?c HTTP/1.1" 200 5 10.0.0.1:80, 10.0.0.2:80 502, 200 rt=0.250)";
  const AccessRecord record = read_by(format, line);
  CHECK(record.function == "GET /a\\\"b");
  CHECK(record.invocation.status == "200");
  CHECK(record.invocation.duration == 250'000'000);
  CHECK(record.invocation.arrival == kAt - 250'000'000);
  CHECK(read_by(format, R"(192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] "GET /a HTT)", AccessFit::broken)
            .problem.trouble == curtain::Trouble::cut_off);
}

TEST_CASE("A LogFormat of Apache is read, with times of the beginning") {
  const std::string line = R"(192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] "GET /a HTTP/1.1" 200 5 250000)";
  const AccessRecord micro = read_by(R"(%h %l %u %t "%r" %>s %b %D)", line);
  CHECK(micro.invocation.duration == 250'000'000);
  CHECK(micro.invocation.arrival == kAt);
  CHECK(micro.function == "GET /a");
  CHECK(read_by(R"(%h %l %u %t \"%r\" %>s %b %{ms}T)", line).invocation.duration == 250'000'000'000);
  CHECK(read_by(R"(%h %l %u %t "%r" %>s %b %T)", line.substr(0, line.size() - 5)).invocation.duration ==
        2'000'000'000);
}

TEST_CASE("A format string of Envoy is read") {
  const AccessRecord record =
      read_by("[%START_TIME%] %REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %RESPONSE_CODE% %DURATION%",
              "[2023-04-09T12:01:02Z] GET /a?b 503 12");
  CHECK(record.function == "GET /a");
  CHECK(record.invocation.duration == 12'000'000);
  CHECK(record.invocation.arrival == kAt);
}

TEST_CASE("Formats that cannot be read are refused with a reason") {
  CHECK_THAT(why_not("combined"), ContainsSubstring("has no variable"));
  CHECK_THAT(why_not("$request $request_time"), ContainsSubstring("has no instant"));
  CHECK_THAT(why_not("$time_local $request_time"), ContainsSubstring("has no request"));
  CHECK_THAT(why_not("$time_local$request"), ContainsSubstring("no text between $time_local and $request"));
  CHECK_THROWS_AS(curtain::DurationField("took"), std::invalid_argument);
  CHECK_THROWS_AS(curtain::DurationField("took:min"), std::invalid_argument);
}

TEST_CASE("The field of a duration may have a unit and be inside objects") {
  curtain::JsonTree tree;
  REQUIRE(
      curtain::parse_json(
          R"({"ts":1681041662.5,"request":{"method":"GET","uri":"/a?b"},"duration":0.25,"status":200})", tree)
          .empty());
  AccessRecord record;
  REQUIRE(curtain::DurationField("duration:s").read(tree.root(), record) == AccessFit::read);
  CHECK(record.function == "GET /a");
  CHECK(record.invocation.duration == 250'000'000);
  CHECK(record.invocation.arrival == kAt + 250'000'000);
  AccessRecord none;
  CHECK(curtain::DurationField("took:s").read(tree.root(), none) == AccessFit::broken);
  CHECK(none.problem.trouble == curtain::Trouble::missing_field);
}
