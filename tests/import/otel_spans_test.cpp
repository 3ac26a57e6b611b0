// Tests of spans of OpenTelemetry in OTLP/JSON.
#include <string>

#include "tests/import/import_support.hpp"

using curtain::Trouble;
using support::ReadLog;

namespace {

std::string text_attribute(const std::string& key, const std::string& value) {
  return R"({"key":")" + key + R"(","value":{"stringValue":")" + value + R"("}})";
}

std::string span(const std::string& id, const std::string& kind, const std::string& attributes,
                 const std::string& end = "1681041662357340001") {
  return R"({"traceId":"5b8efff798038103d269b633813fc60c","spanId":")" + id +
         R"(","name":"handler","kind":)" + kind +
         R"(,"startTimeUnixNano":"1681041662345000001","endTimeUnixNano":")" + end + R"(","attributes":[)" +
         attributes + R"(],"status":{}})";
}

std::string document(const std::string& resource, const std::string& spans) {
  return R"({"resourceSpans":[{"resource":{"attributes":[)" + resource +
         R"(]},"scopeSpans":[{"scope":{"name":"s"},"spans":[)" + spans + "]}]}]}";
}

const std::string kResource = text_attribute("service.name", "shop") + "," +
                              text_attribute("faas.name", "cart") + "," +
                              text_attribute("cloud.account.id", "123456789012") +
                              R"(,{"key":"faas.max_memory","value":{"intValue":"268435456"}})";
const std::string kCold = R"({"key":"faas.coldstart","value":{"boolValue":true}})";

}  // namespace

TEST_CASE("A span of a function is an invocation, exact to the nanosecond") {
  const std::string one = document(kResource, span("eee19b7ec3c1b174", "2", kCold));
  for (const std::string& text : {one, one + "\n" + document(kResource, "") + "\n"}) {
    const ReadLog log("otel", text);
    REQUIRE(log.all().size() == 1);
    const support::Told& told = log.all()[0];
    CHECK(told.function == "cart");
    CHECK(told.tenant == "123456789012");
    CHECK(told.request == "5b8efff798038103d269b633813fc60c/eee19b7ec3c1b174");
    CHECK(told.times.arrival == 1'681'041'662'345'000'001);
    CHECK(told.times.duration == 12'340'000);
    CHECK(told.times.memory == 256u);
    CHECK(told.times.cold == true);
  }
}

TEST_CASE("Attributes of a span determine whether it is an invocation, and name its function") {
  const std::string service = text_attribute("service.name", "shop");
  ReadLog log("otel",
              document(service,
                       span("01", "\"SPAN_KIND_SERVER\"", "") + "," + span("02", "1", "") + "," +
                           span("03", "1", text_attribute("faas.trigger", "timer")) + "," +
                           span("04", "3", text_attribute("faas.invoked_name", "pay")) + "," +
                           span("05", "5",
                                text_attribute("cloud.resource_id",
                                               "arn:aws:lambda:eu-west-1:210987654321:function:mail:live"))));
  REQUIRE(log.all().size() == 3);
  CHECK(log.all()[0].function == "shop");
  CHECK(log.all()[1].request == "5b8efff798038103d269b633813fc60c/03");
  CHECK(log.all()[2].function == "mail");
  CHECK(log.all()[2].tenant == "210987654321");
  CHECK(log.counts().client_spans == 1);
  CHECK(log.counts().others == 2);
  const ReadLog callers(
      "otel", document(service, span("04", "3", text_attribute("faas.invoked_name", "pay"))), {"", "", true});
  REQUIRE(callers.all().size() == 1);
  CHECK(callers.all()[0].function == "pay");
  CHECK(ReadLog("otel", document("", span("01", "2", ""))).all().at(0).function == "handler");
}

TEST_CASE("A resource may follow its spans, and scopes of earlier versions are read") {
  const ReadLog late("otel", R"({"resourceSpans":[{"scopeSpans":[{"spans":[)" + span("01", "2", "") +
                                 R"(]}],"resource":{"attributes":[)" + kResource + "]}}]}");
  REQUIRE(late.all().size() == 1);
  CHECK(late.all()[0].function == "cart");
  const ReadLog early("otel", R"({"resourceSpans":[{"resource":{"attributes":[)" + kResource +
                                  R"(]},"instrumentationLibrarySpans":[{"spans":[)" + span("01", "2", "") +
                                  "]}]}]}");
  CHECK(early.all().size() == 1);
}

TEST_CASE("A trace in the form of Tempo's query API is read") {
  const std::string spans = R"([{"resource":{"attributes":[)" + kResource + R"(]},"scopeSpans":[{"spans":[)" +
                            span("01", "\"SPAN_KIND_SERVER\"", "") + "]}]}]";
  for (const std::string& text :
       {R"({"batches":)" + spans + "}", R"({"trace":{"resourceSpans":)" + spans + "}}",
        R"({"trace":{"batches":)" + spans + "}}"}) {
    const ReadLog log("otel", text);
    REQUIRE(log.all().size() == 1);
    CHECK(log.all()[0].function == "cart");
  }
}

TEST_CASE("Broken spans are reported with a reason") {
  const ReadLog log(
      "otel", document(kResource, span("01", "2", "", "1681041662345000000") + "," +
                                      span("02", "2", "", "soon") + "," + span("03", "2", "", "0") + "," +
                                      span("04", "2", "", "1781041662345000000")) +
                  "\n" + document(kResource, span("05", "2", "")).substr(0, 300) + "\n" +
                  document(kResource, span("06", "2", "")) + "\n");
  CHECK(log.all().size() == 1);
  REQUIRE(log.broken().size() == 5);
  CHECK(log.broken()[0].trouble == Trouble::negative);
  CHECK(log.broken()[1].trouble == Trouble::bad_time);
  CHECK(log.broken()[2].trouble == Trouble::unfinished);
  CHECK(log.broken()[3].trouble == Trouble::too_large);
  CHECK(log.broken()[4].trouble == Trouble::bad_json);
  CHECK(log.broken()[4].line == 2);
}

TEST_CASE("A batch of messages is one invocation, and a function that calls itself is two") {
  const auto child = [](const std::string& id, const std::string& parent, const std::string& kind,
                        const std::string& attributes = "") {
    std::string text = span(id, kind, attributes);
    return text.replace(text.find("\"name\""), 0, "\"parentSpanId\":\"" + parent + "\",");
  };
  const std::string receive = text_attribute("messaging.operation", "receive");
  ReadLog batch("otel", document(kResource, child("04", "02", "5") + "," + child("03", "02", "5") + "," +
                                                child("02", "01", "3", receive)) +
                            "\n" + document(kResource, span("01", "2", kCold)) + "\n");
  REQUIRE(batch.all().size() == 1);
  CHECK(batch.all()[0].times.cold == true);
  CHECK(batch.counts().inner_spans == 2);
  const ReadLog recursion("otel", document(kResource, span("01", "2", "") + "," + child("02", "01", "3") +
                                                          "," + child("03", "02", "2")));
  CHECK(recursion.all().size() == 2);
}
