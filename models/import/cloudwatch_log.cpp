// Logs of AWS Lambda functions in CloudWatch Logs, in the ways in which they are exported:
//  - text, each line with its time in front, as `aws logs tail`, `sam logs`, the console and the export to S3
//    write it (AWS CLI Command Reference, "logs tail"; CloudWatch Logs User Guide, "Export log data to Amazon
//    S3"): "2023-04-09T12:01:02.345000+00:00 2023/04/09/[$LATEST]0f1e REPORT RequestId: .."
//  - JSON of `aws logs filter-log-events` and `get-log-events`: events[] of timestamp (milliseconds since
//    1970), message, logStreamName (CloudWatch Logs API Reference, FilteredLogEvent)
//  - what subscriptions deliver, by Firehose into S3: owner, logGroup, logStream, logEvents[] (CloudWatch
//  Logs
//    User Guide, "Subscription filters with Amazon Data Firehose"), documents one behind the other
//  - Logs Insights: CSV and JSON of the console, results[][] of field and value of `get-query-results`;
//  fields
//    @timestamp, @message, @log, @type, @requestId, @duration, @billedDuration, @initDuration (ms),
//    @memorySize,
//    @maxMemoryUsed (bytes) (CloudWatch Logs User Guide, "Supported logs and discovered fields")
//  - Lambda's JSON format: platform.start and platform.report events (Lambda Developer Guide, "Lambda
//  Telemetry
//    API Event schema reference").
#include <fmt/format.h>

#include <algorithm>

#include "models/import/json_stream.hpp"
#include "models/import/log_format.hpp"
#include "models/import/log_message.hpp"
#include "models/import/log_names.hpp"
#include "models/import/start_times.hpp"
#include "models/workload/decimal.hpp"
#include "models/workload/line_reader.hpp"

namespace curtain {
namespace {

/// Where it was said, and by whom.
struct Event {
  std::optional<LogTime> time;
  std::string_view time_text;  ///< what stands in place of a time that is none
  std::string_view message;
  LogOwner owner;
};

class CloudwatchLog : public LogFormat {
 public:
  using LogFormat::LogFormat;

  [[nodiscard]] std::vector<std::string> streamed() const override {
    return {"", "events", "logEvents", "results"};
  }
  [[nodiscard]] bool is_broken_record(std::string_view line) const override {
    return has_part_of_report(line) || line.find("platform.report") != std::string_view::npos;
  }

  void line(std::string_view text) override {
    const std::size_t report = find_message(text);
    if (text.starts_with("EVENTS\t") && report != std::string_view::npos) {
      reading().refuse(Trouble::no_time,
                       "`--output text` has the time on the next line; export with `--output json`");
      return;
    }
    const TimedMessage timed = split_message(text, report);
    if (timed.message.empty() && timed.time) {
      above_ = timed.time;  // copies from the console have the time on a line of its own
      reading().pass();
      return;
    }
    say({timed.time ? timed.time : above_, timed.before, timed.message, {}});
    above_.reset();
  }

  bool element(JsonView element) override {
    const JsonView array = element.parent();
    if (array.key() == "logEvents" && reading().options().function.empty() && !array.parent()["logGroup"]) {
      return false;  // its name may come behind the events
    }
    record(element, array.key() == "logEvents" ? owner_of(array.parent()) : LogOwner{});
    return true;
  }
  void document(JsonView root) override {
    if (!root.is(JsonView::Kind::array)) {  // its values were handed over
      record(root, {});
    }
  }

  [[nodiscard]] bool is_table(const std::vector<std::string>& columns) const override {
    const auto has = [&columns](std::string_view name) {
      return std::find(columns.begin(), columns.end(), name) != columns.end();
    };
    return has("@message") || has("@duration") || (has("timestamp") && has("message"));
  }
  void row(const LogFields& fields) override {
    Event event;
    const std::string_view log = field(fields, "@log");
    event.owner = log.empty() ? LogOwner{} : owner_of_group(log);
    event.time_text = field(fields, "@timestamp");
    event.time_text = event.time_text.empty() ? field(fields, "timestamp") : event.time_text;
    event.time = log_time(event.time_text);
    event.message = field(fields, "@message");
    event.message = event.message.empty() ? field(fields, "message") : event.message;
    const std::string_view type = field(fields, "@type");
    if (event.message.empty() && !field(fields, "@duration").empty() && (type.empty() || type == "REPORT")) {
      say_discovered(event, fields);
    } else {
      say(event);
    }
  }

