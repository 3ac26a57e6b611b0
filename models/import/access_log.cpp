// Access logs of API gateways and web servers. They are text lines or JSON objects, one per line, in arrays,
// or in the envelopes of CloudWatch Logs or of containers (Docker's {"log": ".."}, or the time and stream
// that Kubernetes adds before a line). Each record is compared with the layouts of access_layouts.inc. A
// record that matches no layout is broken.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "models/import/access_format.hpp"
#include "models/import/access_words.hpp"
#include "models/import/json_stream.hpp"
#include "models/import/log_message.hpp"
#include "models/workload/line_reader.hpp"

namespace curtain {
namespace {

constexpr std::size_t kMostSampled = 100;  // number of lines that are examined to recognise a file

/// True if `names` contains all names of at least one list of the layout.
bool has_keys(const AccessLayout& layout, const std::set<std::string, std::less<>>& names) {
  return std::any_of(layout.keys.begin(), layout.keys.end(), [&names](const auto& list) {
    return std::all_of(list.begin(), list.end(),
                       [&names](std::string_view name) { return names.find(name) != names.end(); });
  });
}

class AccessLog : public LogFormat {
 public:
  explicit AccessLog(LogReading& reading)
      : LogFormat(reading),
        format_(reading.options().log_format),
        duration_field_(reading.options().duration_field) {}

  void begin(std::string_view start) override { shape_ = shape_of_lines(start); }
  [[nodiscard]] bool is_broken_record(std::string_view /*line*/) const override { return true; }
  [[nodiscard]] std::vector<std::string> streamed() const override { return {"", "events", "logEvents"}; }
  bool element(JsonView element) override {
    value(element);
    return true;
  }
  void document(JsonView root) override {
    if (!root.is(JsonView::Kind::array) && !root["events"] && !root["logEvents"]) {
      value(root);
    }
  }

  void line(std::string_view text) override {
    if (text[0] == '#') {
      reading().pass();
      return;
    }
    AccessRecord record;
    if (!format_.is_empty()) {
      tell(format_.read(text, record), record, {});
      return;
    }
    // A JSON object may follow a time, as in the output of `aws logs tail`, or may be the message of a
    // CloudWatch event.
    if (const std::size_t brace = text.find('{'); brace != std::string_view::npos && text.find('[') > brace) {
      if (std::string problem = parse_json(without_blanks(text.substr(brace)), message_); !problem.empty()) {
        reading().refuse(Trouble::bad_json, std::move(problem));
      } else {
        object(message_.root());
      }
      return;
    }
    AccessLine parts;
    if (!split_access_line(text.substr(0, text.find_last_not_of(" \t\r\n") + 1), parts)) {
      reading().refuse(Trouble::no_time, "there is no time in [brackets]");
      return;
    }
    for (const AccessLayout* const layout : access_layouts()) {
      const AccessFit fit = layout->line == nullptr ? AccessFit::other : layout->line(parts, shape_, record);
      if (fit != AccessFit::other) {
        tell(fit, record, parts.time);
        return;
      }
    }
    reading().refuse(parts.time ? Trouble::missing_field : Trouble::bad_time,
                     parts.time
                         ? std::string("the address of the client must be before the time, unless the line "
                                       "is Envoy's and begins with a time such as [2016-04-15T20:17:00.310Z]")
                         : fmt::format("{} is not a time; expected a time such as 09/Apr/2023:12:01:02 +0000",
                                       in_quotes(parts.instant)));
  }

 private:
  /// Reads an object of the log, or an event of CloudWatch or of a container whose message is such an object.
  void value(JsonView value) {
    JsonView message = value["message"];
    bool is_wrapped = message.is(JsonView::Kind::string) && value["timestamp"];
    if (const JsonView log = value["log"]; !is_wrapped && log.is(JsonView::Kind::string) && value["stream"]) {
      message = log;
      is_wrapped = true;
    }
    if (is_wrapped) {
      const std::string_view text = without_blanks(message.text());
      if (text.empty()) {
        reading().pass();
      } else {
        line(text);
      }
    } else {
      object(message.is(JsonView::Kind::object) ? message : value);
    }
  }

