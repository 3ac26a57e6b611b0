#pragma once
// Text that is safe to print: UTF-8 without control characters.
#include <string>
#include <string_view>

#include "sim/utf8.hpp"

namespace curtain {

using sim::utf8_length;

/// True if a text can be printed unchanged. Such a text is UTF-8 without control characters (C0, DEL, C1),
/// without line and paragraph separators, and without characters that change the direction of the text around
/// them, because these can make one name look like another.
bool is_printable(std::string_view text);

/// The text in a form that can be printed. Each byte that is not UTF-8 is written as `\xff`, and each
/// character that is_printable() refuses as `\x1b` or `\u202e`. A printable text is returned unchanged.
std::string printable(std::string_view text);

}  // namespace curtain
