#include "tools/curtain/figures/svg_text.hpp"

#include <algorithm>

#include "models/workload/printable.hpp"
#include "tools/curtain/text/terminal.hpp"

namespace curtain::tools {
namespace {

/// The width of a character as a share of the font size, by class of characters. The widths are those of
/// DejaVu Sans, the widest font that a viewer may choose, so that texts fit with any of these fonts.
double character_width(std::string_view character) {
  if (character.size() > 1) {
    return width_of(character) > 1 ? 1.0 : 0.65;
  }
  constexpr std::string_view narrow = "ijl|' I";
  constexpr std::string_view thin = "!,./:;[]()ftr-";
  constexpr std::string_view wide = "mwMW@%";
  const char c = character.front();
  return narrow.find(c) != std::string_view::npos ? 0.31
         : thin.find(c) != std::string_view::npos ? 0.4
         : wide.find(c) != std::string_view::npos ? 0.95
         : c >= 'A' && c <= 'Z'                   ? 0.71
                                                  : 0.625;
}

/// Calls `each(character)` for every character, until `each` returns false.
template <class Each>
void for_each_character(std::string_view text, const Each& each) {
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(1, utf8_length(text));
    if (!each(text.substr(0, length))) {
      return;
    }
    text.remove_prefix(std::min(length, text.size()));
  }
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '&':
        escaped += "&amp;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

double text_width(std::string_view text, double size) {
  double width = 0;
  for_each_character(text, [&](std::string_view character) {
    width += character_width(character) * size;
    return true;
  });
  return width;
}

std::string cut_to(std::string_view text, double size, double width) {
  double taken = 0;
  std::size_t kept = 0;  // number of bytes that fit before the dots
  std::size_t all = 0;
  for_each_character(text, [&](std::string_view character) {
    taken += character_width(character) * size;
    if (taken > width) {
      return false;
    }
    all += character.size();
    kept = taken + size <= width ? all : kept;
    return true;
  });
  return all == text.size() ? std::string(text) : std::string(text.substr(0, kept)) + "…";
}

std::vector<std::string> lines_of(std::string_view text, double size, double width, std::size_t most) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    const std::string word = cut_to(text.substr(0, space), size, width);
    text.remove_prefix(std::min(space + 1, text.size()));
    const std::string longer = lines.back().empty() ? word : lines.back() + " " + word;
    if (text_width(longer, size) <= width) {
      lines.back() = longer;
    } else if (lines.size() < most) {
      lines.push_back(word);
    } else {
      lines.back() = cut_to(lines.back(), size, width - size) + "…";
      break;
    }
  }
  return lines;
}

}  // namespace curtain::tools
