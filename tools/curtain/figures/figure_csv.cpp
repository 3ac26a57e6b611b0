#include "tools/curtain/figures/figure_csv.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "models/workload/csv_text.hpp"

namespace curtain::tools {
namespace {

std::string csv_value(const std::optional<double>& value) {
  return value ? number_text(*value) : "";
}

}  // namespace

std::string number_text(double value) {
  if (!std::isfinite(value)) {
    return "";
  }
  if (value == 0) {
    return "0";
  }
  char written[32];
  const std::to_chars_result end =
      std::to_chars(written, written + sizeof written, std::abs(value), std::chars_format::scientific);
  const std::string_view text(written, static_cast<std::size_t>(end.ptr - written));
  const std::size_t e = text.find('e');
  int exponent = 0;
  std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), text.data() + text.size(), exponent);
  std::string digits(text.substr(0, 1));
  if (e > 2) {
    digits += text.substr(2, e - 2);
  }
  const auto count = static_cast<int>(digits.size());
  const int point = exponent + 1;  // number of digits before the decimal point
  const std::string sign = value < 0 ? "-" : "";
  if (count <= point && point <= 21) {
    return sign + digits + std::string(static_cast<std::size_t>(point - count), '0');
  }
  if (0 < point && point <= 21) {
    return sign + digits.insert(static_cast<std::size_t>(point), ".");
  }
  if (-6 < point && point <= 0) {
    return sign + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  }
  if (count > 1) {
    digits.insert(1, ".");
  }
  return fmt::format("{}{}e{}{}", sign, digits, exponent < 0 ? "-" : "+", std::abs(exponent));
}

std::string figure_csv(const Figure& figure) {
  const bool is_histogram = !figure.curves.empty() && figure.curves.front().kind == CurveKind::bars;
  std::string text = figure.is_in_rows() ? "series,label,value,low,high\n"
                     : is_histogram      ? "series,low,high,count\n"
                                         : "series,x,y\n";
  for (const Curve& curve : figure.curves) {
    const std::string name = csv_field(curve.name);
    for (const Point& point : curve.points) {
      if (has_rows(curve.kind)) {
        text += fmt::format("{},{},{},{},{}\n", name, csv_field(point.label), csv_value(point.x),
                            csv_value(point.low), csv_value(point.high));
      } else if (curve.kind == CurveKind::bars) {
        text += fmt::format("{},{},{},{}\n", name, csv_value(point.low), csv_value(point.high),
                            csv_value(point.y));
      } else {
        text += fmt::format("{},{},{}\n", name, csv_value(point.x), csv_value(point.y));
      }
    }
  }
  return text;
}

}  // namespace curtain::tools
