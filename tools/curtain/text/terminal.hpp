#pragma once
// The properties of the user's terminal: colour, characters beyond ASCII, and the number of columns.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace curtain::tools {

enum class Colour : std::uint8_t { automatic, always, never };

/// Sets the choice of --color. It must be called before any output.
void choose_colour(Colour colour);
/// True if standard output has colour. The option --color decides. Without it, there is colour if standard
/// output is a terminal, NO_COLOR (see no-color.org) is not set and TERM is not "dumb".
bool use_colour();
/// The text in bold, dim or in a colour. Unchanged if there is no colour.
std::string bold(std::string_view text);
std::string dim(std::string_view text);
std::string red(std::string_view text);
std::string green(std::string_view text);

/// False if the encoding of the locale is not UTF-8, as in the locale C. The locale is the first of LC_ALL,
/// LC_CTYPE and LANG that is set. If none of these variables is set, the terminal is assumed to support
/// UTF-8, as almost all terminals do.
bool use_unicode();
/// Returns `unicode` if use_unicode(), otherwise `ascii`.
const char* glyph(const char* unicode, const char* ascii);

/// The number of columns of a line on standard output: COLUMNS, or the width of the terminal, or 80. The
/// number is at least 40, and at most 120 because longer lines are hard to read.
std::size_t output_columns();
/// The number of columns of the terminal at standard error, where the progress line is drawn; 80 if unknown.
std::size_t error_columns();
/// True if the progress line can be drawn, because standard error is a terminal that can redraw a line.
bool error_is_terminal();

/// The number of columns of the text on a terminal. Escape sequences, combining marks and joiners have width
/// 0, and wide characters (East Asian Width W and F, Unicode Standard Annex #11) have width 2.
std::size_t width_of(std::string_view text);
/// The text in at most `width` columns. A longer text is shortened in the middle: "first-..-fit". The text
/// must not contain escape sequences.
std::string shortened(std::string_view text, std::size_t width);

}  // namespace curtain::tools