  void object(JsonView object) {
    if (!object.is(JsonView::Kind::object)) {
      reading().pass();
      return;
    }
    AccessRecord record;
    if (!duration_field_.is_empty()) {
      tell(duration_field_.read(object, record), record, {});
      return;
    }
    std::set<std::string, std::less<>> names;
    for (JsonView each = object.first(); each; each = each.next()) {
      names.insert(plain_name(each.key()));
    }
    const AccessLayout* nearest = &access_api_gateway();
    for (const AccessLayout* const layout : access_layouts()) {
      if (layout->object == nullptr || !has_keys(*layout, names)) {
        continue;
      }
      if (const AccessFit fit = layout->object(object, record); fit != AccessFit::other) {
        tell(fit, record, {});
        return;
      }
    }
    // If no layout matches, the error names the required fields of one layout.
    const bool is_broken = nearest->object(object, record) == AccessFit::broken;
    if (is_broken && record.problem.trouble != Trouble::no_time) {
      reading().refuse(std::move(record.problem));
    } else {
      reading().refuse(is_broken ? Trouble::no_time : Trouble::missing_field,
                       "the object is not an entry of a known access log (nginx has request_time, API "
                       "Gateway has requestTimeEpoch, Envoy has start_time, response_code and duration); for "
                       "other logs, use --duration-field NAME:UNIT");
    }
  }

  void tell(AccessFit fit, AccessRecord& record, const std::optional<LogTime>& time) {
    switch (fit) {
      case AccessFit::answered:
        ++reading().counts().not_passed_on;
        [[fallthrough]];
      case AccessFit::other:
      case AccessFit::passed:
        reading().pass();
        return;
      case AccessFit::broken:
        reading().refuse(std::move(record.problem));
        return;
      case AccessFit::read:
        break;
    }
    const std::optional<LogTime>& clock = time ? time : record.time;
    if (clock) {
      reading().seen(*clock);
    }
    reading().take(record.invocation);
  }

  AccessShape shape_;
  AccessFormat format_;
  DurationField duration_field_;
  JsonTree message_;
};

/// The names of members in the sample, in JSON or in JSON within a string.
std::set<std::string, std::less<>> names_in(std::string_view text) {
  std::set<std::string, std::less<>> names;
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos;
       colon = text.find(':', colon + 1)) {
    const std::size_t quote = text.find_last_not_of(" \t\r\n", colon == 0 ? 0 : colon - 1);
    if (colon == 0 || quote == std::string_view::npos || text[quote] != '"') {
      continue;
    }
    const std::size_t end = quote > 0 && text[quote - 1] == '\\' ? quote - 1 : quote;
    const std::size_t start = end == 0 ? std::string_view::npos : text.rfind('"', end - 1);
    if (start != std::string_view::npos) {
      names.insert(plain_name(text.substr(start + 1, end - start - 1)));
    }
  }
  return names;
}

/// True if a line in the sample, or a message in it, is a line of an access log.
bool has_access_line(std::string_view text) {
  std::size_t lines = 0;
  for (std::size_t at = 0; at < text.size() && lines < kMostSampled; ++lines) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    AccessLine parts;
    if (line.empty() || !split_access_line(line, parts) || !parts.time) {
      continue;
    }
    for (const AccessLayout* const layout : access_layouts()) {
      AccessRecord record;
      if (layout->line != nullptr && layout->line(parts, {}, record) == AccessFit::read) {
        return true;
      }
    }
  }
  return false;
}

bool is_access_log(const LogSample& sample) {
  const std::size_t first = sample.text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    return false;
  }
  if (has_access_line(sample.text)) {
    return true;
  }
  // JSON is recognised by the names of members, or by lines in messages.
  const bool has_lines = sample.has_key("message") || sample.has_key("log");
  if (has_lines && (sample.has(" HTTP/1.") || sample.has(" HTTP/2"))) {
    for (std::size_t at = sample.text.find('['); at != std::string_view::npos;
         at = sample.text.find('[', at + 1)) {
      const auto time = log_time(sample.text.substr(at + 1));
      if (time && sample.text.substr(at + 1 + time->used, 1) == "]") {
        return true;
      }
    }
  }
  const auto names = names_in(sample.text);
  return std::any_of(access_layouts().begin(), access_layouts().end(), [&names](const AccessLayout* layout) {
    return layout->object != nullptr && has_keys(*layout, names);
  });
}

}  // namespace

const LogKind& access_log() {
  static const LogKind kind{"access-log",
                            "access logs: API Gateway's JSON, nginx's and Apache's formats, nginx's JSON, "
                            "ingress-nginx, Envoy and Istio",
                            is_access_log, [](LogReading& reading) -> std::unique_ptr<LogFormat> {
                              return std::make_unique<AccessLog>(reading);
                            }};
  return kind;
}

}  // namespace curtain
