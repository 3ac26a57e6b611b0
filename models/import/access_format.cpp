#include "models/import/access_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "models/workload/line_reader.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;
constexpr std::int64_t kMillisecondNs = 1'000'000;
constexpr std::int64_t kMicrosecondNs = 1000;

bool is_name_character(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || character == '_';
}

/// The position in `text` of the next quotation mark that is not escaped by a backslash; npos if there is
/// none.
std::size_t find_unescaped(std::string_view rest, std::string_view text, std::size_t from) {
  std::size_t at = rest.find(text, from);
  while (at != std::string_view::npos && at > 0 && text[0] == '"' && rest[at - 1] == '\\') {
    at = rest.find(text, at + 1);
  }
  return at;
}

std::string_view without_brackets(std::string_view text) {
  return text.size() > 1 && text.front() == '[' && text.back() == ']' ? text.substr(1, text.size() - 2)
                                                                      : text;
}

}  // namespace

AccessFormat::AccessFormat(std::string_view text) {
  if (text.empty()) {
    return;
  }
  if (text.find('$') != std::string_view::npos) {
    split_nginx(text);
  } else if (text.find("TIME%") != std::string_view::npos || text.find("%REQ(") != std::string_view::npos) {
    split_envoy(text);
  } else {
    split_apache(text);
  }
  check();
}

void AccessFormat::literal(char character) {
  (parts_.empty() ? before_ : parts_.back().behind) += character;
}

AccessFormat::Part AccessFormat::nginx_part(std::string_view name) {
  Part part;
  part.name = "$" + std::string(name);
  const auto is = [name](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  part.use = is({"time_local", "time_iso8601", "msec"})          ? Use::end
             : is({"request"})                                   ? Use::request
             : is({"request_method"})                            ? Use::method
             : is({"request_uri", "uri"})                        ? Use::path
             : is({"status"})                                    ? Use::status
             : is({"request_time"})                              ? Use::duration
             : is({"upstream_response_time"})                    ? Use::upstream
             : is({"request_id", "req_id", "http_x_request_id"}) ? Use::request_id
                                                                 : Use::none;
  part.unit = kSecondNs;
  return part;
}

AccessFormat::Part AccessFormat::apache_part(std::string_view argument, char letter) {
  Part part;
  part.name = argument.empty() ? fmt::format("%{}", letter) : fmt::format("%{{{}}}{}", argument, letter);
  switch (letter) {
    case 't':
      part.use = argument.starts_with("end:") ? Use::end : Use::begin;
      break;
    case 'r':
      part.use = Use::request;
      break;
    case 'm':
      part.use = Use::method;
      break;
    case 'U':
      part.use = Use::path;
      break;
    case 's':
      part.use = Use::status;
      break;
    case 'L':
      part.use = Use::request_id;
      break;
    case 'D':
    case 'T':
      part.use = Use::duration;
      part.unit = letter == 'D'      ? kMicrosecondNs
                  : argument.empty() ? kSecondNs
                                     : unit_of(argument).value_or(kSecondNs);
      break;
    default:
      break;
  }
  return part;
}

AccessFormat::Part AccessFormat::envoy_part(std::string_view name) {
  Part part;
  part.name = fmt::format("%{}%", name);
  part.use = name.starts_with("START_TIME")                  ? Use::begin
             : name == "REQ(:METHOD)"                        ? Use::method
             : name.find(":PATH)") != std::string_view::npos ? Use::path
             : name == "RESPONSE_CODE"                       ? Use::status
             : name == "DURATION"                            ? Use::duration
             : name == "REQ(X-REQUEST-ID)"                   ? Use::request_id
                                                             : Use::none;
  part.unit = kMillisecondNs;
  return part;
}

void AccessFormat::split_nginx(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '$') {
      literal(text[at]);
      continue;
    }
    const bool is_braced = at + 1 < text.size() && text[at + 1] == '{';
    const std::size_t from = at + (is_braced ? 2 : 1);
    std::size_t end = from;
    while (end < text.size() && is_name_character(text[end])) {
      ++end;
    }
    parts_.push_back(nginx_part(text.substr(from, end - from)));
    at = is_braced ? end : end - 1;
  }
}

