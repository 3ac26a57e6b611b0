// Access logs of nginx and ingress-nginx in JSON (log_format with escape=json), with nginx's names of
// variables or similar names. request_time and upstream_response_time are in seconds, and the instant is
// time_local, time_iso8601, msec, @timestamp or similar (nginx.org, ngx_http_log_module,
// ngx_http_core_module, ngx_http_upstream_module). nginx writes the record at the end of the request.
#include <fmt/format.h>

#include "models/import/access_words.hpp"
#include "models/workload/line_reader.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kNginxUnit = 1'000'000'000;

JsonView nginx_clock(JsonView object) {
  return find_plain(object, {"timelocal", "timeiso8601", "msec", "time", "timestamp", "datetime", "date",
                             "timeepoch", "ts"});
}

/// Reads request_time or, if it is missing, the sum of the times of the upstreams. Returns false if the value
/// is not a length of time.
bool read_nginx_duration(JsonView object, AccessRecord& record) {
  for (const std::string_view name : {"requesttime", "upstreamresponsetime"}) {
    const JsonView value = find_plain(object, {name});
    const std::string_view text = value.text();
    if (text.empty() || text == "-") {
      continue;
    }
    if (const auto length = length_of_time(text)) {
      record.invocation.duration = length;
      return true;
    }
    // A JSON number may have lost its trailing zeros, so its decimals are not checked.
    std::int64_t ns = 0;
    if (!read_length(text, value.key(), kNginxUnit, ns, record.problem)) {
      return false;
    }
    record.invocation.duration = ns;
    return true;
  }
  return true;
}

AccessFit read_nginx_object(JsonView object, AccessRecord& record) {
  const JsonView request_time = find_plain(object, {"requesttime"});
  if (request_time && log_time(request_time.text())) {
    return AccessFit::other;  // the requestTime of API Gateway is an instant
  }
  const JsonView clock = nginx_clock(object);
  if (!clock) {
    return record.fail(Trouble::no_time, "there is no time_local, time_iso8601, msec, time or timestamp");
  }
  const auto time = time_of(clock, record);
  if (!time || !read_nginx_duration(object, record)) {
    return AccessFit::broken;
  }
  const JsonView line = find_plain(object, {"request"});
  if (line.is(JsonView::Kind::string)) {
    if (!is_request_line(line.text())) {
      return AccessFit::answered;
    }
    record.function = route_of(line.text());
  } else {
    record.function =
        route_of(find_plain(object, {"requestmethod", "method"}).text(),
                 find_plain(object, {"requesturi", "uri", "path", "url", "requestpath"}).text());
  }
  LoggedInvocation& invocation = record.invocation;
  invocation.function = record.function;
  invocation.status = find_plain(object, {"status", "responsestatus", "statuscode"}).text();
  invocation.told = time->ns;
  invocation.arrival = time->ns - invocation.duration.value_or(0);
  const std::string_view id = find_plain(object, {"requestid", "reqid"}).text();
  invocation.request = id == "-" ? std::string_view{} : id;
  return AccessFit::read;
}

}  // namespace

const AccessLayout& access_nginx_json() {
  static const AccessLayout layout{"nginx in JSON",
                                   nullptr,
                                   read_nginx_object,
                                   {{"requesttime", "requestmethod"},
                                    {"requesttime", "request"},
                                    {"requesttime", "uri"},
                                    {"requesttime", "path"},
                                    {"upstreamresponsetime"},
                                    {"timelocal", "request"},
                                    {"timelocal", "requesturi"},
                                    {"timeiso8601", "request"},
                                    {"timeiso8601", "requesturi"},
                                    {"msec", "request"},
                                    {"msec", "requesturi"}}};
  return layout;
}

}  // namespace curtain
