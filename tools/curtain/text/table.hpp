#pragma once
// Tables for people, within the width of the terminal.
#include <string>
#include <vector>

#include "tools/curtain/text/terminal.hpp"

namespace curtain::tools {

/// A table with a heading row; the first column is to the left, the others to the right. Where it is too
/// wide, headings that are longer than what stands below them are shortened in the middle; where that is not
/// enough, the columns go on in another block below, with the first column again.
class Table {
 public:
  /// No heading is made shorter than this, but for the first.
  static constexpr std::size_t kShortestHeading = 20;

  explicit Table(std::vector<std::string> heading);
  void add(std::vector<std::string> row);
  /// Lines of at most `width` columns.
  [[nodiscard]] std::string text(std::size_t width = output_columns()) const;

 private:
  /// Of the columns, and the gap between them.
  [[nodiscard]] std::vector<std::size_t> widths(std::size_t width, std::size_t& gap) const;
  [[nodiscard]] std::string block(const std::vector<std::size_t>& widths, std::size_t gap, std::size_t from,
                                  std::size_t to) const;

  std::vector<std::vector<std::string>> rows_;
};

}  // namespace curtain::tools
