// The Common Log Format and the combined format (httpd.apache.org/docs/current/logs.html), and nginx's
// `combined` and the `main` of its default nginx.conf. Further words may follow: host ident user
// [09/Apr/2023:12:01:02 +0000] "GET /pets HTTP/1.1" 200 512 "referer" "agent" .. A further word is the
// duration of the request only if it has no other possible meaning. It is a number of seconds with three
// decimals, as nginx writes $request_time (ngx_http_log_module), or a number with its unit, such as "12ms" of
// Traefik. Whole numbers may be a status, a number of bytes or a time in any unit, so they are ignored. A
// line with a duration was written at the end of the request.
#include <fmt/format.h>

#include "models/import/access_words.hpp"
#include "models/workload/line_reader.hpp"

namespace curtain {
namespace {

constexpr std::size_t kNcsaWords = 3;

/// True if the line is only the beginning of the form that most lines of its file have.
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
                       fmt::format("{} is not a time; expected a time such as 09/Apr/2023:12:01:02 +0000",
                                   in_quotes(line.instant)));
  }
  const auto& words = line.words;
  if (is_cut_line(line, shape) || words.size() < kNcsaWords) {
    return record.fail(Trouble::cut_off,
                       "the line ends early: the time must be followed by \"METHOD path PROTOCOL\", a "
                       "status, a size, and the fields that follow in other lines of the file");
  }
  if (words[0].kind != AccessWord::Kind::quoted || !is_status(words[1].text) ||
      (!is_whole_number(words[2].text) && words[2].text != "-")) {
    return record.fail(
        Trouble::missing_field,
        "the time must be followed by \"METHOD path PROTOCOL\", a status of three digits and a size");
  }
  if (!is_request_line(words[0].text)) {
    return AccessFit::answered;  // "-", or bytes of another protocol that did not reach a server
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
          fmt::format("{} is at the position of the duration; expected seconds with three decimals",
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
