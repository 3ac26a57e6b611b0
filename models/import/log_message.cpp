#include "models/import/log_message.hpp"

#include <algorithm>

namespace curtain {
namespace {

constexpr std::size_t kMostWords = 4;  // in front of a message

/// "2023/04/09/[$LATEST]0f1e2d3c rest" -> "rest"
std::string_view without_stream(std::string_view text) {
  const bool is_stream = text.size() > 12 && text[4] == '/' && text[11] == '[';
  return is_stream ? without_blanks(text.substr(std::min(text.find(' '), text.size()))) : text;
}

}  // namespace

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

TimedMessage split_message(std::string_view line, std::size_t message) {
  const bool is_known = message != std::string_view::npos;
  TimedMessage timed;
  timed.before = line.substr(0, std::min(message, line.size()));
  timed.message = is_known ? line.substr(message) : line;
  for (std::size_t at = 0, words = 0; at < timed.before.size() && words < kMostWords; ++words) {
    at = std::min(timed.before.find_first_not_of(" \t,\"[", at), timed.before.size());
    timed.time = log_time(timed.before.substr(at));
    if (timed.time) {
      timed.message = is_known ? timed.message : without_blanks(line.substr(at + timed.time->used));
      break;
    }
    at = std::min(timed.before.find_first_of(" \t,", at), timed.before.size());
  }
  timed.message = is_known ? timed.message : without_stream(timed.message);
  return timed;
}

}  // namespace curtain
