#pragma once
// Tables for people, within the width of the terminal.
#include <string>
#include <vector>

#include "tools/curtain/text/terminal.hpp"

namespace curtain::tools {

/// A table with a heading row; the first column is left-aligned, the others right-aligned. If the table is
/// too wide, headings that are longer than the values below them are shortened in the middle. If that is not
/// enough, the columns continue in another block below, with the first column repeated.
class Table {
 public:
  /// Smallest width of a shortened heading, except the first one.
  static constexpr std::size_t kShortestHeading = 20;

  explicit Table(std::vector<std::string> heading);
  void add(std::vector<std::string> row);
  /// Lines of at most `width` columns.
  [[nodiscard]] std::string text(std::size_t width = output_columns()) const;

 private:
  /// The widths of the columns, and the gap between them.
  [[nodiscard]] std::vector<std::size_t> widths(std::size_t width, std::size_t& gap) const;
  [[nodiscard]] std::string block(const std::vector<std::size_t>& widths, std::size_t gap, std::size_t from,
                                  std::size_t to) const;

  std::vector<std::vector<std::string>> rows_;
};

}  // namespace curtain::tools
