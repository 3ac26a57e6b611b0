#include "models/import/lambda_records.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/import/json_stream.hpp"
#include "models/import/log_message.hpp"
#include "models/workload/decimal.hpp"
#include "models/workload/line_reader.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

constexpr std::string_view kOwnGroup = "/";  // the beginning of names of log groups that are not the name of
                                             // a function

/// Reads a number of bytes from Logs Insights, where 128 MB is 1.28E8.
bool read_insights_bytes(std::string_view text, std::string_view name, std::optional<Mebibytes>& memory,
                         RecordProblem& problem) {
  static const DecimalReader whole(1);
  constexpr std::int64_t megabyte = 1'000'000;
  std::int64_t bytes = 0;
  if (text.empty()) {
    return true;
  }
  if (whole.read(text, bytes) != DecimalReader::Outcome::ok) {
    return read_megabytes(text, name, memory.emplace(), problem);  // this function reports the error
  }
  return read_megabytes(std::to_string(bytes < megabyte ? bytes : (bytes + megabyte - 1) / megabyte), name,
                        memory.emplace(), problem);
}

}  // namespace

std::string_view LambdaRecords::stream_of(const LambdaEvent& event) const {
  return event.stream.empty() ? std::string_view(reading_.path()) : event.stream;
}

void LambdaRecords::say(const LambdaEvent& event) {
  const std::string_view message = without_blanks(event.message);
  if (message.starts_with('{')) {
    if (message.find("\"platform.") == std::string_view::npos) {
      reading_.pass();
    } else if (std::string problem = parse_json(message, message_); !problem.empty()) {
      reading_.refuse(Trouble::bad_json, std::move(problem));
    } else {
      say_platform(message_.root(), event);
    }
    return;
  }
  if (const std::string_view request = started_request(message); !request.empty() && event.time) {
    starts_.remember(request, event.time->ns);
    reading_.pass();
    return;
  }
  if (say_start_up(message, event)) {
    return;
  }
  ReportLine report;
  RecordProblem problem;
  switch (read_report(message, report, problem)) {
    case Reading::is_other:
      reading_.pass();
      return;
    case Reading::is_broken:
      reading_.refuse(std::move(problem));
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
  take(invocation, event);
}

/// Reads INIT_START and INIT_REPORT. Returns false if the message is neither of the two.
bool LambdaRecords::say_start_up(std::string_view message, const LambdaEvent& event) {
  if (message.starts_with("INIT_START ")) {
    if (event.time) {
      inits_.began(stream_of(event), event.time->ns, false);
    }
    reading_.pass();
    return true;
  }
  if (!message.starts_with("INIT_REPORT ")) {
    return false;
  }
  InitLine line;
  RecordProblem problem;
  if (!read_init_report(message, line, problem)) {
    reading_.refuse(std::move(problem));
  } else if (!event.time) {
    refuse_time(event.time_text);
  } else {
    // If an initialisation is repeated within the execution, it is part of the execution's duration.
    if (line.phase != "invoke") {
      inits_.ended(stream_of(event), event.time->ns, line.duration, !line.status.empty());
    }
    reading_.pass();
  }
  return true;
}

void LambdaRecords::refuse_time(std::string_view text) {
  text = without_blanks(text);
  if (text.empty()) {
    reading_.refuse(Trouble::no_time, "there is no time before the report; export the log with timestamps");
  } else {
    reading_.refuse(
        Trouble::bad_time,
        fmt::format("{} is not a time; expected a time such as 2023-04-09T12:01:02.345Z or 1681041662345",
                    in_quotes(text)));
  }
}

void LambdaRecords::say_discovered(const LambdaEvent& event, const LogFields& fields) {
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
      !read_insights_bytes(field(fields, "@memorySize"), "@memorySize", invocation.memory, problem) ||
      !read_insights_bytes(field(fields, "@maxMemoryUsed"), "@maxMemoryUsed", invocation.max_memory,
                           problem)) {
    reading_.refuse(std::move(problem));
  } else if (!event.time) {
    refuse_time(event.time_text);
  } else {
    invocation.request = field(fields, "@requestId");
    take(invocation, event);
  }
}

void LambdaRecords::say_platform(JsonView event, const LambdaEvent& outer) {
  const std::string_view type = event["type"].text();
  LambdaEvent own = outer;
  if (const JsonView time = event["time"]) {
    own.time = log_time(time.text());
    own.time_text = time.text();
  }
  if (const JsonView function = event["record"]["functionName"]) {
    if (names_.size() < InitRecords::kMostStreams) {
      names_.insert_or_assign(std::string(stream_of(own)), std::string(function.text()));
    }
  }
  if (type == "platform.report") {
    platform_report(event, own);
    return;
  }
  if (own.time && type == "platform.start") {
    starts_.remember(event["record"]["requestId"].text(), own.time->ns);
  } else if (own.time && type.starts_with("platform.init")) {
    platform_init(event, own.time->ns, own);
  }
  reading_.pass();
}

