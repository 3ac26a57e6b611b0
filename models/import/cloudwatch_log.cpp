// Logs of AWS Lambda functions in CloudWatch Logs, in the formats in which they are exported:
//  - text with a time before each line, which `aws logs tail`, `sam logs`, the console and the export to S3
//    write (AWS CLI Command Reference, "logs tail"; CloudWatch Logs User Guide, "Export log data to Amazon
//    S3"): "2023-04-09T12:01:02.345000+00:00 2023/04/09/[$LATEST]0f1e REPORT RequestId: .."
//  - JSON of `aws logs filter-log-events` and `get-log-events`: events[] of timestamp (milliseconds since
//    1970), message, logStreamName (CloudWatch Logs API Reference, FilteredLogEvent)
//  - files that subscriptions deliver through Firehose to S3: owner, logGroup, logStream, logEvents[]
//    (CloudWatch
//  Logs
//    User Guide, "Subscription filters with Amazon Data Firehose"), as a sequence of documents
//  - Logs Insights: CSV and JSON of the console, results[][] of field and value of `get-query-results`;
//  fields
//    @timestamp, @message, @log, @type, @requestId, @duration, @billedDuration, @initDuration (ms),
//    @memorySize,
//    @maxMemoryUsed (bytes) (CloudWatch Logs User Guide, "Supported logs and discovered fields")
//  - Lambda's JSON format: platform.* events (Lambda Developer Guide, "Lambda Telemetry API Event schema
//    reference"). lambda_records.cpp reads the records themselves.
#include <algorithm>

#include "models/import/json_stream.hpp"
#include "models/import/lambda_records.hpp"
#include "models/import/log_format.hpp"
#include "models/import/log_message.hpp"
#include "models/import/log_names.hpp"
#include "models/import/read_log.hpp"

namespace curtain {
namespace {

/// The first column that is not empty, among columns with one of several names.
std::string_view first_field(const LogFields& fields, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const std::string_view text = field(fields, name); !text.empty()) {
      return text;
    }
  }
  return {};
}

class CloudwatchLog : public LogFormat {
 public:
  explicit CloudwatchLog(LogReading& reading) : LogFormat(reading), records_(reading) {}

  [[nodiscard]] std::vector<std::string> streamed() const override {
    return {"", "events", "logEvents", "results"};
  }
  [[nodiscard]] bool is_broken_record(std::string_view line) const override {
    return has_part_of_report(line) || line.find("platform.report") != std::string_view::npos;
  }
  void begin(std::string_view /*start*/) override { above_.reset(); }
  void finish() override { records_.finish(); }

  void line(std::string_view text) override {
    const std::size_t report = find_message(text);
    if (text.starts_with("EVENTS\t") && report != std::string_view::npos) {
      reading().refuse(Trouble::no_time,
                       "`--output text` writes the time on the next line, so the time is not known; export "
                       "with `--output json`");
      return;
    }
    const TimedMessage timed = split_message(text, report);
    if (timed.message.empty() && timed.time) {
      above_ = timed.time;  // text that is copied from the console has the time on a separate line
      reading().pass();
      return;
    }
    LambdaEvent event;
    event.time = timed.time ? timed.time : above_;
    event.time_text = timed.before;
    event.message = timed.message;
    event.stream = timed.stream;
    records_.say(event);
    above_.reset();
  }

  bool element(JsonView element) override {
    const JsonView array = element.parent();
    if (array.key() == "logEvents" && reading().options().function.empty() && !array.parent()["logGroup"]) {
      return false;  // the name may follow the events
    }
    record(element, array.key() == "logEvents" ? array.parent() : JsonView());
    return true;
  }
  void document(JsonView root) override {
    if (!root.is(JsonView::Kind::array)) {  // the values of the document were already read
      record(root, {});
    }
  }

  [[nodiscard]] bool is_table(const std::vector<std::string>& columns) const override {
    return is_cloudwatch_table(columns);
  }
  static bool is_cloudwatch_table(const std::vector<std::string>& columns) {
    const auto has = [&columns](std::string_view name) {
      return std::find(columns.begin(), columns.end(), name) != columns.end();
    };
    return has("@message") || has("@duration") || (has("timestamp") && has("message"));
  }
  void row(const LogFields& fields) override {
    LambdaEvent event;
    // The author of a query chooses the names of these columns. The names here are those in the examples of
    // the documentation.
    const std::string_view log =
        first_field(fields, {"@log", "log_group", "logGroup", "logGroupName", "@logGroup", "log",
                             "@entity.Attributes.Lambda.Function"});
    event.owner = log.empty() ? LogOwner{} : owner_of_group(log);
    event.named = first_field(fields, {"functionName", "function_name", "FunctionName", "function"});
    event.stream = first_field(fields, {"@logStream", "logStream", "logStreamName", "log_stream"});
    event.time_text = first_field(fields, {"@timestamp", "timestamp"});
    event.time = log_time(event.time_text);
    event.message = first_field(fields, {"@message", "message"});
    const std::string_view type = field(fields, "@type");
    if (event.message.empty() && !field(fields, "@duration").empty() && (type.empty() || type == "REPORT")) {
      records_.say_discovered(event, fields);
    } else {
      records_.say(event);
    }
  }

