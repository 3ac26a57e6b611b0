#pragma once
// Numbers and tables for people.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace curtain::tools {

/// True if standard output is a terminal that wants colour (NO_COLOR unset, TERM not "dumb").
bool use_colour();
/// Text in bold, dim or a colour where colour is wanted, else as it is.
std::string bold(std::string_view text);
std::string dim(std::string_view text);
std::string red(std::string_view text);
std::string green(std::string_view text);

/// 1234567 -> "1,234,567"
std::string grouped(std::uint64_t count);
/// Three significant digits with a fitting unit: "265 ms", "1.20 s", "6.20 h"; 0 -> "0 s".
std::string human_seconds(double seconds);
/// Three significant digits: "0.0124", "3.40", "12,345".
std::string human_number(double value);
/// "0.39 %"
std::string human_share(double share);
/// A metric's value by the unit its name ends with.
std::string human_metric(std::string_view name, double value);

/// Columns the text takes on a terminal (escape sequences take none, every code point one).
std::size_t width_of(std::string_view text);
std::string pad_left(std::string_view text, std::size_t width);
std::string pad_right(std::string_view text, std::size_t width);

/// Breaks at spaces so that lines are at most `width` columns; each line begins with `indent` spaces.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

/// Eight-level bars, at most `width` of them (neighbours are averaged).
std::string sparkline(const std::vector<double>& values, std::size_t width);
/// A bar of parts: each part's share of `width` in its own shade.
std::string share_bar(const std::vector<double>& parts, std::size_t width);

/// A table with a heading row; the first column is to the left, the others to the right.
class Table {
 public:
  explicit Table(std::vector<std::string> heading);
  void add(std::vector<std::string> row);
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

/// A JSON string literal.
std::string json_string(std::string_view text);
/// A JSON number; null where it is not finite.
std::string json_number(double value);

}  // namespace curtain::tools
