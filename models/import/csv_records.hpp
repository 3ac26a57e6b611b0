#pragma once
// Reads rows of CSV whose quoted fields may contain line breaks, as in exports of log messages.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/log_bytes.hpp"
#include "models/import/log_format.hpp"

namespace curtain {

/// Reads rows (RFC 4180). A broken row affects as few other rows as possible: if its quotation mark is not
/// closed, the row ends before the next line that looks like the beginning of a row. If rows must contain an
/// instant, this line must also contain an instant.
class CsvRecords {
 public:
  /// Takes the names of the columns from the first line of `start`. Returns false if this is not a line of
  /// CSV.
  bool read_header(std::string_view start);
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }

  /// Reads the next row, which may be a blank line without fields. Returns an empty text if the row is
  /// complete; otherwise the error.
  std::string next(LogBytes& bytes);
  /// The fields, which are valid until the next row.
  [[nodiscard]] const LogFields& fields() const { return fields_; }
  /// The text of the row in the file.
  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  /// Splits a row into values_. Returns an empty text if the row is complete; otherwise the error.
  std::string split(std::string_view row);
  /// True if the next bytes are a row, complete or open. If rows must contain an instant, the row must
  /// contain an instant.
  bool starts_row(std::string_view ahead);

  std::vector<std::string> columns_;
  std::vector<std::string> values_;
  std::size_t count_ = 0;  // number of values of the row
  LogFields fields_;
  std::string text_;
};

}  // namespace curtain
