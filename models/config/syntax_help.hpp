#pragma once
// What is wrong with a text that is not YAML, in words for people who write scenarios, not parsers.
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

/// The mistake because of which a YAML parser gave up at a line: a tab in the indentation, a quote or bracket
/// without its end, a missing space behind a colon, a second ": " in a line, an indentation that fits nothing
/// above, a character that no value begins with. Nothing if it is none of these.
std::optional<SyntaxMistake> explain_syntax(std::string_view text, std::uint32_t line);

/// A quote that begins a value and is never closed: some parsers take the rest of the text for the value.
std::optional<SyntaxMistake> find_open_quote(std::string_view text);

}  // namespace curtain::config
