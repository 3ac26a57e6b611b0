#pragma once
// Exact reading of the rows of a CSV trace. csv_trace.cpp interprets them.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/csv_fields.hpp"
#include "models/workload/decimal.hpp"
#include "models/workload/line_reader.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

/// The uses of a column. `outer_end` and `outer_duration` may be empty; other numbers may not.
enum class CsvUse : std::uint8_t {
  none,
  function,
  tenant,
  instance,
  arrival,
  duration,
  end,
  memory,
  outer_end,
  outer_duration
};

/// A column by its name in the header, or by its number from 1.
struct CsvColumn {
  std::string name;
  CsvUse use = CsvUse::none;
};

/// The files of rows, and the columns to read from each.
struct CsvLayout {
  std::vector<std::string> paths;
  std::vector<CsvColumn> columns;
  std::int64_t time_unit_ns = 1'000'000'000;
  CsvHead head = CsvHead::first_line;
  /// Columns may be given by number, and arrivals and ends may be dates and times of day (instant.hpp). A
  /// time of day that is more than 12 h earlier than that of the previous row belongs to the next day.
  bool is_free = false;
};

/// A row with the values of the file. Fields of unused columns keep their previous values. Names are valid
/// until the next row.
struct CsvRow {
  std::string_view function;
  std::string_view tenant;
  std::string_view instance;
  std::int64_t arrival = 0;  ///< nanoseconds, here and below
  std::int64_t duration = 0;
  std::int64_t end = 0;
  std::int64_t memory = 0;          ///< in kMemoryUnits
  std::int64_t outer_end = 0;       ///< end of the request as seen from outside; -1: the field is empty
  std::int64_t outer_duration = 0;  ///< likewise
};

/// Reads rows. A plain row (no quotation marks, no exponents, as many fields as the header) is read in one
/// pass over its bytes; any other row is parsed by a slower path, with the same result or an error.
class CsvRows {
 public:
  /// Units of memory in a MiB: memory is read to a millionth of a MiB before it is rounded up.
  static constexpr std::int64_t kMemoryUnits = 1'000'000;

  /// Opens the first file and finds the columns. Throws TraceError; throws std::invalid_argument for a layout
  /// without a file or with one column for two uses.
  explicit CsvRows(CsvLayout layout);
  /// The columns of a `csv` trace. Also throws std::invalid_argument if there is no column of arrivals.
  explicit CsvRows(const CsvTraceSpec& spec);

  [[nodiscard]] bool has(CsvUse use) const;
  /// The next row; false at the end of the last file. Each file has its own header, with its columns in any
  /// order. Throws TraceError for a row that cannot be read.
  bool next(CsvRow& row);
  /// Throws TraceError at the field of that use in the current row: "<column name> " + `what`.
  [[noreturn]] void fail(CsvUse use, const std::string& what);

  [[nodiscard]] std::uint64_t line_number() const { return reader_->line_number(); }
  /// Number of the column of that use, from 1.
  [[nodiscard]] std::size_t column_number(CsvUse use) const;
  /// A shell command that sorts the rows of a FILE like the current one by that column. Empty if no simple
  /// command does: for times of day, quotation marks, a compressed file.
  [[nodiscard]] std::string sort_command(CsvUse use);
  /// The current file, and its position among all files.
  [[nodiscard]] const std::string& path() const { return reader_->path(); }
  [[nodiscard]] std::size_t file() const { return file_; }
  [[nodiscard]] const std::string& path_of(std::size_t file) const { return layout_.paths[file]; }

 private:
  void open();
  [[nodiscard]] bool is_by_number(const std::vector<CsvField>& first) const;
  void require_header(const std::vector<CsvField>& first) const;
  [[nodiscard]] std::size_t column_of(const CsvColumn& column) const;
  [[nodiscard]] std::string name_of(std::size_t column) const;
  std::int64_t read_time(const CsvField& field, std::size_t column, bool& is_time_of_day) const;
  bool read_plain(CsvRow& row) const;
  void read_carefully(CsvRow& row);
  std::int64_t read_number(const DecimalReader& decimals, const CsvField& field, std::size_t column) const;

  CsvLayout layout_;
  std::size_t file_ = 0;
  std::optional<LineReader> reader_;
  std::optional<CsvHeader> header_;
  DecimalReader times_;
  DecimalReader sizes_;
  CsvSplitter splitter_;
  std::vector<CsvUse> uses_;  // of each column
  bool has_names_ = true;     // the first line of the present file is a header
  bool is_held_ = false;      // the line was read to see whether it is a header, and is a row
  std::int64_t day_ = 0;      // day of the last time of day, counted from the first row's day
  std::int64_t last_of_day_ = 0;
  std::string_view line_;
};

}  // namespace curtain
