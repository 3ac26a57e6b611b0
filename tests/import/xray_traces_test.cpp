// Tests of traces of X-Ray as `aws xray batch-get-traces` prints them.
#include <string>

#include "tests/import/import_support.hpp"

using curtain::Trouble;
using support::kMillisecond;
using support::ReadLog;

namespace {

const std::string kArn = "arn:aws:lambda:eu-west-1:123456789012:function:cart";

const std::string kService =
    R"({"id":"aaaaaaaaaaaaaaa1","name":"cart","start_time":1.681041662100E9,"trace_id":"1-6432a8ee-0123456789abcdef01234567",)"
    R"("end_time":1.681041662345E9,"http":{"response":{"status":200}},"aws":{"request_id":"r-1"},"origin":"AWS::Lambda",)"
    R"("resource_arn":")" +
    kArn + R"("})";

/// An execution of 40 ms, after an Initialization of 100.5 ms that ends 1 ms before the execution.
const std::string kFunction =
    R"({"id":"bbbbbbbbbbbbbbb1","name":"cart","start_time":1.6810416623E9,"trace_id":"1-6432a8ee-0123456789abcdef01234567",)"
    R"("end_time":1.68104166234E9,"parent_id":"aaaaaaaaaaaaaaa1","aws":{"account_id":"123456789012","function_arn":")" +
    kArn +
    R"("},"origin":"AWS::Lambda::Function","subsegments":[{"id":"c1","name":"Initialization","start_time":1.6810416621985E9,)"
    R"("end_time":1.681041662299E9},{"id":"c2","name":"Invocation","start_time":1.6810416623001E9,"end_time":1.6810416623395E9},)"
    R"({"id":"c3","name":"Overhead","start_time":1.6810416623395E9,"end_time":1.68104166234E9}]})";

std::string quoted_document(const std::string& text) {
  std::string out = "\"";
  for (const char character : text) {
    out += character == '"' ? "\\\"" : std::string(1, character);
  }
  return out + "\"";
}

std::string batch(const std::vector<std::string>& documents) {
  std::string segments;
  for (const std::string& document : documents) {
    segments +=
        (segments.empty() ? "" : ",") + (R"({"Id":"x","Document":)" + quoted_document(document)) + "}";
  }
  return R"({"Traces":[{"Id":"1-6432a8ee","Duration":0.245,"LimitExceeded":false,"Segments":[)" + segments +
         R"(]}],"UnprocessedTraceIds":[]})";
}

std::string without(std::string text, const std::string& part) {
  REQUIRE(text.find(part) != std::string::npos);
  return text.erase(text.find(part), part.size());
}

}  // namespace

TEST_CASE("An execution arrives when the service gets its request") {
  for (const std::string& text :
       {batch({kService, kFunction}), batch({kFunction, kService}), kService + "\n" + kFunction + "\n",
        "[" + kService + ",\n" + kFunction + "]\n"}) {
    ReadLog log("xray", text);
    REQUIRE(log.all().size() == 1);
    const support::Told& told = log.all()[0];
    CHECK(told.function == "cart");
    CHECK(told.tenant == "123456789012");
    CHECK(told.request == "1-6432a8ee-0123456789abcdef01234567/bbbbbbbbbbbbbbb1");
    CHECK(told.times.arrival == 1'681'041'662'100 * kMillisecond);
    CHECK(told.times.duration == 40 * kMillisecond);
    CHECK(told.times.init == 100'500'000);
    CHECK(told.times.cold == true);
    CHECK_FALSE(told.times.memory);
    CHECK(log.counts().others == 1);
    CHECK(log.counts().starts_found == 1);
  }
}

TEST_CASE("If a segment contains the start-up, the execution is the rest of the segment") {
  std::string text = kFunction;
  text.replace(text.find("1.6810416623E9"), 14, "1.6810416621985E9");
  const ReadLog log("xray", text);
  REQUIRE(log.all().size() == 1);
  CHECK(log.all()[0].times.arrival == 1'681'041'662'198'500'000);
  CHECK(log.all()[0].times.duration == 41 * kMillisecond);
}

TEST_CASE("If a request has no execution below it, the request itself is the execution") {
  const ReadLog log("xray", batch({kService}));
  REQUIRE(log.all().size() == 1);
  CHECK(log.all()[0].times.duration == 245 * kMillisecond);
  CHECK(log.all()[0].function == "cart");
}

TEST_CASE("Broken segments of X-Ray are reported with a reason") {
  const ReadLog log("xray",
                    batch({kFunction.substr(0, 100), without(kFunction, R"("end_time":1.68104166234E9,)"),
                           without(kFunction, R"("start_time":1.6810416623E9,)")}) +
                        "\n" + batch({kFunction}));
  CHECK(log.all().size() == 1);
  REQUIRE(log.broken().size() == 3);
  CHECK(log.broken()[0].trouble == Trouble::bad_json);
  CHECK(log.broken()[1].trouble == Trouble::unfinished);
  CHECK(log.broken()[2].trouble == Trouble::missing_field);
  std::string backwards = kFunction;
  backwards.replace(backwards.find("1.68104166234E9"), 15, "1.68104166200E9");
  CHECK(ReadLog("xray", backwards).broken().at(0).trouble == Trouble::negative);
  std::string never = kFunction;
  never.replace(never.find("1.68104166234E9"), 15, "\"never\"");
  CHECK(ReadLog("xray", never).broken().at(0).trouble == Trouble::bad_time);
}

TEST_CASE("An Initialization that ended long before the request does not belong to it") {
  ReadLog log(
      "xray",
      R"({"id":"b1","name":"cart","origin":"AWS::Lambda::Function","start_time":1681041663.0,"end_time":1681041665.0,"aws":{},"subsegments":[{"name":"Initialization","start_time":1681041362.25,"end_time":1681041362.75}]})"
      "\n");
  REQUIRE(log.all().size() == 1);
  CHECK(log.all()[0].times.cold == false);
  CHECK(log.all()[0].times.proactive);
  CHECK(log.all()[0].times.arrival == 1'681'041'663'000'000'000);
  CHECK(log.counts().proactive == 1);
}
