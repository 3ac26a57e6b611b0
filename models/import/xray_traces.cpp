// Traces of AWS X-Ray: the output of `aws xray batch-get-traces` (Traces[].Segments[].Document, each a JSON
// string; X-Ray API Reference, BatchGetTraces), arrays of segment documents, or one document per line (X-Ray
// Developer Guide, "X-Ray segment documents"). A segment of origin AWS::Lambda is a request that the service
// has received. A segment of origin AWS::Lambda::Function below it is an execution, with subsegments
// Initialization, Invocation and Overhead (Lambda Developer Guide, "Visualize Lambda function invocations
// using AWS X-Ray").
#include <fmt/format.h>

#include <algorithm>

#include "models/import/init_records.hpp"
#include "models/import/json_stream.hpp"
#include "models/import/log_format.hpp"
#include "models/import/log_names.hpp"
#include "models/import/start_times.hpp"
#include "models/workload/line_reader.hpp"

namespace curtain {
namespace {

constexpr std::string_view kService = "AWS::Lambda";
constexpr std::string_view kFunction = "AWS::Lambda::Function";

class XrayTraces : public LogFormat {
 public:
  using LogFormat::LogFormat;

  [[nodiscard]] std::vector<std::string> streamed() const override { return {"", "Traces"}; }
  [[nodiscard]] bool is_broken_record(std::string_view line) const override {
    return line.find(kService) != std::string_view::npos;
  }
  void line(std::string_view text) override {
    if (is_broken_record(text)) {
      reading().refuse(Trouble::bad_json, "the line is not a JSON document");
    } else {
      reading().pass();
    }
  }
  bool element(JsonView element) override {
    value(element);
    return true;
  }
  void document(JsonView root) override {
    if (!root.is(JsonView::Kind::array) && !root["Traces"]) {
      value(root);
    }
  }

 private:
  void value(JsonView value) {
    if (value.is(JsonView::Kind::string)) {  // a document within a string
      one(value.text());
    } else if (const JsonView segments = value["Segments"]) {
      trace(segments);
    } else if (const JsonView text = value["Document"]) {
      one(text.text());
    } else {
      remember(value);
      segment(value, false);
    }
  }

  void one(std::string_view text) {
    if (std::string problem = parse_json(text, single_); !problem.empty()) {
      reading().refuse(Trouble::bad_json, "a document cannot be read: " + problem);
      return;
    }
    remember(single_.root());
    segment(single_.root(), false);
  }

  /// Reads the segments of a trace, which are in any order.
  void trace(JsonView segments) {
    std::vector<JsonTree> trees;
    for (JsonView each = segments.first(); each; each = each.next()) {
      const std::string_view text = each["Document"].text();
      JsonTree tree;
      if (std::string problem = parse_json(text, tree); !problem.empty()) {
        reading().refuse(Trouble::bad_json, "a document cannot be read: " + problem);
      } else {
        trees.push_back(std::move(tree));
      }
    }
    for (const JsonTree& tree : trees) {
      remember(tree.root());
    }
    for (const JsonTree& tree : trees) {
      const std::string_view id = tree.root()["id"].text();
      const bool has_child = std::any_of(trees.begin(), trees.end(), [id](const JsonTree& other) {
        return other.root()["origin"].text() == kFunction && other.root()["parent_id"].text() == id;
      });
      segment(tree.root(), !has_child);
    }
  }

  /// Stores the time at which the service received a request, for the executions below it.
  void remember(JsonView segment) {
    if (segment["origin"].text() == kService) {
      if (const auto start = epoch_seconds(segment["start_time"].text())) {
        received_.remember(segment["id"].text(), *start);
      }
    }
  }

  void segment(JsonView segment, bool is_alone) {
    const std::string_view origin = segment["origin"].text();
    if (origin == kFunction || (origin == kService && is_alone)) {
      execution(segment, origin == kFunction);
    } else {
      reading().pass();
    }
  }

