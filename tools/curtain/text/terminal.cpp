#include "tools/curtain/text/terminal.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

namespace curtain::tools {
namespace {

constexpr std::size_t kUsualColumns = 80;
constexpr std::size_t kFewestColumns = 40;
constexpr std::size_t kMostColumns = 120;

std::string_view variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view(value);
}

Colour& chosen_colour() {
  static Colour colour = Colour::automatic;
  return colour;
}

std::string coloured(const char* code, std::string_view text) {
  return use_colour() && !text.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

/// The width from COLUMNS, or the width of the terminal at `stream`, or the default.
std::size_t columns_of(int stream) {
  const std::string_view given = variable("COLUMNS");
  if (!given.empty() && given.size() < 6 && given.find_first_not_of("0123456789") == std::string_view::npos) {
    if (const auto columns = static_cast<std::size_t>(std::atoi(given.data())); columns > 0) {
      return columns;
    }
  }
  winsize size{};
  return ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsualColumns;
}

struct Range {
  char32_t from;
  char32_t to;
};

template <std::size_t n>
bool is_in(const std::array<Range, n>& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](const Range& range) { return c >= range.from && c <= range.to; });
}

std::size_t width_of_character(char32_t c) {
  // Characters of the categories Mn, Me and Cf in the Unicode blocks that Curtain's texts use, and the
  // variation selectors.
  static constexpr std::array<Range, 10> none{{{0x0300, 0x036F},
                                               {0x0483, 0x0489},
                                               {0x0591, 0x05BD},
                                               {0x0610, 0x061A},
                                               {0x064B, 0x065F},
                                               {0x1AB0, 0x1AFF},
                                               {0x200B, 0x200F},
                                               {0x20D0, 0x20FF},
                                               {0xFE00, 0xFE0F},
                                               {0xFE20, 0xFE2F}}};
  static constexpr std::array<Range, 11> two{{{0x1100, 0x115F},
                                              {0x2E80, 0x303E},
                                              {0x3041, 0x4DBF},
                                              {0x4E00, 0xA4CF},
                                              {0xAC00, 0xD7A3},
                                              {0xF900, 0xFAFF},
                                              {0xFE30, 0xFE6F},
                                              {0xFF00, 0xFF60},
                                              {0xFFE0, 0xFFE6},
                                              {0x1F300, 0x1FAFF},
                                              {0x20000, 0x3FFFD}}};
  return is_in(none, c) ? 0 : (is_in(two, c) ? 2 : 1);
}

/// The character that begins at `at`, and its number of bytes. An invalid byte is returned as a single byte.
struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
};

Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  const unsigned first = byte(0);
  const std::size_t bytes = first >= 0xF0 ? 4 : (first >= 0xE0 ? 3 : (first >= 0xC0 ? 2 : 1));
  char32_t code = bytes == 1 ? first : first & (0xFFu >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0u) != 0x80u) {
      return {first, 1};
    }
    code = code << 6 | (byte(i) & 0x3Fu);
  }
  return {code, bytes};
}

}  // namespace

void choose_colour(Colour colour) {
  chosen_colour() = colour;
}

bool use_colour() {
  static const bool is_fit =
      isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
  return chosen_colour() == Colour::automatic ? is_fit : chosen_colour() == Colour::always;
}

std::string bold(std::string_view text) {
  return coloured("1", text);
}
std::string dim(std::string_view text) {
  return coloured("2", text);
}
std::string red(std::string_view text) {
  return coloured("31", text);
}
std::string green(std::string_view text) {
  return coloured("32", text);
}

bool use_unicode() {
  static const bool known = [] {
    for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
      std::string value(variable(name));
      if (!value.empty()) {
        std::transform(value.begin(), value.end(), value.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        return value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
      }
    }
    return true;
  }();
  return known;
}

const char* glyph(const char* unicode, const char* ascii) {
  return use_unicode() ? unicode : ascii;
}

std::size_t output_columns() {
  static const std::size_t columns = std::clamp(columns_of(STDOUT_FILENO), kFewestColumns, kMostColumns);
  return columns;
}

std::size_t error_columns() {
  return columns_of(STDERR_FILENO);
}

bool error_is_terminal() {
  return isatty(STDERR_FILENO) == 1 && variable("TERM") != "dumb";
}

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '\x1b') {
      i = std::min(text.find('m', i), text.size() - 1) + 1;
      continue;
    }
    const Character character = character_at(text, i);
    width += width_of_character(character.code);
    i += character.bytes;
  }
  return width;
}

std::string shortened(std::string_view text, std::size_t width) {
  const std::size_t whole = width_of(text);
  if (whole <= width) {
    return std::string(text);
  }
  const std::string_view gap = glyph("…", "..");
  const std::size_t kept = width > width_of(gap) ? width - width_of(gap) : 0;
  const std::size_t head = (kept + 1) / 2;
  const std::size_t tail_from = whole - (kept - head);  // the column from which the end of the text is kept
  std::string begin;
  std::string end;
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Character character = character_at(text, i);
    const std::size_t next = column + width_of_character(character.code);
    if (next <= head) {
      begin += text.substr(i, character.bytes);
    } else if (column >= tail_from) {
      end += text.substr(i, character.bytes);
    }
    column = next;
    i += character.bytes;
  }
  return begin + std::string(gap) + end;
}

}  // namespace curtain::tools
