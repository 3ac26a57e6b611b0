#pragma once
// A line of a log: the instant in front, and the message behind it.
#include <optional>
#include <string_view>

#include "models/import/log_time.hpp"

namespace curtain {

struct TimedMessage {
  std::optional<LogTime> time;
  std::string_view message;
  std::string_view before;  ///< what stands in front of the message
  std::string_view stream;  ///< the log stream that a word in front names; empty if none does
};

/// Takes a line apart whose message begins at `message` (npos: behind the instant). The instant is the first
/// of the words in front; a log stream's name may stand before or behind it, as `sam logs` and `aws logs
/// tail` have it ("2023/04/09/[$LATEST]0f1e2d3c").
TimedMessage split_message(std::string_view line, std::size_t message);

/// Without blanks and line breaks at both ends.
std::string_view without_blanks(std::string_view text);

}  // namespace curtain