/// Reads platform.initStart, platform.initRuntimeDone and platform.initReport.
void LambdaRecords::platform_init(JsonView event, std::int64_t ns, const LambdaEvent& outer) {
  const JsonView record = event["record"];
  if (record["phase"].text() == "invoke") {
    return;  // this initialisation is part of the execution
  }
  if (event["type"].text() == "platform.initStart") {
    inits_.began(stream_of(outer), ns, record["initializationType"].text() == "provisioned-concurrency");
    return;
  }
  std::optional<std::int64_t> duration;
  if (const JsonView number = record["metrics"]["durationMs"]) {
    RecordProblem problem;
    std::int64_t length = 0;
    duration = read_milliseconds(number.text(), "durationMs", length, problem) ? std::optional(length)
                                                                               : std::nullopt;
  }
  const std::string_view status = record["status"].text();
  inits_.ended(stream_of(outer), ns, duration, !status.empty() && status != "success");
}

void LambdaRecords::platform_report(JsonView event, const LambdaEvent& outer) {
  const JsonView record = event["record"];
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
    reading_.refuse(Trouble::missing_field,
                    fmt::format("there is no record.{} in the platform.report",
                                invocation.request.empty() ? "requestId" : "metrics.durationMs"));
  } else if (!milliseconds("durationMs", invocation.duration) ||
             !milliseconds("billedDurationMs", invocation.billed) ||
             !milliseconds("restoreDurationMs", invocation.init) ||
             !milliseconds("initDurationMs", invocation.init) ||
             !megabytes("memorySizeMB", invocation.memory) ||
             !megabytes("maxMemoryUsedMB", invocation.max_memory)) {
    reading_.refuse(std::move(problem));
  } else if (!outer.time) {
    refuse_time(outer.time_text);
  } else {
    take(invocation, outer);
  }
}

void LambdaRecords::set_name(LoggedInvocation& invocation, const LambdaEvent& event) {
  // A log group belongs to one function, or several functions share it. In a shared group, the name of the
  // stream contains the name of the function.
  const bool is_own = !event.owner.function.empty() && !event.owner.function.starts_with(kOwnGroup);
  const auto known = names_.find(std::string(stream_of(event)));
  for (const std::string_view name :
       {is_own ? event.owner.function : std::string_view{}, event.named, function_of_stream(event.stream),
        known == names_.end() ? std::string_view{} : std::string_view(known->second), event.owner.function}) {
    invocation.function = invocation.function.empty() ? name : invocation.function;
  }
  invocation.tenant = event.owner.account;
}

/// The start of the execution, if the log has a record of it.
std::optional<std::int64_t> LambdaRecords::start_of(const LoggedInvocation& invocation) {
  const std::optional<std::int64_t> start = starts_.take(invocation.request);
  return start && *start <= invocation.told ? start : std::nullopt;
}

/// Computes the times of an invocation. Its record is written at the end of the execution, so the duration
/// and the start-up are subtracted. If the log has a start record, it is the start of the execution, after
/// the initialisation. Returns true if an initialisation was found.
bool LambdaRecords::set_times(LoggedInvocation& invocation, std::string_view stream, bool is_named,
                              std::optional<std::int64_t> start) {
  // START may come after an initialisation that is part of the duration, which is a second attempt.
  const std::int64_t lasted_from = invocation.told - *invocation.duration;
  const std::int64_t started = start ? std::min(lasted_from, *start) : lasted_from;
  invocation.cold = invocation.init.has_value();
  const auto init = inits_.take(stream, is_named, started, invocation.init);
  if (!init) {
    invocation.arrival = started - CURTAIN_MUTANT(import_forgets_start_up, invocation.init.value_or(0), 0);
    return false;
  }
  const std::optional<std::int64_t> end = init->end(invocation.init);
  const std::optional<std::int64_t> begin = init->begin();
  invocation.proactive = init->is_ahead || started > (end ? *end : *begin + kLongestInit) + kLongestWait;
  invocation.cold = !invocation.proactive;
  if (!invocation.init) {
    invocation.init = init->duration;
  }
  if (CURTAIN_MUTANT(import_waits_for_all_starts, invocation.proactive, false)) {
    invocation.arrival = started;
    return true;
  }
  if (!invocation.init && begin) {
    invocation.init = std::max<std::int64_t>(started - *begin, 0);
  }
  reading_.counts().given_up += init->given_up ? 1 : 0;
  invocation.arrival = started - invocation.init.value_or(0);
  if (init->given_up && begin) {
    invocation.arrival = std::min(invocation.arrival, *begin);
  }
  return true;
}

/// If no record so far contains the beginning, or if times decrease, the invocation waits for later records.
void LambdaRecords::take(LoggedInvocation& invocation, const LambdaEvent& event) {
  const std::string_view stream = stream_of(event);
  const bool is_named = !event.stream.empty();
  invocation.told = reading_.seen(*event.time);
  set_name(invocation, event);
  invocation.instance = event.stream;
  const std::optional<std::int64_t> start = start_of(invocation);
  if (!held_.goes_down(stream, is_named, invocation.told) &&
      (set_times(invocation, stream, is_named, start) || start)) {
    reading_.counts().starts_found += start ? 1 : 0;
    reading_.take(invocation);
    return;
  }
  reading_.name(invocation);  // named now, because another file may be read before the invocation is released
  held_.take(HeldInvocation(invocation, stream, is_named, start));
}

void LambdaRecords::release(const HeldInvocation& held) {
  LoggedInvocation invocation = held.view();
  const std::optional<std::int64_t> start = held.start ? held.start : start_of(invocation);
  reading_.counts().starts_found += start ? 1 : 0;
  set_times(invocation, held.stream, held.is_named, start);
  reading_.take(invocation);
}

void LambdaRecords::finish() {
  held_.finish();
  reading_.counts().unused_inits += inits_.left();
}

}  // namespace curtain
