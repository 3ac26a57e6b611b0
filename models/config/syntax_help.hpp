#pragma once
// Explains errors in a text that is not valid YAML, for authors of scenarios.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace curtain::config {

/// A mistake in the text. Its position counts from 1.
struct SyntaxMistake {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::string message;  ///< what was found, and what to write instead
};

/// Finds the mistake because of which a YAML parser stopped at a line. It recognises a tab in the
/// indentation, a quote or bracket that is not closed, a missing space after a colon, a second ": " in a
/// line, an indentation that matches no line above, and a character that cannot begin a value. Returns
/// nothing if there is no such mistake.
std::optional<SyntaxMistake> explain_syntax(std::string_view text, std::uint32_t line);

/// Finds a quote that begins a value and is never closed. Some parsers read the rest of the text as the
/// value.
std::optional<SyntaxMistake> find_open_quote(std::string_view text);

}  // namespace curtain::config
