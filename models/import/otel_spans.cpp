// Spans of OpenTelemetry in OTLP/JSON: resourceSpans[].scopeSpans[].spans[] (OpenTelemetry Protocol, "JSON
// Protobuf Encoding"; trace.proto), as one document or one document per line (OpenTelemetry Protocol File
// Exporter). Grafana Tempo's answer to a query for a trace has batches[] instead of resourceSpans[], or has
// this content within `trace` (Tempo HTTP API, "Query" and "Query V2"). The name of a function is faas.name
// of the resource, or cloud.resource_id, faas.invoked_name or service.name of the span (Semantic conventions
// for FaaS spans, and for FaaS resources). Executions are spans of kind SERVER or CONSUMER, and other spans
// with faas.invocation_id, faas.trigger or faas.coldstart. If such a span is below an execution of the same
// function, it is part of this execution (for example a batch of messages, or a span of the framework).
#include <fmt/format.h>

#include <array>
#include <charconv>

#include "models/import/log_format.hpp"
#include "models/import/log_names.hpp"
#include "models/import/span_tree.hpp"
#include "models/workload/line_reader.hpp"
#include "models/workload/memory_size.hpp"

namespace curtain {
namespace {

enum class SpanKind : std::uint8_t { other, server, client };

class OtelSpans : public LogFormat {
 public:
  explicit OtelSpans(LogReading& reading)
      : LogFormat(reading), tree_([this](const LoggedInvocation& invocation, bool is_part) {
          if (is_part) {
            ++this->reading().counts().inner_spans;
            this->reading().pass();
          } else {
            this->reading().take(invocation);
          }
        }) {}

  void finish() override { tree_.finish(); }

  [[nodiscard]] std::vector<std::string> streamed() const override {
    return {"", "resourceSpans", "batches", "scopeSpans", "instrumentationLibrarySpans", "spans"};
  }
  [[nodiscard]] bool is_broken_record(std::string_view line) const override {
    return line.find("UnixNano") != std::string_view::npos;
  }
  void line(std::string_view text) override {
    if (is_broken_record(text)) {
      reading().refuse(Trouble::bad_json, "the line is not a JSON document");
    } else {
      reading().pass();
    }
  }

  bool element(JsonView element) override {
    const std::string_view array = element.parent().key();
    if (array == "spans") {
      const JsonView owner = element.parent().parent().parent().parent();
      if (!owner["resource"]) {
        return false;  // the resource may follow the spans
      }
      span(element, owner["resource"]["attributes"]);
    } else if (array == "resourceSpans" || array == "batches") {
      left(element);
    } else {
      return !element["spans"].first();
    }
    return true;
  }
  void document(JsonView root) override {  // The spans in the root of the document were already passed on.
    if (const JsonView trace = root["trace"]; trace.is(JsonView::Kind::object)) {
      for (const std::string_view name : {"resourceSpans", "batches"}) {
        for (JsonView owner = trace[name].first(); owner; owner = owner.next()) {
          left(owner);
        }
      }
    }
  }

 private:
  /// The value of an attribute, which is stringValue, boolValue, intValue or similar.
  static std::string_view attribute(JsonView attributes, std::string_view key) {
    for (JsonView each = attributes.first(); each; each = each.next()) {
      if (each["key"].text() == key) {
        return each["value"].first().text();
      }
    }
    return {};
  }

  static SpanKind kind_of(std::string_view kind) {
    if (kind == "2" || kind == "5" || kind == "SPAN_KIND_SERVER" || kind == "SPAN_KIND_CONSUMER") {
      return SpanKind::server;
    }
    return kind == "3" || kind == "4" || kind == "SPAN_KIND_CLIENT" || kind == "SPAN_KIND_PRODUCER"
               ? SpanKind::client
               : SpanKind::other;
  }

  /// Passes on the spans that had to wait for their resource.
  void left(JsonView owner) {
    for (const std::string_view name : {"scopeSpans", "instrumentationLibrarySpans"}) {
      for (JsonView scope = owner[name].first(); scope; scope = scope.next()) {
        for (JsonView each = scope["spans"].first(); each; each = each.next()) {
          span(each, owner["resource"]["attributes"]);
        }
      }
    }
  }

  void span(JsonView span, JsonView resource) {
    const JsonView own = span["attributes"];
    const SpanKind kind = kind_of(span["kind"].text());
    bool is_execution = kind == SpanKind::server;
    for (const std::string_view key :
         {"faas.invocation_id", "faas.execution", "faas.trigger", "faas.coldstart"}) {
      is_execution = is_execution || (kind == SpanKind::other && !attribute(own, key).empty());
    }
    const bool is_call = kind == SpanKind::client && !attribute(own, "faas.invoked_name").empty();
    reading().counts().client_spans += is_call ? 1 : 0;
    LoggedInvocation invocation;
    std::string request;
    bool is_whole = false;
    if (reading().options().client_spans) {
      if (is_call) {
        if (set_execution(span, own, resource, is_call, request, invocation)) {
          reading().take(invocation);
        }
      } else {
        reading().pass();
      }
      return;
    }
    set_owner(span, own, resource, invocation);
    const std::string owner = fmt::format("{}/{}", invocation.tenant, invocation.function);
    if (is_execution) {
      is_whole = set_execution(span, own, resource, is_call, request, invocation);
    } else {
      reading().pass();
    }
    SpanPlace place;
    place.trace = span["traceId"].text();
    place.span = span["spanId"].text();
    place.parent = span["parentSpanId"].text();
    place.owner = owner;
    place.invocation = attribute(own, "faas.invocation_id");
    place.invocation = place.invocation.empty() ? attribute(own, "faas.execution") : place.invocation;
    place.is_execution = is_execution;
    place.is_call = kind == SpanKind::client && !is_receipt(own);
    if (invocation.function.empty()) {  // named now, because the current file may be another file when the
                                        // span is passed on
      invocation.function = reading().function_of_file();
      reading().counts().named_by_file += is_whole ? 1 : 0;
    }
    tree_.add(place, is_whole ? &invocation : nullptr);
  }

