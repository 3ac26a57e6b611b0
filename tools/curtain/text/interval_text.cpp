#include "tools/curtain/text/interval_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

/// The unit in which a number is written.
struct Written {
  double scale = 1;  ///< the value of one written unit
  std::string_view unit;
  std::string_view before;
};

/// Returns a unit in which a value of this size has few digits before the point.
Written written_in(Unit unit, double size) {
  switch (unit) {
    case Unit::seconds: {
      constexpr Written units[] = {
          {3600, " h", ""}, {60, " min", ""}, {1, " s", ""}, {1e-3, " ms", ""}, {1e-6, " us", ""}};
      for (const Written& each : units) {
        const double least = each.scale > 1 ? 2 * each.scale : each.scale;
        if (size >= 0.9995 * least) {
          return each;
        }
      }
      return {1e-9, " ns", ""};
    }
    case Unit::share:
      return {0.01, " %", ""};
    case Unit::gib_seconds:
      return {1, " GiB s", ""};
    case Unit::usd:
      return {1, "", "$"};
    case Unit::count:
    case Unit::number:
      break;
  }
  return {};
}

/// Returns the number of decimals with which a number above 0 has two significant digits. The result is below
/// 0 for numbers with three or more digits before the point.
int decimals_of_two_digits(double number) {
  const std::string text = fmt::format("{:.1e}", number);  // rounded, as "9.6e-03"
  const std::size_t mark = text.find('e');
  int exponent = 0;
  const char* const first = text.data() + mark + (text[mark + 1] == '+' ? 2 : 1);
  std::from_chars(first, text.data() + text.size(), exponent);
  return 1 - exponent;
}

std::string with_decimals(double number, int decimals) {
  constexpr int most = 15;
  if (decimals > 0) {
    return fmt::format("{:.{}f}", number, std::min(decimals, most));
  }
  double step = 1;
  for (; decimals < 0; ++decimals) {
    step *= 10;
  }
  const double rounded_number = std::round(number / step) * step;
  return std::abs(rounded_number) < 1e15
             ? (rounded_number < 0 ? "-" : "") +
                   grouped(static_cast<std::uint64_t>(std::llround(std::abs(rounded_number))))
             : fmt::format("{:.3g}", rounded_number);
}

}  // namespace

std::string with_half_width(Unit unit, double value, double half_width) {
  const Written in = written_in(unit, std::max(std::abs(value), half_width));
  const int decimals = decimals_of_two_digits(half_width / in.scale);
  const std::string number = with_decimals(std::abs(value) / in.scale, decimals);
  const bool is_zero = number.find_first_of("123456789") == std::string::npos;
  return fmt::format("{}{}{}{}{}{}", value < 0 && !is_zero ? "-" : "", in.before, number, glyph(" ±", " +-"),
                     with_decimals(half_width / in.scale, decimals), in.unit);
}

std::string half_width_text(Unit unit, double half_width) {
  const Written in = written_in(unit, half_width);
  return fmt::format("{}{}{}", in.before,
                     with_decimals(half_width / in.scale, decimals_of_two_digits(half_width / in.scale)),
                     in.unit);
}

}  // namespace curtain::tools
