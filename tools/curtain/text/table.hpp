#pragma once
// Tables for people that fit into the width of the terminal.
#include <string>
#include <vector>

#include "tools/curtain/text/terminal.hpp"

namespace curtain::tools {

/// A table with a heading row. The first column is left-aligned, and all other columns are right-aligned. If
/// the table is too wide, headings that are longer than the values below them are shortened in the middle. If
/// the table is still too wide, the remaining columns continue in another block below, in which the first
/// column is repeated.
class Table {
 public:
  /// The minimum width of a shortened heading. The first heading is never shortened.
  static constexpr std::size_t kShortestHeading = 20;

  explicit Table(std::vector<std::string> heading);
  void add(std::vector<std::string> row);
  /// The table as lines of at most `width` columns.
  [[nodiscard]] std::string text(std::size_t width = output_columns()) const;

 private:
  /// The widths of the columns, and the gap between them.
  [[nodiscard]] std::vector<std::size_t> widths(std::size_t width, std::size_t& gap) const;
  [[nodiscard]] std::string block(const std::vector<std::size_t>& widths, std::size_t gap, std::size_t from,
                                  std::size_t to) const;

  std::vector<std::vector<std::string>> rows_;
};

}  // namespace curtain::tools
