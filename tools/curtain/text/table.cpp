#include "tools/curtain/text/table.hpp"

#include <algorithm>
#include <numeric>

#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kMargin = 2;
constexpr std::size_t kGap = 3;        // number of spaces between columns
constexpr std::size_t kTightGap = 2;   // number of spaces that is used if it makes the table fit
constexpr std::size_t kNarrowest = 8;  // minimum width of the first column

}  // namespace

Table::Table(std::vector<std::string> heading) {
  rows_.push_back(std::move(heading));
}

void Table::add(std::vector<std::string> row) {
  rows_.push_back(std::move(row));
}

std::vector<std::size_t> Table::widths(std::size_t width, std::size_t& gap) const {
  std::vector<std::size_t> widths;
  std::vector<std::size_t> below;  // the cells below the heading
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    below.resize(widths.size(), 0);
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], width_of(row[i]));
      below[i] = &row == &rows_.front() ? below[i] : std::max(below[i], width_of(row[i]));
    }
  }
  const auto whole = [&widths](std::size_t between) {
    const std::size_t gaps = widths.empty() ? 0 : between * (widths.size() - 1);
    return std::accumulate(widths.begin(), widths.end(), kMargin + gaps);
  };
  gap = whole(kGap) > width && whole(kTightGap) <= width ? kTightGap : kGap;
  if (whole(gap) <= width || widths.size() < 2) {
    return widths;
  }
  for (std::size_t i = 0; i < widths.size(); ++i) {
    widths[i] = std::min(widths[i], std::max(below[i], i == 0 ? kNarrowest : kShortestHeading));
  }
  const std::size_t widest = *std::max_element(widths.begin() + 1, widths.end());
  const std::size_t beside = kMargin + kGap + widest;
  widths[0] = std::min(widths[0], std::max(kNarrowest, width > beside ? width - beside : 0));
  return widths;
}

std::string Table::block(const std::vector<std::size_t>& widths, std::size_t gap, std::size_t from,
                         std::size_t to) const {
  std::string text;
  for (const auto& row : rows_) {
    const bool is_heading = &row == &rows_.front();
    std::string line = std::string(kMargin, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i != 0 && (i < from || i >= to)) {
        continue;
      }
      const std::string fitting = width_of(row[i]) > widths[i] ? shortened(row[i], widths[i]) : row[i];
      const std::string cell = is_heading ? dim(fitting) : fitting;
      line += i == 0 ? pad_right(cell, widths[i]) : std::string(gap, ' ') + pad_left(cell, widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string Table::text(std::size_t width) const {
  std::size_t gap = kGap;
  const std::vector<std::size_t> columns = widths(width, gap);
  std::string text;
  std::size_t from = 1;
  do {
    std::size_t taken = kMargin + (columns.empty() ? 0 : columns[0]);
    std::size_t to = from;
    while (to < columns.size() && (to == from || taken + gap + columns[to] <= width)) {
      taken += gap + columns[to];
      ++to;
    }
    text += (text.empty() ? "" : "\n") + block(columns, gap, from, to);
    from = to;
  } while (from < columns.size());
  return text;
}

}  // namespace curtain::tools
