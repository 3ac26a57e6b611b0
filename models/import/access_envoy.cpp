// The default access logs of Envoy (envoyproxy.io, "Access logging", default format string) and of Istio
// (istio.io, "Envoy Access Logs"), as text and in Istio's JSON:
//   [2016-04-15T20:17:00.310Z] "POST /api HTTP/2" 204 - .. BYTES_RECEIVED BYTES_SENT DURATION
//   X-ENVOY-UPSTREAM-SERVICE-TIME "X-FORWARDED-FOR" "USER-AGENT" "X-REQUEST-ID" "AUTHORITY" "UPSTREAM_HOST"
//   .. Istio adds words before the four numbers and behind the five quoted texts. START_TIME is the beginning
//   of the request. DURATION is in milliseconds.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "models/import/access_words.hpp"

namespace curtain {
namespace {

constexpr std::size_t kEnvoyFlags = 2;
constexpr std::size_t kEnvoyNumbers = 4;
constexpr std::size_t kEnvoyQuoted = 5;
constexpr std::int64_t kEnvoyUnit = 1'000'000;

/// True if the response flags state that the request was never forwarded, because there was no route or no
/// healthy host, or because a limit was reached or access was denied.
bool is_answered(std::string_view flags, std::string_view upstream) {
  constexpr std::array<std::string_view, 8> own{"NR", "UH", "RL", "UAEX", "NC", "UO", "FI", "RLSE"};
  return (upstream.empty() || upstream == "-") &&
         std::any_of(own.begin(), own.end(), [&](std::string_view flag) {
           const std::size_t at = flags.find(flag);
           const std::size_t end = at == std::string_view::npos ? at : at + flag.size();
           return at != std::string_view::npos && (at == 0 || flags[at - 1] == ',') &&
                  (end == flags.size() || flags[end] == ',');
         });
}

/// The position of the four numbers before the five quoted texts. Empty if the line ends earlier.
std::optional<std::size_t> envoy_numbers(const std::vector<AccessWord>& words) {
  const auto is_number = [&words](std::size_t i) {
    return words[i].kind == AccessWord::Kind::plain &&
           (is_whole_number(words[i].text) || words[i].text == "-");
  };
  for (std::size_t i = kEnvoyFlags + 1; i + kEnvoyNumbers + kEnvoyQuoted <= words.size(); ++i) {
    bool fits = true;
    for (std::size_t k = 0; fits && k < kEnvoyNumbers + kEnvoyQuoted; ++k) {
      fits = k < kEnvoyNumbers ? is_number(i + k) : words[i + k].kind == AccessWord::Kind::quoted;
    }
    if (fits) {
      return i;
    }
  }
  return std::nullopt;
}

bool read_envoy_duration(std::string_view text, AccessRecord& record) {
  std::int64_t ns = 0;
  if (text.empty() || text == "-") {
    return true;
  }
  if (!read_length(text, "duration", kEnvoyUnit, ns, record.problem)) {
    return false;
  }
  record.invocation.duration = ns;
  return true;
}

AccessFit read_envoy_line(const AccessLine& line, const AccessShape& shape, AccessRecord& record) {
  // Kubernetes may add a time, a stream and a flag ("stdout F") before the line.
  const std::string_view before = line.before.substr(0, line.before.find_last_not_of(" \t") + 1);
  const auto& words = line.words;
  if ((!before.empty() && !before.ends_with(" F")) || !line.time || line.instant.size() < 5 ||
      line.instant[4] != '-' || words.empty() || words[0].kind != AccessWord::Kind::quoted) {
    return AccessFit::other;
  }
  const auto at = envoy_numbers(words);
  const std::string own = line.shape();
  if (!at || words.back().is_open || (own.size() < shape.shape.size() && shape.shape.starts_with(own))) {
    return record.fail(Trouble::cut_off,
                       "the line ends early: the status must be followed by the flags, two numbers of bytes, "
                       "two lengths of time and five texts in quotation marks");
  }
  if (!is_whole_number(words[1].text)) {
    return record.fail(Trouble::missing_field, "the request must be followed by the status of the response");
  }
  if (words[0].text.starts_with("- -")) {
    return AccessFit::passed;  // a TCP connection
  }
  LoggedInvocation& invocation = record.invocation;
  if (!read_envoy_duration(words[*at + 2].text, record)) {
    return AccessFit::broken;
  }
  if (is_answered(words[kEnvoyFlags].text, words[*at + kEnvoyNumbers + kEnvoyQuoted - 1].text)) {
    return AccessFit::answered;
  }
  invocation.function = route_of(words[0].text);
  invocation.status = words[1].text;
  invocation.arrival = invocation.told = line.time->ns;
  invocation.request = words[*at + kEnvoyNumbers + 2].text;
  invocation.request = invocation.request == "-" ? std::string_view{} : invocation.request;
  return AccessFit::read;
}

AccessFit read_envoy_object(JsonView object, AccessRecord& record) {
  const auto time = time_of(find_plain(object, {"starttime"}), record);
  if (!time || !read_envoy_duration(find_plain(object, {"duration"}).text(), record)) {
    return AccessFit::broken;
  }
  const std::string_view method = find_plain(object, {"method", "requestmethod"}).text();
  std::string_view path = find_plain(object, {"path"}).text();
  if (path.empty() || path == "-") {
    path = find_plain(object, {"xenvoyoriginalpath", "xenvoyoriginpath"}).text();
  }
  if (method.empty() || method == "-") {
    return AccessFit::passed;  // a TCP connection
  }
  if (is_answered(find_plain(object, {"responseflags"}).text(),
                  find_plain(object, {"upstreamhost"}).text())) {
    return AccessFit::answered;
  }
  LoggedInvocation& invocation = record.invocation;
  record.function = route_of(method, path);
  invocation.function = record.function;
  invocation.status = find_plain(object, {"responsecode"}).text();
  invocation.arrival = invocation.told = time->ns;
  const std::string_view request = find_plain(object, {"requestid"}).text();
  invocation.request = request == "-" ? std::string_view{} : request;
  return AccessFit::read;
}

}  // namespace

const AccessLayout& access_envoy() {
  static const AccessLayout layout{
      "Envoy or Istio", read_envoy_line, read_envoy_object, {{"starttime", "responsecode", "duration"}}};
  return layout;
}

}  // namespace curtain
