#include "models/import/read_log.hpp"

#include <string>

#include "tests/import/import_support.hpp"
#include "tests/workload/packed_files.hpp"

using curtain::Trouble;
using support::kReport;
using support::ReadLog;

namespace {

/// Returns the name of the kind that recognises a file with this text, or nothing.
std::string guess(const std::string& text) {
  const support::TemporaryFolder folder;
  const curtain::LogKind* const kind = curtain::guess_log_kind(folder.write("log", text));
  return kind == nullptr ? "" : std::string(kind->name);
}

const std::string kLine = "2023-04-09T12:01:02.345Z " + kReport + "\n";
const std::string kBatch =
    R"({"owner":"123456789012","logGroup":"/aws/lambda/cart","logEvents":[{"timestamp":1681041662345,"message":"REPORT RequestId: 1 Duration: 1 ms Billed Duration: 1 ms Memory Size: 1 MB Max Memory Used: 1 MB"}]})";

}  // namespace

TEST_CASE("Kinds of logs have names, and the kind of a file is recognised") {
  for (const std::string& name : curtain::log_kinds()) {
    CHECK(curtain::find_log_kind(name)->name == name);
  }
  CHECK(curtain::find_log_kind("syslog") == nullptr);
  CHECK(guess(kLine) == "cloudwatch");
  CHECK(guess(support::gzipped(kBatch)) == "cloudwatch");
  CHECK(guess(R"({"Traces":[{"Segments":[]}]})") == "xray");
  CHECK(guess(R"({"resourceSpans":[]})") == "otel");
  CHECK(guess(R"(192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] "GET / HTTP/1.1" 200 5)") == "access-log");
  CHECK(guess(R"({"requestTimeEpoch":1,"routeKey":"x"})") == "access-log");
  CHECK(guess(R"({"events":[{"ingestionTime":1,"message":"{\"requestTimeEpoch\":1}"}]})") == "access-log");
  CHECK(guess(R"({"events":[{"ingestionTime":1,"message":"hello"}]})") == "cloudwatch");
  // Logs Insights extracts these fields, without the message that contains them.
  CHECK(guess(R"([{"@timestamp":"2023-04-09 12:01:02.345","@duration":"12.34","@requestId":"r"}])") ==
        "cloudwatch");
  CHECK(guess(R"({"results":[[{"field":"@timestamp","value":"2023-04-09 12:01:02.345"},)"
              R"({"field":"@duration","value":"12.34"}]],"status":"Complete"})") == "cloudwatch");
  CHECK(guess("hello\n").empty());
  CHECK(guess("").empty());
}

TEST_CASE("A broken line of JSON breaks only that line, at any position") {
  const std::string cut = kBatch.substr(0, 120);
  for (const std::string& text :
       {cut + "\n" + kBatch + "\n" + kBatch + "\n", kBatch + "\n" + cut + "\n" + kBatch + "\n",
        kBatch + "\n" + kBatch + "\n" + cut + "\n", kBatch + kBatch + cut + "\n"}) {
    const ReadLog log("cloudwatch", text);
    CHECK(log.all().size() == 2);
    REQUIRE(log.broken().size() == 1);
    CHECK(log.broken()[0].trouble == Trouble::bad_json);
    CHECK(cut.ends_with(log.broken()[0].text));
  }
}

TEST_CASE("Lines of text between lines of JSON are also read") {
  const ReadLog log("cloudwatch", kBatch + "\n\n" + kLine + "[ERROR] x\nbye\n");
  CHECK(log.all().size() == 2);
  const ReadLog text("cloudwatch", "[ERROR] x\n{\n  \"an\": \"object\"\n}\n" + kLine);
  CHECK(text.all().size() == 1);
  CHECK(text.broken().empty());
}

TEST_CASE("A truncated document is read up to its end") {
  const std::string event =
      R"({"timestamp":1681041662345,"message":"REPORT RequestId: 1 Duration: 1 ms Billed Duration: 1 ms Memory Size: 1 MB Max Memory Used: 1 MB"})";
  const ReadLog log("cloudwatch", "{\n\"events\": [\n" + event + ",\n" + event + ",\n" + event.substr(0, 40));
  CHECK(log.all().size() == 2);
  REQUIRE(log.broken().size() == 1);
  CHECK(log.broken()[0].trouble == Trouble::bad_json);
  CHECK_THAT(log.broken()[0].what, ContainsSubstring("the rest of this file was not read"));
  CHECK(log.broken()[0].line == 5);
}

TEST_CASE("Broken events within a document are reported with their own line and text") {
  const std::string event = R"({"timestamp":1681041662345,"message":"REPORT RequestId: 1 Duration: x ms"})";
  const ReadLog log("cloudwatch", "{\n\"events\": [\n{\"message\": \"a\"},\n" + event + "\n]}");
  REQUIRE(log.broken().size() == 1);
  CHECK(log.broken()[0].line == 4);
  CHECK(log.broken()[0].text == event);
}

TEST_CASE("Random bytes count as broken, for every kind of log") {
  for (const std::string& kind : curtain::log_kinds()) {
    const ReadLog log(kind, std::string("x\0y\n", 4));
    REQUIRE(log.broken().size() == 1);
    CHECK(log.broken()[0].trouble == Trouble::binary);
  }
}

TEST_CASE("Empty files, lines that are too long and damaged files are handled") {
  CHECK(ReadLog("cloudwatch", "").counts().records == 0);
  const ReadLog longest("cloudwatch", std::string(3 << 20, 'x') + "\n" + kLine);
  CHECK(longest.all().size() == 1);
  REQUIRE(longest.broken().size() == 1);
  CHECK(longest.broken()[0].trouble == Trouble::too_long);
  std::string text;
  for (int i = 0; i < 20'000; ++i) {
    text += "2023-04-09T12:01:02.345Z REPORT RequestId: " + std::to_string(i * 7919LL % 1'000'003) +
            " Duration: 1 ms Billed Duration: 1 ms Memory Size: 1 MB Max Memory Used: 1 MB\n";
  }
  const std::string packed = support::gzipped(text);
  const ReadLog cut("cloudwatch", packed.substr(0, packed.size() - 10));
  CHECK(cut.all().size() > 1000);
  REQUIRE(cut.broken().size() == 1);
  CHECK(cut.broken()[0].trouble == Trouble::damaged_file);
}
