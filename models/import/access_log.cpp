// Access logs of API gateways and web servers:
//  - JSON, one object a line, of Amazon API Gateway's $context variables under names that its owner chose
//    (API Gateway Developer Guide, "Variables for access logging for API Gateway"): requestTimeEpoch or
//    requestTime, integrationLatency or responseLatency in milliseconds, routeKey or httpMethod and
//    resourcePath, status, requestId. Names are compared without regard to case, "_", "." and "-".
//  - the Common Log Format and the combined one (httpd.apache.org/docs/current/logs.html), as API Gateway
//  writes
//    it with the request's id at the end, and with a length of time at the end: with a point it is seconds,
//    as nginx's $request_time, and the line was written at the end of the request; a whole number is
//    microseconds, as Apache's %D, and the line has its beginning (nginx.org ngx_http_log_module, httpd
//    mod_log_config).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "models/import/json_stream.hpp"
#include "models/import/log_format.hpp"
#include "models/import/log_message.hpp"
#include "models/import/report_line.hpp"
#include "models/workload/decimal.hpp"
#include "models/workload/line_reader.hpp"

namespace curtain {
namespace {

/// Takes the next word, quoted text or [bracketed text] of a line.
std::string_view take_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  if (line.empty()) {
    return {};
  }
  const char closing = line[0] == '"' ? '"' : line[0] == '[' ? ']' : ' ';
  const std::size_t from = closing == ' ' ? 0 : 1;
  std::size_t end = line.find(closing, from);
  while (closing == '"' && end != std::string_view::npos && line[end - 1] == '\\') {
    end = line.find(closing, end + 1);
  }
  const std::string_view word = line.substr(from, end == std::string_view::npos ? end : end - from);
  line.remove_prefix(
      std::min(end == std::string_view::npos ? end : end + (closing == ' ' ? 0 : 1), line.size()));
  return word;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// "GET /pets?limit=2 HTTP/1.1" -> "GET /pets"
std::string_view route_of(std::string_view request) {
  const std::size_t method = request.find(' ');
  const std::size_t end = request.find_first_of(" ?", method == std::string_view::npos ? 0 : method + 1);
  return request.substr(0, end);
}

class AccessLog : public LogFormat {
 public:
  using LogFormat::LogFormat;

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
    // Behind a time, as `aws logs tail` prints it, or in an event of CloudWatch.
    if (const std::size_t brace = text.find('{'); brace != std::string_view::npos && text.find('[') > brace) {
      if (std::string problem = parse_json(without_blanks(text.substr(brace)), message_); !problem.empty()) {
        reading().refuse(Trouble::bad_json, std::move(problem));
      } else {
        object(message_.root());
      }
      return;
    }
    const std::size_t bracket = text.find('[');
    if (bracket == std::string_view::npos) {
      reading().refuse(Trouble::no_time, "there is no time in [brackets]");
      return;
    }
    std::string_view rest = text.substr(bracket);
    const std::string_view time_text = take_word(rest);
    const std::optional<LogTime> time = log_time(time_text);
    if (!time) {
      reading().refuse(Trouble::bad_time,
                       fmt::format("{} is no time; one such as 09/Apr/2023:12:01:02 +0000 is needed",
                                   in_quotes(time_text)));
      return;
    }
    LoggedInvocation invocation;
    const std::string_view request = take_word(rest);
    invocation.status = take_word(rest);
    const std::string_view size = take_word(rest);
    if (request.empty() || invocation.status.size() != 3 || !is_number(invocation.status) ||
        (!is_number(size) && size != "-")) {
      reading().refuse(
          size.empty() ? Trouble::cut_off : Trouble::missing_field,
          "behind the time must stand \"METHOD path PROTOCOL\", a status of three digits and a size");
      return;
    }
    invocation.function = route_of(request);
    invocation.arrival = invocation.told = reading().seen(*time);
    std::string_view last;
    for (std::string_view word = take_word(rest); !word.empty() || !rest.empty(); word = take_word(rest)) {
      last = word;
    }
    if (finish(last, invocation)) {
      reading().take(invocation);
    }
  }

