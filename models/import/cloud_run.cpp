// Request logs of Google Cloud Run and Cloud Functions, exported by `gcloud logging read --format=json`, a
// sink or the console. They are LogEntry objects (Cloud Logging API Reference, LogEntry, HttpRequest) in an
// array or one object per line, or CSV whose columns are the paths of members. httpRequest.latency is a
// Duration of protobuf ("0.512345s"), and resource.labels contain the service and the project. The timestamp
// is the time at which the request was received.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "models/import/access_words.hpp"
#include "models/import/log_format.hpp"
#include "models/workload/line_reader.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kCloudSecond = 1'000'000'000;

/// The fields of an entry, which may be nested.
struct CloudEntry {
  std::string_view timestamp;
  std::string_view latency;
  std::string_view status;
  std::string_view method;
  std::string_view url;
  std::string_view function;
  std::string_view project;
  std::string_view id;
};

/// The path of a URL: "/items?x=1" for "https://hello-abc-uc.a.run.app/items?x=1".
std::string_view path_of_url(std::string_view url) {
  const std::size_t host = url.find("://");
  const std::size_t slash = host == std::string_view::npos ? 0 : url.find('/', host + 3);
  return slash == std::string_view::npos ? std::string_view("/") : url.substr(slash);
}

class CloudRun : public LogFormat {
 public:
  using LogFormat::LogFormat;

  [[nodiscard]] std::vector<std::string> streamed() const override { return {"", "entries"}; }
  [[nodiscard]] bool is_broken_record(std::string_view line) const override {
    return line.find("httpRequest") != std::string_view::npos;
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
    if (!root.is(JsonView::Kind::array) && !root["entries"]) {
      value(root);
    }
  }
  [[nodiscard]] bool is_table(const std::vector<std::string>& columns) const override {
    return is_cloud_table(columns);
  }
  static bool is_cloud_table(const std::vector<std::string>& columns) {
    const auto has = [&columns](std::string_view name) {
      return std::find(columns.begin(), columns.end(), name) != columns.end();
    };
    return has("timestamp") && has("httpRequest.latency");
  }
  void row(const LogFields& fields) override {
    CloudEntry entry;
    entry.timestamp = field(fields, "timestamp");
    entry.latency = field(fields, "httpRequest.latency");
    entry.status = field(fields, "httpRequest.status");
    entry.method = field(fields, "httpRequest.requestMethod");
    entry.url = field(fields, "httpRequest.requestUrl");
    for (const std::string_view label : kLabels) {
      const std::string_view name = field(fields, fmt::format("resource.labels.{}", label));
      entry.function = entry.function.empty() ? name : entry.function;
    }
    entry.project = field(fields, "resource.labels.project_id");
    entry.id = field(fields, "insertId");
    if (entry.method.empty() && entry.latency.empty() && entry.status.empty()) {
      reading().pass();
    } else {
      say(entry);
    }
  }

 private:
  // The labels of request logs of Cloud Run, Cloud Functions, App Engine and load balancers.
  static constexpr std::string_view kLabels[] = {"service_name", "function_name", "module_id",
                                                 "backend_service_name"};

  void value(JsonView value) {
    const JsonView request = value["httpRequest"];
    if (!request.is(JsonView::Kind::object)) {
      reading().pass();  // output of a container or of the platform
      return;
    }
    CloudEntry entry;
    entry.timestamp = value["timestamp"].text();
    const JsonView latency = request["latency"];
    std::string whole;
    if (latency.is(JsonView::Kind::object)) {
      std::int64_t nanos = 0;
      const std::string_view digits = latency["nanos"].text();
      std::from_chars(digits.data(), digits.data() + digits.size(), nanos);
      const std::string_view seconds = latency["seconds"].text();
      whole = fmt::format("{}.{:09}s", seconds.empty() ? "0" : seconds, nanos);
      entry.latency = whole;
    } else {
      entry.latency = latency.text();
    }
    entry.status = request["status"].text();
    entry.method = request["requestMethod"].text();
    entry.url = request["requestUrl"].text();
    const JsonView labels = value["resource"]["labels"];
    for (const std::string_view label : kLabels) {
      entry.function = entry.function.empty() ? labels[label].text() : entry.function;
    }
    entry.project = labels["project_id"].text();
    entry.id = value["insertId"].text();
    say(entry);
  }

  void say(const CloudEntry& entry) {
    const auto time = log_time(entry.timestamp);
    if (!time) {
      reading().refuse(
          entry.timestamp.empty() ? Trouble::no_time : Trouble::bad_time,
          fmt::format(
              "the timestamp of the entry is {}; expected an instant such as 2023-04-09T12:01:02.345678Z",
              in_quotes(entry.timestamp)));
      return;
    }
    LoggedInvocation invocation;
    if (!entry.latency.empty()) {
      RecordProblem problem;
      std::int64_t ns = 0;
      if (entry.latency.back() != 's') {
        reading().refuse(
            Trouble::wrong_unit,
            fmt::format("httpRequest.latency is {}; expected a number of seconds such as \"0.25s\"",
                        in_quotes(entry.latency)));
        return;
      }
      if (!read_length(entry.latency.substr(0, entry.latency.size() - 1), "httpRequest.latency", kCloudSecond,
                       ns, problem)) {
        reading().refuse(std::move(problem));
        return;
      }
      invocation.duration = ns;
    }
    const std::string route = route_of(entry.method, path_of_url(entry.url));
    invocation.function = entry.function.empty() ? std::string_view(route) : entry.function;
    invocation.tenant = entry.project;
    // Entries with the same instant and the same id are duplicates.
    const std::string id = fmt::format("{}/{}", entry.timestamp, entry.id);
    invocation.request = entry.id.empty() ? std::string_view{} : id;
    invocation.status = entry.status;
    // Entries of the platform have the time of the beginning. An agent copies entries from the log of a
    // server; these entries have the time of the log line, which is the end.
    invocation.told = reading().seen(*time);
    invocation.arrival = invocation.told - (entry.function.empty() ? invocation.duration.value_or(0) : 0);
    reading().take(invocation);
  }
};

}  // namespace

const LogKind& cloud_run() {
  static const LogKind kind{
      "cloud-run", "Google Cloud Run and Cloud Functions: request logs of Cloud Logging in JSON or CSV",
      [](const LogSample& sample) {
        return (sample.has_key("httpRequest") &&
                (sample.has_key("latency") || sample.has_key("requestUrl") || sample.has_key("logName"))) ||
               CloudRun::is_cloud_table(sample.columns);
      },
      [](LogReading& reading) -> std::unique_ptr<LogFormat> { return std::make_unique<CloudRun>(reading); }};
  return kind;
}

}  // namespace curtain
