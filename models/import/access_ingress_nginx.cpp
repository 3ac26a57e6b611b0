// The default of ingress-nginx (kubernetes.github.io/ingress-nginx, "Log format"):
//   $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer"
//   "$http_user_agent" $request_length $request_time [$proxy_upstream_name]
//   [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time
//   $upstream_status $req_id Versions before 0.23 do not have the alternative upstream, and versions before
//   0.21 also do not have the id. nginx writes the line at the end of the request.
#include "models/import/access_words.hpp"

namespace curtain {
namespace {

constexpr std::size_t kIngressTime = 6;
constexpr std::size_t kIngressName = 7;
constexpr std::size_t kIngressUpstream = 4;  // the number of words for one upstream, which are address,
                                             // length, time and status

AccessFit read_ingress_line(const AccessLine& line, const AccessShape& shape, AccessRecord& record) {
  const auto& words = line.words;
  const auto is_quoted = [&words](std::size_t i) { return words[i].kind == AccessWord::Kind::quoted; };
  if (words.size() <= kIngressName || !line.time || !is_quoted(0) || !is_status(words[1].text) ||
      !is_quoted(3) || !is_quoted(4) || !is_whole_number(words[5].text) ||
      !length_of_time(words[kIngressTime].text) || words[kIngressName].kind != AccessWord::Kind::bracketed) {
    return AccessFit::other;
  }
  const std::string own = line.shape();
  const std::size_t upstream = kIngressName + (own.substr(kIngressName).starts_with("bb") ? 2 : 1);
  if (words.back().is_open || words.size() < upstream + kIngressUpstream ||
      (own.size() < shape.shape.size() && shape.shape.starts_with(own))) {
    return record.fail(Trouble::cut_off,
                       "the line ends early: the names of the upstreams must be followed by an address, a "
                       "length, a time, a status and the id of the request");
  }
  if (words[upstream].text == "-" || !is_request_line(words[0].text)) {
    return AccessFit::answered;
  }
  LoggedInvocation& invocation = record.invocation;
  invocation.function = route_of(words[0].text);
  invocation.status = words[1].text;
  invocation.duration = length_of_time(words[kIngressTime].text);
  invocation.told = line.time->ns;
  invocation.arrival = line.time->ns - *invocation.duration;
  if (words.size() > upstream + kIngressUpstream) {
    invocation.request = words[upstream + kIngressUpstream].text;
  }
  return AccessFit::read;
}

}  // namespace

const AccessLayout& access_ingress_nginx() {
  static const AccessLayout layout{"ingress-nginx", read_ingress_line, nullptr, {}};
  return layout;
}

}  // namespace curtain
