#include "tools/curtain/text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "models/config/metric_name.hpp"
#include "models/experiment/metric_catalogue.hpp"

namespace curtain::tools {

namespace {

/// An amount in dollars, to the cent. An amount below ten cents has two significant digits.
std::string two_digits_of_money(double size) {
  if (size >= 0.0995 || size == 0) {
    return fmt::format("{:.2f}", size);
  }
  return size >= 0.00995 ? fmt::format("{:.3f}", size) : fmt::format("{:.2g}", size);
}

/// A number with three significant digits. Numbers of ordinary size have no exponent.
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

std::string grouped(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t i = digits.size(); i > 3; i -= 3) {
    digits.insert(i - 3, ",");
  }
  return digits;
}

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", grouped(count), what, count == 1 ? "" : "s");
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
  if (percent < 100 && percent >= 99.995) {  // a value below 100 % must not be rounded to 100 %
    return ">99.99 %";
  }
  return std::abs(percent) < 0.01 && percent != 0 ? fmt::format("{:.2g} %", percent)
                                                  : fmt::format("{:.2f} %", percent);
}

std::string human_usd(double dollars) {
  return (dollars < 0 ? "-$" : "$") + two_digits_of_money(std::abs(dollars));
}

std::string human_gib_seconds(double gib_s) {
  return human_number(gib_s) + " GiB s";
}

std::string human_metric(std::string_view name, double value) {
  const MetricDeclaration* const metric = find_metric(without_labels(name));
  switch (metric == nullptr ? Unit::number : metric->unit) {
    case Unit::seconds:
      return human_seconds(value);
    case Unit::gib_seconds:
      return human_gib_seconds(value);
    case Unit::usd:
      return human_usd(value);
    case Unit::share:
      return human_share(value);
    case Unit::count:
    case Unit::number:
      break;
  }
  return human_number(value);
}

std::string_view unit_name(Unit unit) {
  constexpr std::array<std::string_view, 6> names = {"count", "number", "share", "s", "GiB s", "USD"};
  return names.at(static_cast<std::size_t>(unit));
}

std::string_view unit_of(const MetricDeclaration& metric) {
  return unit_name(metric.unit);
}

std::string or_dash(const std::optional<double>& value, std::string (*text)(double)) {
  return value ? text(*value) : "-";
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t taken = width_of(text);
  return std::string(width > taken ? width - taken : 0, ' ') + std::string(text);
}

std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t taken = width_of(text);
  return std::string(text) + std::string(width > taken ? width - taken : 0, ' ');
}

namespace {

/// The beginning of `word` that fits into `width` columns. It has at least one character.
std::string_view front_of(std::string_view word, std::size_t width) {
  std::size_t end = 1;
  while (end < word.size() && ((static_cast<unsigned char>(word[end]) & 0xC0u) == 0x80u ||
                               width_of(word.substr(0, end + 1)) <= width)) {
    ++end;
  }
  return word.substr(0, end);
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent,
                    std::optional<std::size_t> hanging) {
  std::string out;
  std::string line(indent, ' ');
  std::size_t margin = indent;  // width of `line` if it contains no word yet
  const auto next_line = [&] {
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
    margin = hanging.value_or(indent);
    line = std::string(margin, ' ');
  };
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, space);
    text.remove_prefix(std::min(space + 1, text.size()));
    if (line.size() > margin && width_of(line) + 1 + width_of(word) > width) {
      next_line();
    }
    line += line.size() > margin ? " " : "";
    std::size_t left = width_of(word);
    while (width_of(line) + left > width && width > margin) {  // the word is longer than a line
      const std::string_view front = front_of(word, width - margin);
      word.remove_prefix(front.size());
      left -= width_of(front);
      line += front;
      if (word.empty()) {
        break;
      }
      next_line();
    }
    line += word;
  }
  return out + line + "\n";
}

std::string joined(const std::vector<std::string>& parts, std::size_t width, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  for (const std::string& whole : parts) {
    const bool is_first = out.empty();
    std::string part = whole;
    if (indent < width && width_of(whole) > width - indent) {  // longer than a line
      part = wrapped(whole, width, indent);
      part = part.substr(indent, part.size() - indent - 1);
      out += is_first ? part : "\n" + std::string(indent, ' ') + part;
      const std::size_t last_line = part.rfind('\n');
      column = width_of(std::string_view(part).substr(last_line == std::string::npos ? 0 : last_line + 1)) +
               (last_line == std::string::npos ? indent : 0);
      continue;
    }
    const bool fits = column + 3 + width_of(part) <= width;
    out += is_first ? "" : (fits ? "   " : "\n" + std::string(indent, ' '));
    column = (is_first ? indent : (fits ? column + 3 : indent)) + width_of(part);
    out += part;
  }
  return out;
}

std::string sparkline(const std::vector<double>& values, std::size_t width) {
  static const char* const unicode[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  static const char* const ascii[] = {"_", ".", ":", "-", "=", "+", "*", "#"};
  const char* const* const levels = use_unicode() ? unicode : ascii;
  const std::size_t count = std::min(width, values.size());
  std::vector<double> largest(count, 0.0);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from = i * values.size() / count;
    const std::size_t to = (i + 1) * values.size() / count;
    for (std::size_t k = from; k < to; ++k) {
      largest[i] = std::max(largest[i], values[k]);
    }
  }
  const double most = largest.empty() ? 0 : *std::max_element(largest.begin(), largest.end());
  std::string text;
  for (const double value : largest) {
    const auto level = most > 0 ? static_cast<std::size_t>(value / most * 7.999) : 0;
    text += levels[std::min<std::size_t>(level, 7)];
  }
  return text;
}

const char* shade(std::size_t part) {
  static const char* const unicode[] = {"█", "▓", "░", "·"};
  static const char* const ascii[] = {"#", "+", "-", "."};
  const std::size_t index = std::min<std::size_t>(part, 3);
  return use_unicode() ? unicode[index] : ascii[index];
}

std::string share_bar(const std::vector<double>& parts, std::size_t width) {
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
      bar += shade(i);
    }
  }
  return bar;
}

std::string csv_number(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : "";
}

}  // namespace curtain::tools
