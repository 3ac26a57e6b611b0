// The Common Log Format, the combined one (httpd.apache.org/docs/current/logs.html), nginx's `combined` and
// the `main` of its shipped nginx.conf, with further words behind them:
// host ident user [09/Apr/2023:12:01:02 +0000] "GET /pets HTTP/1.1" 200 512 "referer" "agent" .. A further
// word is the request's length of time only if it cannot be anything else: seconds with three decimals, as
// nginx writes $request_time (ngx_http_log_module), or a number with its unit, as Traefik's "12ms". Whole
// numbers may be a status, a number of bytes or a time in any unit, so they are ignored. A line with a length
// of time was written at the end of the request.
#include <fmt/format.h>

#include "models/import/access_words.hpp"
#include "models/workload/line_reader.hpp"

namespace curtain {
namespace {

constexpr std::size_t kNcsaWords = 3;

/// True if the line is the beginning of the form that most lines of its file have.
bool is_cut_line(const AccessLine& line, const AccessShape& shape) {
  const std::string own = line.shape();
  return (!line.words.empty() && line.words.back().is_open) ||
         (own.size() < shape.shape.size() && shape.shape.starts_with(own));
}

AccessFit read_ncsa_line(const AccessLine& line, const AccessShape& shape, AccessRecord& record) {
  if (line.before.find_first_not_of(" \t") == std::string_view::npos) {
    return AccessFit::other;
  }
  if (!line.time) {
    return record.fail(Trouble::bad_time,
                       fmt::format("{} is not a time; one such as 09/Apr/2023:12:01:02 +0000 is needed",
                                   in_quotes(line.instant)));
  }
  const auto& words = line.words;
  if (is_cut_line(line, shape) || words.size() < kNcsaWords) {
    return record.fail(Trouble::cut_off,
                       "the line ends early: the time must be followed by \"METHOD path PROTOCOL\", a "
                       "status, a size, and the further fields of the file's other lines");
  }
  if (words[0].kind != AccessWord::Kind::quoted || !is_status(words[1].text) ||
      (!is_whole_number(words[2].text) && words[2].text != "-")) {
    return record.fail(
        Trouble::missing_field,
        "the time must be followed by \"METHOD path PROTOCOL\", a status of three digits and a size");
  }
  if (!is_request_line(words[0].text)) {
    return AccessFit::answered;  // "-" or bytes of another protocol, which did not reach a server
  }
  LoggedInvocation& invocation = record.invocation;
  invocation.function = route_of(words[0].text);
  invocation.status = words[1].text;
  invocation.arrival = invocation.told = line.time->ns;
  const bool is_usual = !shape.shape.empty() && line.shape() == shape.shape;
  if (const auto at = is_usual ? shape.time : time_word(line)) {
    invocation.duration = length_of_time(words[*at].text);
    if (!invocation.duration && words[*at].text != "-") {
      return record.fail(
          Trouble::not_a_number,
          fmt::format("{} is in the place of the length of time; seconds with three decimals are needed",
                      in_quotes(words[*at].text)));
    }
    invocation.arrival -= invocation.duration.value_or(0);
  }
  if (words.back().kind == AccessWord::Kind::plain && words.size() > kNcsaWords &&
      is_request_id(words.back().text)) {
    invocation.request = words.back().text;
  }
  return AccessFit::read;
}

}  // namespace

const AccessLayout& access_ncsa() {
  static const AccessLayout layout{"common or combined", read_ncsa_line, nullptr, {}};
  return layout;
}

}  // namespace curtain