 private:
  static LogOwner owner_of(JsonView batch) {
    LogOwner owner = owner_of_group(batch["logGroup"].text());
    owner.account = batch["owner"].text();
    return owner;
  }

  void record(JsonView value, const LogOwner& owner) {
    if (value.is(JsonView::Kind::array)) {  // a row of Insights: fields and values
      row(fields_of(value, true));
      return;
    }
    bool is_batch = false;
    for (const std::string_view name : {"logEvents", "events", "results"}) {
      if (const JsonView batch = value[name]; batch.is(JsonView::Kind::array)) {
        is_batch = true;
        for (JsonView each = batch.first(); each; each = each.next()) {
          record(each, name == "logEvents" ? owner_of(value) : LogOwner{});
        }
      }
    }
    if (is_batch) {
      return;
    }
    if (value["record"] && value["type"]) {
      say_platform(value, std::nullopt, owner);
    } else if (value["@message"].is(JsonView::Kind::object)) {
      say_platform(value["@message"], log_time(value["@timestamp"].text()), owner);
    } else if (value["@message"] || value["@duration"]) {
      row(fields_of(value, false));
    } else if (const JsonView message = value["message"]) {
      Event event;
      event.owner = owner;
      if (const JsonView group =
              value["logGroupIdentifier"] ? value["logGroupIdentifier"] : value["logGroupName"]) {
        event.owner = owner_of_group(group.text());
      }
      event.time_text = value["timestamp"].text();
      event.time = log_time(event.time_text);
      if (message.is(JsonView::Kind::object)) {
        say_platform(message, event.time, event.owner);
        return;
      }
      event.message = message.text();
      say(event);
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

  void say(const Event& event) {
    const std::string_view message = without_blanks(event.message);
    if (message.starts_with('{')) {
      if (message.find("\"platform.") == std::string_view::npos) {
        reading().pass();
      } else if (std::string problem = parse_json(message, message_); !problem.empty()) {
        reading().refuse(Trouble::bad_json, std::move(problem));
      } else {
        say_platform(message_.root(), event.time, event.owner);
      }
      return;
    }
    if (const std::string_view request = started_request(message); !request.empty() && event.time) {
      starts_.remember(request, event.time->ns);
      reading().pass();
      return;
    }
    ReportLine report;
    RecordProblem problem;
    switch (read_report(message, report, problem)) {
      case Reading::is_other:
        reading().pass();
        return;
      case Reading::is_broken:
        reading().refuse(std::move(problem));
        return;
      case Reading::is_read:
        break;
    }
    if (!event.time) {
      refuse_time(event.time_text);
      return;
    }
    LoggedInvocation invocation;
    invocation.request = report.request;
    invocation.status = report.status;
    invocation.duration = report.duration;
    invocation.billed = report.billed;
    invocation.init = report.init;
    invocation.memory = report.memory;
    invocation.max_memory = report.max_memory;
    take(invocation, *event.time, event.owner);
  }

  void refuse_time(std::string_view text) {
    text = without_blanks(text);
    if (text.empty()) {
      reading().refuse(Trouble::no_time, "the report has no time in front; export the log with timestamps");
    } else {
      reading().refuse(Trouble::bad_time,
                       fmt::format("{} is no time; one such as 2023-04-09T12:01:02.345Z or "
                                   "1681041662345 is needed",
                                   in_quotes(text)));
    }
  }

  /// Insights without the message: what it found in it.
  void say_discovered(const Event& event, const LogFields& fields) {
    LoggedInvocation invocation;
    RecordProblem problem;
    std::int64_t ns = 0;
    const auto milliseconds = [&](std::string_view name, std::optional<std::int64_t>& into) {
      const std::string_view text = field(fields, name);
      if (text.empty()) {
        return true;
      }
      const bool is_good = read_milliseconds(text, name, ns, problem);
      into = is_good ? std::optional(ns) : std::nullopt;
      return is_good;
    };
    if (!milliseconds("@duration", invocation.duration) ||
        !milliseconds("@billedDuration", invocation.billed) ||
        !milliseconds("@initDuration", invocation.init) ||
        !read_bytes(field(fields, "@memorySize"), "@memorySize", invocation.memory, problem) ||
        !read_bytes(field(fields, "@maxMemoryUsed"), "@maxMemoryUsed", invocation.max_memory, problem)) {
      reading().refuse(std::move(problem));
    } else if (!event.time) {
      refuse_time(event.time_text);
    } else {
      invocation.request = field(fields, "@requestId");
      take(invocation, *event.time, event.owner);
    }
  }

  /// Insights has 128 MB as 1.28E8 bytes.
  static bool read_bytes(std::string_view text, std::string_view name, std::optional<Mebibytes>& memory,
                         RecordProblem& problem) {
    static const DecimalReader whole(1);
    constexpr std::int64_t megabyte = 1'000'000;
    std::int64_t bytes = 0;
    if (text.empty()) {
      return true;
    }
    if (whole.read(text, bytes) != DecimalReader::Outcome::ok) {
      return read_megabytes(text, name, memory.emplace(), problem);  // which says what is wrong
    }
    return read_megabytes(std::to_string(bytes < megabyte ? bytes : (bytes + megabyte - 1) / megabyte), name,
                          memory.emplace(), problem);
  }

  void say_platform(JsonView event, std::optional<LogTime> time, const LogOwner& owner) {
    const std::string_view type = event["type"].text();
    const JsonView record = event["record"];
    if (const JsonView own = event["time"]) {
      time = log_time(own.text());
    }
    if (type == "platform.start" && time) {
      starts_.remember(record["requestId"].text(), time->ns);
    }
    if (type != "platform.report") {
      reading().pass();
      return;
    }
    const JsonView metrics = record["metrics"];
    LoggedInvocation invocation;
    RecordProblem problem;
    invocation.request = record["requestId"].text();
    invocation.status = record["status"].text() == "success" ? std::string_view{} : record["status"].text();
    std::int64_t ns = 0;
    const auto milliseconds = [&](std::string_view name, std::optional<std::int64_t>& into) {
      if (const JsonView number = metrics[name]) {
        if (!read_milliseconds(number.text(), name, ns, problem)) {
          return false;
        }
        into = ns;
      }
      return true;
    };
    const auto megabytes = [&](std::string_view name, std::optional<Mebibytes>& into) {
      const JsonView number = metrics[name];
      return !number || read_megabytes(number.text(), name, into.emplace(), problem);
    };
    if (invocation.request.empty() || !metrics["durationMs"]) {
      reading().refuse(Trouble::missing_field,
                       fmt::format("there is no record.{}; a platform.report has it",
                                   invocation.request.empty() ? "requestId" : "metrics.durationMs"));
    } else if (!milliseconds("durationMs", invocation.duration) ||
               !milliseconds("billedDurationMs", invocation.billed) ||
               !milliseconds("restoreDurationMs", invocation.init) ||
               !milliseconds("initDurationMs", invocation.init) ||
               !megabytes("memorySizeMB", invocation.memory) ||
               !megabytes("maxMemoryUsedMB", invocation.max_memory)) {
      reading().refuse(std::move(problem));
    } else if (!time) {
      refuse_time(event["time"].text());
    } else {
      take(invocation, *time, owner);
    }
  }

  /// The record is written when the execution is over; what came before it is taken off. A start that the log
  /// has is the execution's, behind the start-up.
  void take(LoggedInvocation& invocation, const LogTime& time, const LogOwner& owner) {
    invocation.told = reading().seen(time);
    invocation.function = owner.function;
    invocation.tenant = owner.account;
    invocation.cold = invocation.init.has_value();
    std::int64_t started = invocation.told - *invocation.duration;
    if (const auto start = starts_.take(invocation.request); start && *start <= invocation.told) {
      started = *start;
      ++reading().counts().starts_found;
    }
    invocation.arrival = started - invocation.init.value_or(0);
    reading().take(invocation);
  }

  StartTimes starts_;
  std::optional<LogTime> above_;
  JsonTree message_;
};

}  // namespace

std::unique_ptr<LogFormat> make_cloudwatch_log(LogReading& reading) {
  return std::make_unique<CloudwatchLog>(reading);
}

}  // namespace curtain
