#pragma once
// What the reader's terminal can show: colour, characters beyond ASCII, and how many columns.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace curtain::tools {

enum class Colour : std::uint8_t { automatic, always, never };

/// What --color asks for; before anything is printed.
void choose_colour(Colour colour);
/// True if standard output gets colour: as chosen, or if it is a terminal and neither NO_COLOR (see
/// no-color.org) is set nor TERM is "dumb".
bool use_colour();
/// Text in bold, dim or a colour where colour is wanted, else as it is.
std::string bold(std::string_view text);
std::string dim(std::string_view text);
std::string red(std::string_view text);
std::string green(std::string_view text);

/// False if the locale (LC_ALL, LC_CTYPE, LANG: the first that is set) has another encoding than UTF-8, as C
/// has. Where none is set the terminal is taken to know UTF-8, as nearly all do.
bool use_unicode();
/// The first where use_unicode(), else the second.
const char* glyph(const char* unicode, const char* ascii);

/// Columns that a line on standard output may take: COLUMNS, else the terminal's width, else 80; at least 40
/// and at most 120, beyond which a line is hard to read.
std::size_t output_columns();
/// Columns of the terminal at standard error, where progress is shown; 80 where it does not say.
std::size_t error_columns();
/// Whether progress can be shown: standard error is a terminal that can redraw a line.
bool error_is_terminal();

/// Columns the text takes on a terminal. Escape sequences, combining marks and joiners take none; wide
/// characters (East Asian Width W and F, Unicode Standard Annex #11) two.
std::size_t width_of(std::string_view text);
/// The text in at most `width` columns, what is too much left out in the middle: "first-..-fit". It must have
/// no escape sequences.
std::string shortened(std::string_view text, std::size_t width);

}  // namespace curtain::tools
