// Requests of Azure Application Insights, in the formats in which they are exported:
//  - CSV of the portal and of `az`, with one row per request: the columns of the table `requests` (timestamp
//    [UTC],
//  id, name,
//    success, resultCode, duration in milliseconds, operation_Name, cloud_RoleName, itemCount, ..) or of a
//    workspace's `AppRequests` (TimeGenerated, Name, DurationMs, Success, ResultCode, AppRoleName, ..) (Azure
//    Monitor Logs reference)
//  - JSON of the query API and of `az monitor app-insights query`: tables[] of columns and rows, or arrays of
//  objects
//  - JSON of diagnostic settings: records[], or one record per line, of Type AppRequests
//  - continuous export (retired in 2024): objects with request[], durations in ticks of 100 ns ("Application
//  Insights Export
//    Data Model"). The instant is the beginning of the request. Each function app scales separately, so
//    cloud_RoleName is the tenant.
#include <fmt/format.h>

#include <algorithm>

#include "models/import/access_words.hpp"
#include "models/import/log_format.hpp"
#include "models/workload/decimal.hpp"
#include "models/workload/line_reader.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kInsightsUnit = 1'000'000;
constexpr std::int64_t kTick = 100;

/// The name of a column without its unit: "timestamp" for "timestamp [UTC]".
std::string insights_name(std::string_view column) {
  return plain_name(column.substr(0, column.find(" [")));
}

/// Converts an instant such as "4/9/2023, 12:01:02.345 PM", as the portal writes it for the USA, to the form
/// that log_time() reads. "AM" and "PM" distinguish this form from dates of other countries, which have the
/// day first. Empty for any other text.
std::string twelve_hours(std::string_view text) {
  std::size_t at = 0;
  bool is_good = true;
  const auto number = [&](std::string_view behind) {
    int value = 0;
    const std::size_t from = at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9' && at - from < 4; ++at) {
      value = value * 10 + (text[at] - '0');
    }
    is_good = is_good && at > from && at < text.size() && behind.find(text[at]) != std::string_view::npos;
    at += is_good ? 1 : 0;
    return value;
  };
  const int month = number("/");
  const int day = number("/");
  const int year = number(",");
  at += is_good && at < text.size() && text[at] == ' ' ? 1 : 0;
  const int hour = number(":");
  const int minute = number(":");
  const int second = number(". ");
  if (!is_good || hour < 1 || hour > 12) {
    return "";
  }
  std::string_view rest = text.substr(at);
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  const std::string_view fraction = text[at - 1] == '.' ? rest.substr(0, digits) : std::string_view("0");
  rest.remove_prefix(text[at - 1] == '.' ? digits : 0);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  if (rest != "AM" && rest != "PM") {
    return "";
  }
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{}", year, month, day,
                     hour % 12 + (rest == "PM" ? 12 : 0), minute, second, fraction);
}

