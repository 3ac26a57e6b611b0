#pragma once
// Lines of comma-separated values, and the header that names the columns.
#include <cstddef>
#include <deque>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/line_reader.hpp"

namespace curtain {

struct CsvField {
  std::string_view text;  ///< contents without quotation marks
  std::size_t column;     ///< start of the field in the line, in bytes from 1
};

/// Splits lines into fields (RFC 4180, but without line breaks inside fields). A field that starts with a
/// quotation mark ends at the closing quotation mark. Commas inside it are part of the text, and two
/// quotation marks mean one. Fields stay valid until the next line.
class CsvSplitter {
 public:
  /// Splits a line. Throws TraceError through `reader` for a quotation mark that is not closed or is followed
  /// by more text.
  const std::vector<CsvField>& split(const LineReader& reader, std::string_view line);

 private:
  std::vector<CsvField> fields_;
  std::deque<std::string> unquoted_;
};

/// The names of the columns of a file, from its first line.
class CsvHeader {
 public:
  /// Reads the first line. Throws TraceError if two columns have the same name. Any number of columns may
  /// have no name.
  explicit CsvHeader(LineReader& reader);
  /// Uses the fields of a line that was already read.
  CsvHeader(const LineReader& reader, const std::vector<CsvField>& fields);
  /// A header for a file without a header line. The columns are named 1, 2 and so on, as many as the current
  /// line has fields.
  static CsvHeader numbered(const LineReader& reader, std::size_t columns);

  [[nodiscard]] std::size_t size() const { return names_.size(); }
  [[nodiscard]] const std::string& name(std::size_t column) const { return names_[column]; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  /// The position of the first byte of the name in the line, counted from 1.
  [[nodiscard]] std::size_t position(std::size_t column) const { return positions_[column]; }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
  /// The column with this name. If there is none, throws TraceError with the nearest name, all names and then
  /// `advice`.
  std::size_t require(const LineReader& reader, std::string_view name, const std::string& advice = "") const;
  /// Throws TraceError unless a line has as many fields as the header. Empty fields at the end of the line
  /// and columns without a name at the end of the header do not count.
  void require_whole(const LineReader& reader, const std::vector<CsvField>& fields) const;
  /// False for a header that numbered() has made.
  [[nodiscard]] bool is_in_file() const { return is_in_file_; }

 private:
  CsvHeader() = default;

  std::uint64_t line_ = 1;
  bool is_in_file_ = true;
  std::vector<std::string> names_;
  std::vector<std::size_t> positions_;
};

/// The text " (did you mean "x"?)" with the name nearest to `name`, or an empty text if no name is near.
std::string did_you_mean_one_of(const std::vector<std::string>& names, std::string_view name);

/// The text without blanks (spaces and tabs) at its ends.
std::string_view trimmed(std::string_view text);

}  // namespace curtain
