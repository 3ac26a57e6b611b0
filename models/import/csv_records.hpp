#pragma once
// Rows of CSV whose quoted fields may hold line breaks, as exports of log messages have them.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/log_bytes.hpp"
#include "models/import/log_format.hpp"

namespace curtain {

/// Reads rows (RFC 4180). One that is broken costs as little as can be: if its quotation mark is not closed,
/// the row ends where a line begins as rows do, with an instant where one has to be.
class CsvRecords {
 public:
  /// Takes the names of the columns from the first line of `start`; false if it is no line of CSV.
  bool read_header(std::string_view start);
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }

  /// Reads the next row, which may be a blank line (no fields). Empty if it is whole, otherwise what is
  /// wrong.
  std::string next(LogBytes& bytes);
  /// Valid until the next row.
  [[nodiscard]] const LogFields& fields() const { return fields_; }
  /// The row's text in the file.
  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  /// Splits a row into values_. Returns an empty text if the row is complete, otherwise what is wrong.
  std::string split(std::string_view row);
  /// True if what is ahead is a row, whole or open, with an instant where one has to be.
  bool starts_row(std::string_view ahead);

  std::vector<std::string> columns_;
  std::vector<std::string> values_;
  std::size_t count_ = 0;  // of values
  LogFields fields_;
  std::string text_;
};

}  // namespace curtain
