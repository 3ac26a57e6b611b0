#pragma once
// Splits a line of a log into the instant at its beginning and the message after it.
#include <optional>
#include <string_view>

#include "models/import/log_time.hpp"

namespace curtain {

struct TimedMessage {
  std::optional<LogTime> time;
  std::string_view message;
  std::string_view before;  ///< the text before the message
  std::string_view stream;  ///< the name of the log stream in a word before the message; empty if there is
                            ///< none
};

/// Splits a line whose message begins at `message` (npos: directly after the instant). The instant is the
/// first instant among the words before the message. The name of a log stream may be before or after it, as
/// in `sam logs` and `aws logs tail` ("2023/04/09/[$LATEST]0f1e2d3c").
TimedMessage split_message(std::string_view line, std::size_t message);

/// The text without blanks and line breaks at its ends.
std::string_view without_blanks(std::string_view text);

}  // namespace curtain
