#pragma once
// Errors in a text that is not YAML, explained for authors of scenarios.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace curtain::config {

/// A mistake in the text, with its position (from 1).
struct SyntaxMistake {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::string message;  ///< what was found, and what to write instead
};

/// The mistake that made a YAML parser give up at a line: a tab in the indentation, a quote or bracket
/// without its end, a missing space after a colon, a second ": " in a line, an indentation that matches no
/// line above, a character that cannot begin a value. Nothing if it is none of these.
std::optional<SyntaxMistake> explain_syntax(std::string_view text, std::uint32_t line);

/// A quote that begins a value and is never closed: some parsers take the rest of the text as the value.
std::optional<SyntaxMistake> find_open_quote(std::string_view text);

}  // namespace curtain::config
