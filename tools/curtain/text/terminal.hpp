#pragma once
// Properties of the reader's terminal: colour, characters beyond ASCII, and the number of columns.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace curtain::tools {

enum class Colour : std::uint8_t { automatic, always, never };

/// The choice of --color; to be set before any output.
void choose_colour(Colour colour);
/// True if standard output gets colour: as chosen by --color, or if it is a terminal, NO_COLOR (see
/// no-color.org) is not set and TERM is not "dumb".
bool use_colour();
/// Text in bold, dim or a colour if colour is used, else unchanged.
std::string bold(std::string_view text);
std::string dim(std::string_view text);
std::string red(std::string_view text);
std::string green(std::string_view text);

/// False if the locale (the first of LC_ALL, LC_CTYPE, LANG that is set) has an encoding other than UTF-8,
/// such as C. If none is set, the terminal is assumed to support UTF-8, as almost all do.
bool use_unicode();
/// The first where use_unicode(), else the second.
const char* glyph(const char* unicode, const char* ascii);

/// Columns of a line on standard output: COLUMNS, else the terminal's width, else 80; at least 40 and at most
/// 120, because longer lines are hard to read.
std::size_t output_columns();
/// Columns of the terminal at standard error, where progress is shown; 80 if unknown.
std::size_t error_columns();
/// Whether progress can be shown: standard error is a terminal that can redraw a line.
bool error_is_terminal();

/// Columns the text takes on a terminal. Escape sequences, combining marks and joiners take none; wide
/// characters (East Asian Width W and F, Unicode Standard Annex #11) two.
std::size_t width_of(std::string_view text);
/// The text in at most `width` columns; a longer text is shortened in the middle: "first-..-fit". It must
/// have no escape sequences.
std::string shortened(std::string_view text, std::size_t width);

}  // namespace curtain::tools
