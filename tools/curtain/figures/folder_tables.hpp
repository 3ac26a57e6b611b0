#pragma once
// Reads the contents of a results folder as tables and numbers.
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/json_tree.hpp"

namespace curtain::tools {

/// A CSV file (RFC 4180) with a heading, as in a results folder.
class CsvFile {
 public:
  explicit CsvFile(std::string text);
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool has(std::string_view column) const { return columns_.find(column) != columns_.end(); }
  /// The text of a field. Empty if there is no such column.
  [[nodiscard]] std::string_view text(std::size_t row, std::string_view column) const;
  /// The number in a field. No value if the field is empty or if there is no such column.
  [[nodiscard]] std::optional<double> number(std::size_t row, std::string_view column) const;
  /// True if a row has a number other than 0 in this column.
  [[nodiscard]] bool has_some(std::string_view column) const;

 private:
  std::string text_;
  std::deque<std::string> unquoted_;
  std::map<std::string_view, std::size_t> columns_;
  std::vector<std::vector<std::string_view>> rows_;
};

/// The number in a JSON value. Nothing if the value is not a number.
std::optional<double> number_of(JsonView value);

}  // namespace curtain::tools
