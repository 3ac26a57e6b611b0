#pragma once
// Validation of UTF-8.
#include <cstddef>
#include <string_view>

namespace sim {

/// The length in bytes of the well-formed UTF-8 character at the beginning of `text`, or 0 if there is none.
/// RFC 3629 excludes overlong forms, surrogates and characters above U+10FFFF.
std::size_t utf8_length(std::string_view text);

/// Whether the whole text is well-formed UTF-8.
bool is_utf8(std::string_view text);

}  // namespace sim