void AccessFormat::split_apache(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 1 < text.size() && text[at + 1] == '"') {
      continue;  // written as in the configuration of the server
    }
    if (text[at] != '%' || at + 1 == text.size()) {
      literal(text[at]);
      continue;
    }
    if (text[at + 1] == '%') {
      literal(text[++at]);
      continue;
    }
    at = std::min(text.find_first_not_of("<>!,^0123456789", at + 1), text.size() - 1);
    std::string_view argument;
    if (text[at] == '{') {
      const std::size_t end = std::min(text.find('}', at), text.size() - 1);
      argument = text.substr(at + 1, end - at - 1);
      at = std::min(text.find_first_not_of('^', end + 1), text.size() - 1);
    }
    parts_.push_back(apache_part(argument, text[at]));
  }
}

void AccessFormat::split_envoy(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t end = text[at] == '%' ? text.find('%', at + 1) : std::string_view::npos;
    if (end == std::string_view::npos) {
      literal(text[at]);
    } else {
      parts_.push_back(envoy_part(text.substr(at + 1, end - at - 1)));
      at = end;
    }
  }
}

void AccessFormat::check() const {
  const auto has = [this](Use use) {
    return std::any_of(parts_.begin(), parts_.end(), [use](const Part& part) { return part.use == use; });
  };
  if (parts_.empty()) {
    throw std::invalid_argument(
        "--log-format has no variable; copy the string of nginx's log_format, Apache's LogFormat or Envoy's "
        "format");
  }
  if (!has(Use::begin) && !has(Use::end)) {
    throw std::invalid_argument(
        "--log-format has no instant; add $time_local, $time_iso8601 or $msec of nginx, %t of Apache, "
        "%START_TIME% of Envoy");
  }
  if (!has(Use::request) && !has(Use::path)) {
    throw std::invalid_argument(
        "--log-format has no request; add $request, $request_uri or $uri of nginx, %r or %U of Apache, "
        "%REQ(:PATH)% of Envoy");
  }
  for (std::size_t i = 0; i + 1 < parts_.size(); ++i) {
    if (parts_[i].behind.empty()) {
      throw std::invalid_argument(
          fmt::format("--log-format has no text between {} and {}, so the two values cannot be separated; "
                      "remove one of the two",
                      parts_[i].name, parts_[i + 1].name));
    }
  }
}

bool AccessFormat::take(std::string_view& rest, const Part& part, std::string_view& value) {
  if (part.behind.empty()) {
    value = rest;
    rest = {};
    return true;
  }
  std::size_t at = find_unescaped(rest, part.behind, 0);
  // A list of upstreams and the brackets of %t may contain the blank that normally ends a variable.
  while (at != std::string_view::npos && part.behind[0] == ' ' &&
         ((at > 0 && rest[at - 1] == ',') || rest.substr(at, 3) == " : " ||
          (at > 1 && rest.substr(at - 2, 2) == " :") ||
          (rest[0] == '[' && rest.substr(0, at).find(']') == std::string_view::npos))) {
    at = find_unescaped(rest, part.behind, at + 1);
  }
  if (at == std::string_view::npos) {
    return false;
  }
  value = rest.substr(0, at);
  rest.remove_prefix(at + part.behind.size());
  return true;
}

AccessFit AccessFormat::read(std::string_view line, AccessRecord& record) const {
  std::string_view rest = line.substr(0, line.find_last_not_of("\r\n") + 1);
  if (!rest.starts_with(before_)) {
    return record.fail(
        Trouble::missing_field,
        fmt::format("the line does not begin with {}, as in --log-format", in_quotes(before_)));
  }
  rest.remove_prefix(before_.size());
  std::vector<std::string_view> values(parts_.size());
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (!take(rest, parts_[i], values[i])) {
      return record.fail(Trouble::cut_off, fmt::format("{} must be followed by {}, as in --log-format",
                                                       parts_[i].name, in_quotes(parts_[i].behind)));
    }
  }
  return use(values, record);
}

