#include "tools/curtain/calibration/curve_sketch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "tools/curtain/text/text.hpp"

namespace curtain::tools {

std::string curve_sketch(const ShareCurve& measured, const ShareCurve& fitted, double low, double high,
                         const std::function<std::string(double)>& label, std::size_t columns,
                         std::size_t rows) {
  std::vector<std::string> lines(rows, std::string(columns, ' '));
  const auto row_of = [rows](double share) {
    const double from_top = (1 - std::clamp(share, 0.0, 1.0)) * static_cast<double>(rows - 1);
    return static_cast<std::size_t>(from_top + 0.5);
  };
  for (std::size_t i = 0; i < columns; ++i) {
    const double at = low + (high - low) * static_cast<double>(i) / static_cast<double>(columns - 1);
    const std::size_t of_fitted = row_of(fitted(at));
    const std::size_t of_measured = row_of(measured(at));
    lines[of_fitted][i] = '-';
    lines[of_measured][i] = of_measured == of_fitted ? '*' : 'o';
  }
  std::string text;
  for (std::size_t row = 0; row < rows; ++row) {
    const bool is_first = row == 0;
    const bool is_middle = row * 2 + 1 == rows;
    const char* const share = is_first ? "100 %" : is_middle ? " 50 %" : row + 1 == rows ? "  0 %" : "     ";
    std::string line = lines[row];
    line.erase(line.find_last_not_of(' ') + 1);
    text += fmt::format("    {} |{}\n", share, line);
  }
  const std::string left = label(low);
  const std::string right = label(high);
  const std::size_t used = std::min(columns, left.size() + right.size());
  return text + fmt::format("          {}{}{}\n", left, std::string(columns - used, ' '), right);
}

ShareCurve share_up_to(std::vector<double> values) {
  auto sorted = std::make_shared<std::vector<double>>(std::move(values));
  std::sort(sorted->begin(), sorted->end());
  return [sorted](double x) {
    const auto up_to = std::upper_bound(sorted->begin(), sorted->end(), x) - sorted->begin();
    return static_cast<double>(up_to) / static_cast<double>(sorted->size());
  };
}

}  // namespace curtain::tools