 private:
  /// Sets the properties that apply to all events of a batch.
  static void set_owner(LambdaEvent& event, JsonView batch) {
    if (batch) {
      event.owner = owner_of_group(batch["logGroup"].text());
      event.owner.account = batch["owner"].text();
      event.stream = batch["logStream"].text();
    }
  }

  void record(JsonView value, JsonView batch) {
    if (value.is(JsonView::Kind::array)) {  // a row of Logs Insights, which consists of fields and values
      row(fields_of(value, true));
      return;
    }
    bool is_batch = false;
    for (const std::string_view name : {"logEvents", "events", "results"}) {
      if (const JsonView array = value[name]; array.is(JsonView::Kind::array)) {
        is_batch = true;
        for (JsonView each = array.first(); each; each = each.next()) {
          record(each, name == "logEvents" ? value : JsonView());
        }
      }
    }
    if (!is_batch) {
      event(value, batch);
    }
  }

  void event(JsonView value, JsonView batch) {
    LambdaEvent event;
    set_owner(event, batch);
    if (value["record"] && value["type"]) {
      records_.say_platform(value, event);
    } else if (value["@message"].is(JsonView::Kind::object)) {
      event.time = log_time(value["@timestamp"].text());
      event.stream = value["@logStream"].text();
      if (const JsonView log = value["@log"]) {
        event.owner = owner_of_group(log.text());
      }
      records_.say_platform(value["@message"], event);
    } else if (value["@message"] || value["@duration"]) {
      row(fields_of(value, false));
    } else if (const JsonView message = value["message"]) {
      if (const JsonView group =
              value["logGroupIdentifier"] ? value["logGroupIdentifier"] : value["logGroupName"]) {
        event.owner = owner_of_group(group.text());
      }
      if (const JsonView stream = value["logStreamName"]) {
        event.stream = stream.text();
      }
      event.time_text = value["timestamp"].text();
      event.time = log_time(event.time_text);
      if (message.is(JsonView::Kind::object)) {
        records_.say_platform(message, event);
        return;
      }
      event.message = message.text();
      records_.say(event);
    } else {
      reading().pass();
    }
  }

  static LogFields fields_of(JsonView value, bool are_pairs) {
    LogFields fields;
    for (JsonView each = value.first(); each; each = each.next()) {
      if (are_pairs) {
        fields.emplace_back(each["field"].text(), each["value"].text());
      } else {
        fields.emplace_back(each.key(), each.text());
      }
    }
    return fields;
  }

  LambdaRecords records_;
  std::optional<LogTime> above_;
};

bool is_cloudwatch(const LogSample& sample) {
  for (const std::string_view part : {"REPORT RequestId:", "START RequestId:", "INIT_START Runtime Version:",
                                      "INIT_REPORT Init Duration:", "\"platform.", "\\\"platform."}) {
    if (sample.has(part)) {
      return true;
    }
  }
  if (CloudwatchLog::is_cloudwatch_table(sample.columns) && !sample.columns.empty()) {
    return true;
  }
  // The names of fields in Logs Insights are keys, or values of `field`.
  for (const std::string_view name : {"\"@message\"", "\"@duration\"", "\"@billedDuration\""}) {
    if (sample.has(name)) {
      return true;
    }
  }
  const LogKind* const access = find_log_kind("access-log");
  return (sample.has("RequestId:") || sample.has_key("logEvents") || sample.has_key("logStreamName") ||
          sample.has_key("ingestionTime")) &&
         !access->recognises(sample);
}

}  // namespace

const LogKind& cloudwatch_log() {
  static const LogKind kind{"cloudwatch",
                            "AWS Lambda's REPORT lines and platform.report events, in the formats in which "
                            "CloudWatch Logs exports them",
                            is_cloudwatch, [](LogReading& reading) -> std::unique_ptr<LogFormat> {
                              return std::make_unique<CloudwatchLog>(reading);
                            }};
  return kind;
}

}  // namespace curtain
