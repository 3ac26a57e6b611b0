#include "models/workload/printable.hpp"

#include <fmt/format.h>

namespace curtain {
namespace {

unsigned byte_at(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
}

/// The code point of a well-formed character that has `length` bytes.
char32_t code_point(std::string_view text, std::size_t length) {
  const unsigned first = byte_at(text, 0);
  char32_t code = length == 1 ? first : first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    code = code << 6 | (byte_at(text, i) & 0x3Fu);
  }
  return code;
}

bool is_shown(char32_t code) {
  const bool is_control = code < 0x20 || (code >= 0x7F && code < 0xA0);
  const bool is_separator = code == 0x2028 || code == 0x2029;
  const bool turns_text = code == 0x061C || code == 0x200E || code == 0x200F ||
                          (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  return !is_control && !is_separator && !turns_text;
}

}  // namespace

bool is_printable(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0 || !is_shown(code_point(text, length))) {
      return false;
    }
    text.remove_prefix(length);
  }
  return true;
}

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) {
      shown += fmt::format("\\x{:02x}", byte_at(text, 0));
      text.remove_prefix(1);
      continue;
    }
    const char32_t code = code_point(text, length);
    if (is_shown(code)) {
      shown += text.substr(0, length);
    } else {
      shown += code < 0x100 ? fmt::format("\\x{:02x}", static_cast<std::uint32_t>(code))
                            : fmt::format("\\u{:04x}", static_cast<std::uint32_t>(code));
    }
    text.remove_prefix(length);
  }
  return shown;
}

}  // namespace curtain
