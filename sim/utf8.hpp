#pragma once
// Validation of UTF-8.
#include <cstddef>
#include <string_view>

namespace sim {

/// Length in bytes of the well-formed UTF-8 character at the beginning of `text` (RFC 3629: no overlong form,
/// no surrogate, nothing above U+10FFFF); 0 if there is none.
std::size_t utf8_length(std::string_view text);

/// Whether the whole text is well-formed UTF-8.
bool is_utf8(std::string_view text);

}  // namespace sim