  std::optional<std::int64_t> instant(JsonView value, std::string_view name, RecordProblem& problem) {
    const JsonView number = value[name];
    const auto ns = epoch_seconds(number.text());
    if (!ns) {
      problem = number ? RecordProblem{Trouble::bad_time, fmt::format("{} is {}; expected seconds since 1970",
                                                                      name, in_quotes(number.text()))}
                       : RecordProblem{name == "end_time" ? Trouble::unfinished : Trouble::missing_field,
                                       fmt::format("the segment has no {}", name)};
    }
    return ns;
  }

  void execution(JsonView segment, bool is_function) {
    RecordProblem problem;
    const auto start = instant(segment, "start_time", problem);
    const auto end = start ? instant(segment, "end_time", problem) : std::nullopt;
    if (!end) {
      reading().refuse(std::move(problem));
      return;
    }
    LoggedInvocation invocation;
    invocation.cold = false;  // a start has a separate subsegment
    std::int64_t first = *start;
    std::int64_t began = *start;
    for (JsonView part = segment["subsegments"].first(); part; part = part.next()) {
      if (part["name"].text() != "Initialization") {
        continue;
      }
      const auto from = instant(part, "start_time", problem);
      const auto to = from ? instant(part, "end_time", problem) : std::nullopt;
      if (!to || *to < *from) {
        reading().refuse(to ? RecordProblem{Trouble::negative, "the Initialization ends before it starts"}
                            : std::move(problem));
        return;
      }
      invocation.cold = true;
      invocation.init = *to - *from;
      first = std::min(first, *from);
      began = std::max(began,
                       *to);  // the segment of the function contains it in some traces, and follows it in
                              // others
    }
    if (*end < began || *end - began > kLongestExecution) {
      reading().refuse(
          *end < began ? Trouble::negative : Trouble::too_large,
          fmt::format("the execution lasts {} s; allowed: 0 s to 1 day", in_seconds_of(*end - began)));
      return;
    }
    if (invocation.cold == true && *invocation.init + first + kLongestWait < *start) {
      invocation.cold = false;  // the initialisation had ended long before the request arrived
      invocation.proactive = true;
      first = *start;
    }
    invocation.duration = *end - began;
    invocation.told = *end;
    invocation.arrival = first;
    if (is_function) {
      // If a request has several attempts, the first attempt began when the service received the request.
      if (const auto received = received_.take(segment["parent_id"].text()); received && *received <= first) {
        invocation.arrival = *received;
        ++reading().counts().starts_found;
      }
    }
    tell(segment, invocation);
  }

  static std::string in_seconds_of(std::int64_t ns) {
    return fmt::format("{:.6f}", static_cast<double>(ns) / 1e9);
  }

  void tell(JsonView segment, LoggedInvocation& invocation) {
    const JsonView aws = segment["aws"];
    LogOwner owner =
        owner_of_arn(aws["function_arn"] ? aws["function_arn"].text() : segment["resource_arn"].text());
    invocation.function = owner.function.empty() ? segment["name"].text() : owner.function;
    invocation.tenant = owner.account.empty() ? aws["account_id"].text() : owner.account;
    const std::string request = fmt::format("{}/{}", segment["trace_id"].text(), segment["id"].text());
    invocation.request = request;
    invocation.status = segment["fault"].text() == "true"   ? "fault"
                        : segment["error"].text() == "true" ? "error"
                                                            : "";
    reading().take(invocation);
  }

  StartTimes received_;
  JsonTree single_;
};

}  // namespace

const LogKind& xray_traces() {
  static const LogKind kind{
      "xray", "AWS X-Ray: `aws xray batch-get-traces`, arrays of segment documents, or one document per line",
      [](const LogSample& sample) {
        return sample.has_key("Segments") || sample.has("\"AWS::Lambda\"") || sample.has("\\\"AWS::Lambda") ||
               sample.has("\"AWS::Lambda::Function\"");
      },
      [](LogReading& reading) -> std::unique_ptr<LogFormat> {
        return std::make_unique<XrayTraces>(reading);
      }};
  return kind;
}

}  // namespace curtain
