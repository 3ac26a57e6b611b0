// Tests of the common and combined log formats, and of the words that servers append to them.
#include <string>

#include "tests/import/import_support.hpp"
#include "tests/workload/packed_files.hpp"

using curtain::Trouble;
using support::kMillisecond;
using support::ReadLog;

namespace {

constexpr std::int64_t kSecondOfLine = 1'681'041'662'000 * kMillisecond;  // 2023-04-09T12:01:02Z
const std::string kCommonLine =
    R"(192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] "GET /pets?limit=2 HTTP/1.1" 200 512)";
const std::string kCombinedLine = kCommonLine + R"( "-" "curl/8.1")";

/// Returns the duration in ms of a line with this end, or -1.
std::int64_t duration_with(const std::string& end) {
  const ReadLog log("access-log", kCombinedLine + end + "\n");
  REQUIRE(log.all().size() == 1);
  const auto& times = log.all()[0].times;
  CHECK(times.arrival == kSecondOfLine - times.duration.value_or(0));
  return times.duration ? *times.duration / kMillisecond : -1;
}

}  // namespace

TEST_CASE("An address after the user agent is neither a duration nor a request id") {
  const std::string text = kCombinedLine + " \"203.0.113.7\"\n" + kCombinedLine + " \"203.0.113.7\"\n" +
                           kCombinedLine + " \"203.0.113.7, 10.1.2.3\"\n" + kCombinedLine + " \"-\"\n" +
                           kCombinedLine + " \"2001:db8::1\"\n";
  const ReadLog log("access-log", text);
  REQUIRE(log.all().size() == 5);
  for (const support::Told& told : log.all()) {
    CHECK(told.function == "GET /pets");
    CHECK(told.request.empty());
    CHECK_FALSE(told.times.duration);
  }
}

TEST_CASE("A duration is a word that cannot be anything else") {
  CHECK(duration_with(" 0.345") == 345);
  CHECK(duration_with(" 0.345 200") == 345);
  CHECK(duration_with(" 200 0.345") == 345);
  CHECK(duration_with(" 0.345 0.344") == 345);
  CHECK(duration_with(" 0.344 0.345") == 345);
  CHECK(duration_with(" \"0.100, 0.200\" 0.345") == 345);
  CHECK(duration_with(" 0.100, 0.200 0.345 502, 200") == 345);
  CHECK(duration_with(" 12 \"router@docker\" \"http://10.0.0.1:80\" 12ms") == 12);
  CHECK(duration_with(" rt=0.345") == -1);
  // A status, a size in bytes, a ratio, an instant, an address, a serial number.
  for (const char* const end :
       {" 200", " 503", " 250000", " \"2.85\"", " 2.85", " 1681041662.345", " 10.1.2.3", " 7"}) {
    INFO(end);
    CHECK(duration_with(end) == -1);
  }
}

TEST_CASE(
    "The majority of lines determines which word is the duration, and shorter lines count as truncated") {
  const std::string line = kCombinedLine + " 0.344 0.345";
  std::string text;
  for (int i = 0; i < 5; ++i) {
    text += line + "\n";
  }
  text += kCombinedLine + " 0.200 0.1\n";  // truncated within the last word
  text += kCombinedLine + " 0.344\n" + kCombinedLine + "\n" + kCommonLine + "\n";
  text += kCombinedLine.substr(0, kCombinedLine.size() - 3) + "\n";
  const ReadLog log("access-log", text);
  CHECK(log.all().size() == 5);
  REQUIRE(log.broken().size() == 5);
  CHECK(log.broken()[0].trouble == Trouble::not_a_number);
  for (std::size_t i = 1; i < 5; ++i) {
    CHECK(log.broken()[i].trouble == Trouble::cut_off);
  }
}

TEST_CASE("Addresses in brackets, user names with spaces, and escaped quotation marks are read") {
  const ReadLog log(
      "access-log",
      "[2001:db8::1] - - [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.0\" 200 2326\n"
      "2001:db8::1 - [203.0.113.7] - john doe [10/Oct/2000:13:55:36 -0700] \"GET /a?x=\\\"y\\\" HTTP/1.0\" "
      "200 2326 \"http://a/[b]\" \"an \\\\\\\"agent\\\"\" 0.100\n");
  REQUIRE(log.all().size() == 2);
  CHECK(log.all()[0].times.arrival == 971'211'336'000 * kMillisecond);
  CHECK(log.all()[0].function == "GET /a");
  CHECK(log.all()[1].function == "GET /a");
  CHECK(log.all()[1].times.duration == 100 * kMillisecond);
  CHECK(log.all()[1].times.arrival == 971'211'335'900 * kMillisecond);
}

TEST_CASE("A connection without a request is counted, but not as an invocation") {
  ReadLog log("access-log",
              "192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] \"-\" 408 0 \"-\" \"-\"\n"
              "192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] \"\" 400 0 \"-\" \"-\"\n"
              "192.0.2.1 - - [09/Apr/2023:12:01:02 +0000] \"\\x16\\x03\\x01\" 400 157 \"-\" \"-\"\n");
  CHECK(log.all().empty());
  CHECK(log.counts().not_passed_on == 3);
}

TEST_CASE("The combined format is recognised, also in compressed files") {
  const support::TemporaryFolder folder;
  CHECK(curtain::guess_log_kind(folder.write("a", kCombinedLine + "\n"))->name == "access-log");
  CHECK(curtain::guess_log_kind(folder.write("b", support::gzipped(kCombinedLine + "\n")))->name ==
        "access-log");
  CHECK(curtain::guess_log_kind(folder.write("c", "see [the manual] for HTTP/1.1 200 -\n")) == nullptr);
}
