#include "models/import/log_message.hpp"

#include <algorithm>

namespace curtain {
namespace {

constexpr std::size_t kMostWords = 4;  // maximum number of words before a message

/// The name of the stream at the beginning of a text: "2023/04/09/[$LATEST]0f1e2d3c" for
/// "2023/04/09/[$LATEST]0f1e2d3c rest". Empty if the text does not begin with the name of a stream.
std::string_view stream_at(std::string_view text) {
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  const bool is_stream = word.size() > 12 && word[4] == '/' && word[7] == '/' && word[10] == '/' &&
                         word.find('[', 11) != std::string_view::npos;
  return is_stream ? word : std::string_view{};
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
    const std::string_view stream = stream_at(timed.before.substr(at));
    timed.stream = stream.empty() ? timed.stream : stream;
    if (!timed.time) {
      timed.time = log_time(timed.before.substr(at));
      if (timed.time && !is_known) {
        timed.message = without_blanks(line.substr(at + timed.time->used));
        break;
      }
      if (timed.time) {
        at += timed.time->used;
        continue;
      }
    }
    at = std::min(timed.before.find_first_of(" \t,", at), timed.before.size());
  }
  if (const std::string_view stream = stream_at(timed.message); !is_known && !stream.empty()) {
    timed.stream = stream;
    timed.message = without_blanks(timed.message.substr(stream.size()));
  }
  return timed;
}

}  // namespace curtain