  /// True for a span of receiving messages. The spans below it process the messages in the same function.
  static bool is_receipt(JsonView own) {
    for (const std::string_view key :
         {"messaging.operation", "messaging.operation.type", "messaging.operation.name"}) {
      const std::string_view operation = attribute(own, key);
      if (operation == "receive" || operation == "process" || operation == "poll") {
        return true;
      }
    }
    return false;
  }

  /// An instant in nanoseconds since 1970, which is written as a string of digits.
  std::optional<std::int64_t> instant(JsonView span, std::string_view name, RecordProblem& problem) {
    const std::string_view text = span[name].text();
    std::int64_t ns = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ns);
    if (error == std::errc() && end == text.data() + text.size() && ns > 0) {
      return ns;
    }
    if (text.empty() || text == "0") {
      problem = {name[0] == 'e' ? Trouble::unfinished : Trouble::no_time,
                 fmt::format("the span has no {}", name)};
    } else {
      problem = {Trouble::bad_time,
                 fmt::format("{} is {}; expected nanoseconds since 1970", name, in_quotes(text))};
    }
    return std::nullopt;
  }

  /// Sets the data of a span, or refuses the span.
  bool set_execution(JsonView span, JsonView own, JsonView resource, bool is_call, std::string& request,
                     LoggedInvocation& invocation) {
    RecordProblem problem;
    const auto start = instant(span, "startTimeUnixNano", problem);
    const auto end = start ? instant(span, "endTimeUnixNano", problem) : std::nullopt;
    if (!end) {
      reading().refuse(std::move(problem));
      return false;
    }
    if (*end < *start || *end - *start > kLongestExecution) {
      reading().refuse(*end < *start ? Trouble::negative : Trouble::too_large,
                       fmt::format("the span lasts {} ns; allowed: 0 ns to 1 day", *end - *start));
      return false;
    }
    invocation.arrival = *start;
    invocation.told = *end;
    invocation.duration = *end - *start;
    if (const std::string told(attribute(own, "faas.coldstart")); !told.empty()) {
      invocation.cold = told == "true";
    }
    request = fmt::format("{}/{}", span["traceId"].text(), span["spanId"].text());
    invocation.request = request.size() > 1 ? request : std::string_view{};
    const std::string_view status = span["status"]["code"].text();
    invocation.status = status == "2" || status == "STATUS_CODE_ERROR" ? "error" : "";
    if (is_call) {
      invocation.function = attribute(own, "faas.invoked_name");
      return true;
    }
    return set_memory(attribute(resource, "faas.max_memory"), invocation);
  }

  static void set_owner(JsonView span, JsonView own, JsonView resource, LoggedInvocation& invocation) {
    LogOwner owner;
    for (const JsonView attributes : {own, resource}) {
      for (const std::string_view key : {"aws.lambda.invoked_arn", "cloud.resource_id", "faas.id"}) {
        owner = owner.function.empty() ? owner_of_arn(attribute(attributes, key)) : owner;
      }
    }
    const std::array<std::string_view, 6> names{
        attribute(resource, "faas.name"),    attribute(own, "faas.name"),         owner.function,
        attribute(own, "faas.invoked_name"), attribute(resource, "service.name"), span["name"].text()};
    for (const std::string_view name : names) {
      invocation.function = invocation.function.empty() ? name : invocation.function;
    }
    invocation.tenant = attribute(resource, "cloud.account.id");
    invocation.tenant = invocation.tenant.empty() ? owner.account : invocation.tenant;
  }

  /// Reads a memory size in bytes. In versions of the conventions before 1.15, it is in MiB.
  bool set_memory(std::string_view text, LoggedInvocation& invocation) {
    if (text.empty()) {
      return true;
    }
    constexpr std::int64_t mebibyte = std::int64_t{1} << 20;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::int64_t memory = value < mebibyte ? value : (value - 1) / mebibyte + 1;
    if (error != std::errc() || end != text.data() + text.size() || memory < 1 || memory > kLargestMemory) {
      reading().refuse(
          Trouble::not_a_number,
          fmt::format("faas.max_memory is {}; expected a number of bytes up to 16 TiB", in_quotes(text)));
      return false;
    }
    invocation.memory = static_cast<Mebibytes>(memory);
    return true;
  }

  SpanTree tree_;
};

}  // namespace

const LogKind& otel_spans() {
  static const LogKind kind{
      "otel", "OpenTelemetry: spans in OTLP/JSON, as one document or one document per line",
      [](const LogSample& sample) {
        return sample.has_key("resourceSpans") || sample.has_key("scopeSpans") ||
               (sample.has_key("startTimeUnixNano") && sample.has_key("spanId"));
      },
      [](LogReading& reading) -> std::unique_ptr<LogFormat> { return std::make_unique<OtelSpans>(reading); }};
  return kind;
}

}  // namespace curtain