 private:
  /// An object of the log, or an event of CloudWatch with one as its message.
  void value(JsonView value) {
    const JsonView message = value["message"];
    if (message.is(JsonView::Kind::string) && value["timestamp"]) {
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

  /// What stands at the end of a line: a length of time, a request's id, or neither.
  bool finish(std::string_view last, LoggedInvocation& invocation) {
    static const DecimalReader seconds(1'000'000'000);
    static const DecimalReader microseconds(1000);
    if (!is_number(last)) {
      invocation.request =
          last.size() >= 8 && last.find_first_of(" /(") == std::string_view::npos ? last : "";
      return true;
    }
    const bool is_in_seconds = last.find('.') != std::string_view::npos;
    std::int64_t ns = 0;
    const auto outcome = (is_in_seconds ? seconds : microseconds).read(last, ns);
    if (outcome != DecimalReader::Outcome::ok || ns > kLongestExecution) {
      const bool is_large = outcome != DecimalReader::Outcome::not_a_number;
      reading().refuse(is_large ? Trouble::too_large : Trouble::not_a_number,
                       fmt::format("the last word {} is no length of time up to a day", in_quotes(last)));
      return false;
    }
    invocation.duration = ns;
    invocation.arrival -= is_in_seconds ? ns : 0;
    return true;
  }

  /// The value under one of some names, which are lower-case letters.
  static JsonView find(JsonView object, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
      for (JsonView each = object.first(); each; each = each.next()) {
        std::string plain;
        for (const char character : each.key()) {
          if (character >= 'A' && character <= 'Z') {
            plain += static_cast<char>(character - 'A' + 'a');
          } else if (character != '_' && character != '.' && character != '-') {
            plain += character;
          }
        }
        if (plain == name) {
          return each;
        }
      }
    }
    return {};
  }

  void object(JsonView object) {
    if (!object.is(JsonView::Kind::object)) {
      reading().pass();
      return;
    }
    const JsonView epoch = find(object, {"requesttimeepoch", "timeepoch"});
    const JsonView clock = find(object, {"requesttime", "time", "timestamp", "timelocal", "timeiso8601"});
    const JsonView when = epoch ? epoch : clock;
    const std::optional<LogTime> time = log_time(when.text());
    if (!time) {
      reading().refuse(when ? Trouble::bad_time : Trouble::no_time,
                       when ? fmt::format("{} is {}, which is no time", when.key(), in_quotes(when.text()))
                            : std::string("there is neither a requestTimeEpoch nor a requestTime"));
      return;
    }
    const JsonView integration =
        find(object, {"integrationlatency", "contextintegrationlatency", "integrationlatencyms"});
    const JsonView response = find(object, {"responselatency", "responselatencyms", "latency", "latencyms"});
    if (integration && integration.text() == "-") {
      ++reading().counts().not_passed_on;
      reading().pass();
      return;
    }
    LoggedInvocation invocation;
    const JsonView latency = integration && !integration.text().empty() ? integration : response;
    RecordProblem problem;
    std::int64_t ns = 0;
    if (latency && !latency.text().empty() && latency.text() != "-") {
      if (!read_milliseconds(latency.text(), latency.key(), ns, problem)) {
        reading().refuse(std::move(problem));
        return;
      }
      invocation.duration = ns;
    }
    invocation.arrival = invocation.told = reading().seen(*time);
    invocation.status = find(object, {"status", "statuscode"}).text();
    invocation.request = find(object, {"requestid", "extendedrequestid"}).text();
    invocation.tenant = find(object, {"accountid"}).text();
    const std::string route = route_of_object(object);
    invocation.function = route;
    reading().take(invocation);
  }

  static std::string route_of_object(JsonView object) {
    if (const JsonView key = find(object, {"routekey"})) {
      return std::string(key.text());
    }
    const std::string_view method = find(object, {"httpmethod", "method"}).text();
    const std::string_view path = find(object, {"resourcepath", "path", "uri"}).text();
    const std::string_view separator = method.empty() || path.empty() ? "" : " ";
    return fmt::format("{}{}{}", method, separator, path.substr(0, path.find('?')));
  }

  JsonTree message_;
};

}  // namespace

std::unique_ptr<LogFormat> make_access_log(LogReading& reading) {
  return std::make_unique<AccessLog>(reading);
}

}  // namespace curtain
