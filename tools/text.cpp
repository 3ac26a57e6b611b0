#include "tools/text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace curtain::tools {

bool use_colour() {
  static const bool wanted = [] {
    const char* const none = std::getenv("NO_COLOR");
    const char* const term = std::getenv("TERM");
    return isatty(STDOUT_FILENO) == 1 && (none == nullptr || *none == '\0') &&
           (term == nullptr || std::string_view(term) != "dumb");
  }();
  return wanted;
}

namespace {

std::string coloured(const char* code, std::string_view text) {
  return use_colour() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

/// Three significant digits, without an exponent for ordinary sizes.
std::string three_digits(double value) {
  const double size = std::abs(value);
  if (size >= 99.95) {
    return fmt::format("{:.0f}", value);
  }
  if (size >= 9.995) {
    return fmt::format("{:.1f}", value);
  }
  return fmt::format("{:.2f}", value);
}

}  // namespace

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

std::string grouped(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t i = digits.size(); i > 3; i -= 3) {
    digits.insert(i - 3, ",");
  }
  return digits;
}

std::string human_seconds(double seconds) {
  const double size = std::abs(seconds);
  struct Unit {
    double from;
    double scale;
    const char* name;
  };
  static constexpr Unit units[] = {{86400.0 * 2, 86400, "d"}, {3600.0, 3600, "h"},
                                   {120, 60, "min"},          {0.9995, 1, "s"},
                                   {0.9995e-3, 1e-3, "ms"},   {0.9995e-6, 1e-6, "us"}};
  if (size == 0) {
    return "0 s";
  }
  for (const Unit& unit : units) {
    if (size >= unit.from) {
      return fmt::format("{} {}", three_digits(seconds / unit.scale), unit.name);
    }
  }
  return fmt::format("{} ns", three_digits(seconds * 1e9));
}

std::string human_number(double value) {
  const double size = std::abs(value);
  if (size >= 1e15) {
    return fmt::format("{:.3g}", value);
  }
  if (size >= 999.5) {
    return (value < 0 ? "-" : "") + grouped(static_cast<std::uint64_t>(std::llround(size)));
  }
  if (value != 0 && size < 0.01) {
    return fmt::format("{:.3g}", value);
  }
  return value == std::floor(value) ? fmt::format("{:.0f}", value) : three_digits(value);
}

std::string human_share(double share) {
  const double percent = 100 * share;
  return std::abs(percent) < 0.01 && percent != 0 ? fmt::format("{:.2g} %", percent)
                                                  : fmt::format("{:.2f} %", percent);
}

std::string human_metric(std::string_view name, double value) {
  const auto ends = [name](std::string_view end) {
    return name.size() >= end.size() && name.substr(name.size() - end.size()) == end;
  };
  if (ends("_gib_s") || ends(".gib_s")) {
    return human_number(value) + " GiB s";
  }
  if (ends("_usd")) {
    const std::string amount = std::abs(value) >= 0.01 || value == 0
                                   ? fmt::format("${:.2f}", std::abs(value))
                                   : fmt::format("${:.2g}", std::abs(value));
    return (value < 0 ? "-" : "") + amount;
  }
  if (ends(".ratio") || ends(".density")) {
    return human_share(value);
  }
  return ends("_s") ? human_seconds(value) : human_number(value);
}

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (i < text.size() && text[i] != 'm') {
        ++i;
      }
      continue;
    }
    width += (static_cast<unsigned char>(text[i]) & 0xC0u) == 0x80u ? 0 : 1;
  }
  return width;
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t taken = width_of(text);
  return std::string(width > taken ? width - taken : 0, ' ') + std::string(text);
}

std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t taken = width_of(text);
  return std::string(text) + std::string(width > taken ? width - taken : 0, ' ');
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  const std::string margin(indent, ' ');
  std::string out;
  std::string line = margin;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, space);
    if (line.size() > indent && width_of(line) + 1 + width_of(word) > width) {
      out += line + "\n";
      line = margin;
    }
    line += (line.size() > indent ? " " : "") + std::string(word);
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return out + line + "\n";
}

std::string sparkline(const std::vector<double>& values, std::size_t width) {
  static const char* const levels[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const std::size_t count = std::min(width, values.size());
  std::vector<double> means(count, 0.0);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from = i * values.size() / count;
    const std::size_t to = (i + 1) * values.size() / count;
    for (std::size_t k = from; k < to; ++k) {
      means[i] += values[k] / static_cast<double>(to - from);
    }
  }
  const double most = means.empty() ? 0 : *std::max_element(means.begin(), means.end());
  std::string text;
  for (const double mean : means) {
    const auto level = most > 0 ? static_cast<std::size_t>(mean / most * 7.999) : 0;
    text += levels[std::min<std::size_t>(level, 7)];
  }
  return text;
}

std::string share_bar(const std::vector<double>& parts, std::size_t width) {
  static const char* const shades[] = {"█", "▓", "░", "·"};
  double whole = 0;
  for (const double part : parts) {
    whole += part;
  }
  std::string bar;
  double sum = 0;
  std::size_t drawn = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    sum += parts[i];
    const auto until =
        whole > 0 ? static_cast<std::size_t>(std::lround(sum / whole * static_cast<double>(width))) : 0;
    for (; drawn < until; ++drawn) {
      bar += shades[std::min<std::size_t>(i, 3)];
    }
  }
  return bar;
}

Table::Table(std::vector<std::string> heading) {
  rows_.push_back(std::move(heading));
}

void Table::add(std::vector<std::string> row) {
  rows_.push_back(std::move(row));
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], width_of(row[i]));
    }
  }
  std::string text;
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    std::string line = " ";
    for (std::size_t i = 0; i < rows_[r].size(); ++i) {
      const std::string cell = r == 0 ? dim(rows_[r][i]) : rows_[r][i];
      line += i == 0 ? " " + pad_right(cell, widths[i]) : "   " + pad_left(cell, widths[i]);
    }
    while (!line.empty() && line.back() == ' ') {
      line.pop_back();
    }
    text += line + "\n";
  }
  return text;
}

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
          out += c;
        }
    }
  }
  return out + "\"";
}

std::string json_number(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : "null";
}

}  // namespace curtain::tools