AccessFit AccessFormat::use(const std::vector<std::string_view>& values, AccessRecord& record) const {
  const auto index = [this](Use use) {
    const auto part =
        std::find_if(parts_.begin(), parts_.end(), [use](const Part& each) { return each.use == use; });
    return static_cast<std::size_t>(part - parts_.begin());
  };
  const auto value = [&](Use use) {
    const std::size_t at = index(use);
    return at == parts_.size() ? std::string_view{} : values[at];
  };
  const bool is_begin = index(Use::begin) < parts_.size();
  const std::string_view instant = without_brackets(value(is_begin ? Use::begin : Use::end));
  LoggedInvocation& invocation = record.invocation;
  record.time = log_time(instant);
  if (!record.time) {
    return record.fail(Trouble::bad_time, fmt::format("{} is not a known form of time", in_quotes(instant)));
  }
  for (const Use use : {Use::duration, Use::upstream}) {
    const std::size_t at = index(use);
    if (at == parts_.size() || values[at].empty() || values[at] == "-" || invocation.duration) {
      continue;
    }
    std::int64_t ns = 0;
    if (const auto length = length_of_time(values[at]); length && parts_[at].unit == kSecondNs) {
      invocation.duration = length;
    } else if (read_length(values[at], parts_[at].name, parts_[at].unit, ns, record.problem)) {
      invocation.duration = ns;
    } else {
      return AccessFit::broken;
    }
  }
  const std::string_view request = value(Use::request);
  if (index(Use::request) < parts_.size() && !is_request_line(request)) {
    return AccessFit::answered;
  }
  record.function =
      request.empty() ? route_of(value(Use::method), value(Use::path)) : std::string(route_of(request));
  invocation.function = record.function;
  invocation.status = value(Use::status);
  invocation.request = value(Use::request_id) == "-" ? std::string_view{} : value(Use::request_id);
  invocation.told = record.time->ns;
  invocation.arrival = record.time->ns - (is_begin ? 0 : invocation.duration.value_or(0));
  return AccessFit::read;
}

DurationField::DurationField(std::string_view text) {
  if (text.empty()) {
    return;
  }
  const std::size_t colon = text.rfind(':');
  const auto unit = colon == std::string_view::npos ? std::nullopt : unit_of(text.substr(colon + 1));
  if (!unit || colon == 0) {
    throw std::invalid_argument(
        fmt::format("--duration-field is {}; expected a name and a unit such as duration:ms, where the unit "
                    "is s, ms, us or ns",
                    in_quotes(text)));
  }
  name_ = text.substr(0, colon);
  unit_ = *unit;
}

AccessFit DurationField::read(JsonView object, AccessRecord& record) const {
  const JsonView begin = find_plain(object, {"starttime", "requesttimeepoch", "startedat", "startutc"});
  const JsonView clock = begin ? begin
                               : find_plain(object, {"timelocal", "timeiso8601", "timestamp", "time", "ts",
                                                     "msec", "datetime", "date", "requesttime"});
  if (!clock) {
    return record.fail(Trouble::no_time,
                       "there is no field with the time, such as time, timestamp or start_time");
  }
  const auto time = time_of(clock, record);
  if (!time) {
    return AccessFit::broken;
  }
  JsonView field = object;
  for (std::string_view rest = name_;
       field && !rest.empty();) {  // a name such as "httpRequest.duration" may refer to a nested member
    if (const JsonView whole = field[rest]) {
      field = whole;
      break;
    }
    const std::size_t point = std::min(rest.find('.'), rest.size());
    field = field[rest.substr(0, point)];
    rest.remove_prefix(std::min(point + 1, rest.size()));
  }
  if (!field) {
    return record.fail(Trouble::missing_field,
                       fmt::format("there is no {}, which --duration-field names", in_quotes(name_)));
  }
  LoggedInvocation& invocation = record.invocation;
  if (const std::string_view text = field.text(); !text.empty() && text != "-") {
    std::int64_t ns = 0;
    if (!read_length(text, name_, unit_, ns, record.problem)) {
      return AccessFit::broken;
    }
    invocation.duration = ns;
  }
  const JsonView nested = object["request"].is(JsonView::Kind::object) ? object["request"] : object;
  const JsonView line = find_plain(object, {"request"});
  record.function =
      line.is(JsonView::Kind::string)
          ? std::string(route_of(line.text()))
          : route_of(find_plain(nested, {"requestmethod", "httpmethod", "method"}).text(),
                     find_plain(nested, {"requesturi", "uri", "path", "url", "requestpath", "resourcepath"})
                         .text());
  invocation.function = record.function;
  invocation.status = find_plain(object, {"status", "statuscode", "responsecode", "downstreamstatus"}).text();
  invocation.request = find_plain(object, {"requestid", "reqid"}).text();
  invocation.told = time->ns;
  invocation.arrival = time->ns - (begin ? 0 : invocation.duration.value_or(0));
  return AccessFit::read;
}

}  // namespace curtain