/// Parses a length of time such as "00:00:00.0234177" or "1.02:03:04.5" into nanoseconds. Empty for any other
/// text.
std::optional<std::int64_t> time_span(std::string_view text) {
  static const DecimalReader seconds(1'000'000'000);
  const std::size_t first = text.find(':');
  const std::size_t second = first == std::string_view::npos ? first : text.find(':', first + 1);
  if (second == std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t point = text.substr(0, first).find('.');
  const std::size_t hours_at = point == std::string_view::npos ? 0 : point + 1;
  std::int64_t days = 0;
  std::int64_t hours = 0;
  std::int64_t minutes = 0;
  std::int64_t ns = 0;
  const DecimalReader whole(1);
  const auto is_read = [](DecimalReader::Outcome outcome) { return outcome == DecimalReader::Outcome::ok; };
  if ((hours_at > 0 && !is_read(whole.read(text.substr(0, point), days))) ||
      !is_read(whole.read(text.substr(hours_at, first - hours_at), hours)) ||
      !is_read(whole.read(text.substr(first + 1, second - first - 1), minutes)) ||
      !is_read(seconds.read(text.substr(second + 1), ns)) || days > 1 || hours > 24 || minutes > 59) {
    return std::nullopt;
  }
  return ns + ((days * 24 + hours) * 60 + minutes) * 60'000'000'000;
}

class AppInsights : public LogFormat {
 public:
  using LogFormat::LogFormat;

  [[nodiscard]] std::vector<std::string> streamed() const override {
    return {"", "records", "tables", "rows", "value"};
  }
  [[nodiscard]] bool is_broken_record(std::string_view /*line*/) const override { return true; }
  void line(std::string_view /*text*/) override {
    reading().refuse(Trouble::bad_json,
                     "the line is not JSON, and it is not a row below a line with the names of columns");
  }
  bool element(JsonView element) override {
    const std::string_view array = element.parent().key();
    if (array == "tables") {
      for (JsonView each = element["rows"].first(); each; each = each.next()) {
        table_row(each, element["columns"]);
      }
      return true;
    }
    if (array == "rows" && element.is(JsonView::Kind::array)) {
      if (!element.parent().parent()["columns"]) {
        return false;  // the names of columns may follow the rows
      }
      table_row(element, element.parent().parent()["columns"]);
      return true;
    }
    value(element);
    return true;
  }
  void document(JsonView root) override {
    if (root["columns"] && root["rows"]) {
      for (JsonView each = root["rows"].first(); each; each = each.next()) {
        table_row(each, root["columns"]);
      }
    } else if (!root.is(JsonView::Kind::array) && !root["tables"] && !root["records"] && !root["value"]) {
      value(root);
    }
  }
  [[nodiscard]] bool is_table(const std::vector<std::string>& columns) const override {
    return may_be_requests(columns);
  }
  /// True for a table that its columns identify as requests.
  static bool is_requests_table(const std::vector<std::string>& columns) {
    return may_be_requests(columns) && has_column(columns, {"name", "operationname"}) &&
           has_column(columns, {"success", "resultcode"});
  }
  void row(const LogFields& fields) override { say(fields); }

 private:
  /// True for a table that may contain requests. A table of dependencies has the same columns, but also a
  /// column `target`.
  static bool may_be_requests(const std::vector<std::string>& columns) {
    return has_column(columns, {"timestamp", "timegenerated"}) &&
           has_column(columns, {"duration", "durationms"}) &&
           (!has_column(columns, {"target"}) || has_column(columns, {"itemtype"}));
  }
  static bool has_column(const std::vector<std::string>& columns,
                         std::initializer_list<std::string_view> names) {
    return std::any_of(columns.begin(), columns.end(), [&names](const std::string& column) {
      return std::find(names.begin(), names.end(), insights_name(column)) != names.end();
    });
  }

  void table_row(JsonView row, JsonView columns) {
    LogFields fields;
    JsonView column = columns.first();
    for (JsonView each = row.first(); each && column; each = each.next(), column = column.next()) {
      fields.emplace_back(column["name"] ? column["name"].text() : column.text(), each.text());
    }
    say(fields);
  }

  void value(JsonView value) {
    if (const JsonView requests = value["request"]; requests.is(JsonView::Kind::array)) {
      exported(value, requests);
      return;
    }
    if (!value.is(JsonView::Kind::object)) {
      reading().pass();
      return;
    }
    LogFields fields;
    // Exports of Log Analytics may have the columns of the table in `properties`.
    for (const JsonView part : {value, value["properties"]}) {
      for (JsonView each = part.first(); each; each = each.next()) {
        fields.emplace_back(each.key(), each.text());
      }
    }
    say(fields);
  }

  /// Reads an object of continuous export.
  void exported(JsonView value, JsonView requests) {
    const JsonView context = value["context"];
    for (JsonView each = requests.first(); each; each = each.next()) {
      const std::string_view ticks = each["durationMetric"]["value"].text();
      RecordProblem problem;
      std::int64_t ns = 0;
      if (!ticks.empty() && !read_length(ticks, "durationMetric.value", kTick, ns, problem)) {
        reading().refuse(std::move(problem));
        continue;
      }
      const std::string milliseconds = fmt::format("{}.{:06}", ns / kInsightsUnit, ns % kInsightsUnit);
      const JsonView role =
          context["cloud"]["roleName"] ? context["cloud"]["roleName"] : context["device"]["roleName"];
      LogFields fields{{"timestamp", context["data"]["eventTime"].text()},
                       {"name", each["name"].text()},
                       {"id", each["id"].text()},
                       {"success", each["success"].text()},
                       {"resultCode", each["responseCode"].text()},
                       {"itemCount", each["count"].text()},
                       {"operation_Name", context["operation"]["name"].text()},
                       {"cloud_RoleName", role.text()}};
      if (!ticks.empty()) {
        fields.emplace_back("duration", milliseconds);
      }
      say(fields);
    }
  }

  static std::string_view find_field(const LogFields& fields, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
      for (const auto& [column, text] : fields) {
        if (!text.empty() && insights_name(column) == name) {
          return text;
        }
      }
    }
    return {};
  }

  bool read_duration(std::string_view text, LoggedInvocation& invocation) {
    if (text.empty()) {
      return true;
    }
    if (text.find(':') != std::string_view::npos) {
      invocation.duration = time_span(text);
      if (!invocation.duration) {
        reading().refuse(Trouble::not_a_number,
                         fmt::format("duration is {}; expected a number of milliseconds", in_quotes(text)));
      }
      return invocation.duration.has_value();
    }
    RecordProblem problem;
    std::int64_t ns = 0;
    if (!read_length(text, "duration", kInsightsUnit, ns, problem)) {
      reading().refuse(std::move(problem));
      return false;
    }
    invocation.duration = ns;
    return true;
  }

  void say(const LogFields& fields) {
    const std::string_view type = find_field(fields, {"itemtype", "type"});
    if (!type.empty() && type != "request" && type != "AppRequests") {
      reading().pass();  // a dependency, a trace or another record that is not a request
      return;
    }
    const std::string_view instant = find_field(fields, {"timestamp", "timegenerated", "time"});
    const std::string local = twelve_hours(instant);
    std::optional<LogTime> time = log_time(local.empty() ? instant : std::string_view(local));
    if (!time) {
      reading().refuse(instant.empty() ? Trouble::no_time : Trouble::bad_time,
                       fmt::format("the timestamp is {}; expected an instant such as "
                                   "2023-04-09T12:01:02.345Z or 4/9/2023, 12:01:02.345 PM",
                                   in_quotes(instant)));
      return;
    }
    for (const auto& [column, text] : fields) {
      time->has_zone = time->has_zone || column.find("[UTC]") != std::string_view::npos;
    }
    LoggedInvocation invocation;
    if (!read_duration(find_field(fields, {"durationms", "duration"}), invocation)) {
      return;
    }
    count_sampled(find_field(fields, {"itemcount"}));
    invocation.function = find_field(fields, {"name", "operationname"});
    invocation.tenant = find_field(fields, {"cloudrolename", "approlename"});
    invocation.request = find_field(fields, {"id"});
    const std::string_view code = find_field(fields, {"resultcode", "responsecode"});
    const std::string_view success = find_field(fields, {"success"});
    const bool has_failed = success == "False" || success == "false";
    invocation.status = has_failed && (code.empty() || code == "0") ? std::string_view("error") : code;
    invocation.arrival = invocation.told = reading().seen(*time);
    reading().take(invocation);
  }

  /// Counts the requests that a record represents in a sampled log.
  void count_sampled(std::string_view count) {
    static const DecimalReader whole(1);
    std::int64_t requests = 0;
    if (!count.empty() && whole.read(count, requests) == DecimalReader::Outcome::ok && requests > 1) {
      reading().counts().sampled_away += static_cast<std::uint64_t>(requests) - 1;
    }
  }
};

bool is_app_insights(const LogSample& sample) {
  if (!sample.columns.empty()) {
    return AppInsights::is_requests_table(sample.columns);
  }
  const bool has_role = sample.has_key("cloud_RoleName") || sample.has_key("operation_Name") ||
                        sample.has_key("AppRoleName") || sample.has("\"cloud_RoleName\"") ||
                        sample.has("\"operation_Name\"") || sample.has("\"AppRoleName\"");
  const bool has_result = sample.has("\"resultCode\"") || sample.has("\"ResultCode\"") ||
                          sample.has("\"success\"") || sample.has("\"Success\"");
  const bool has_duration = sample.has("\"duration\"") || sample.has("\"DurationMs\"");
  return (has_role && has_result && has_duration) || sample.has_key("durationMetric");
}

}  // namespace

const LogKind& app_insights() {
  static const LogKind kind{"app-insights", "Azure Application Insights: requests in CSV or JSON",
                            is_app_insights, [](LogReading& reading) -> std::unique_ptr<LogFormat> {
                              return std::make_unique<AppInsights>(reading);
                            }};
  return kind;
}

}  // namespace curtain
