#pragma once
// The contents of a results folder as tables and numbers.
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/json_tree.hpp"

namespace curtain::tools {

/// A CSV file (RFC 4180) with a heading, as results folders have them.
class CsvFile {
 public:
  explicit CsvFile(std::string text);
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool has(std::string_view column) const { return columns_.find(column) != columns_.end(); }
  /// The field of that row; empty if there is no such column.
  [[nodiscard]] std::string_view text(std::size_t row, std::string_view column) const;
  /// The number in that field; nothing if it is empty, or if there is no such column.
  [[nodiscard]] std::optional<double> number(std::size_t row, std::string_view column) const;
  /// Whether a row has a number other than 0 in that column.
  [[nodiscard]] bool has_some(std::string_view column) const;

 private:
  std::string text_;
  std::deque<std::string> unquoted_;
  std::map<std::string_view, std::size_t> columns_;
  std::vector<std::vector<std::string_view>> rows_;
};

/// The number of a JSON value; nothing for any other value.
std::optional<double> number_of(JsonView value);

}  // namespace curtain::tools
