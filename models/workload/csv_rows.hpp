#pragma once
// The rows of a CSV trace, read exactly. csv_trace.cpp interprets them.
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

/// What a column is read for. `outer_end` and `outer_duration` may be empty, the other numbers not.
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

/// Files of rows and the columns to be read from each.
struct CsvLayout {
  std::vector<std::string> paths;
  std::vector<CsvColumn> columns;
  std::int64_t time_unit_ns = 1'000'000'000;
  CsvHead head = CsvHead::first_line;
  /// Columns may be given by number, and arrivals and ends may be dates and times of day (instant.hpp). A
  /// time of day that is over 12 h before the one of the row before is of the next day.
  bool is_free = false;
};

/// A row as the file has it. Columns that are not used leave their field as it was. Names are valid until the
/// next row.
struct CsvRow {
  std::string_view function;
  std::string_view tenant;
  std::string_view instance;
  std::int64_t arrival = 0;  ///< nanoseconds, here and below
  std::int64_t duration = 0;
  std::int64_t end = 0;
  std::int64_t memory = 0;          ///< in kMemoryUnits
  std::int64_t outer_end = 0;       ///< of the request as seen from outside; -1: the field is empty
  std::int64_t outer_duration = 0;  ///< likewise
};

/// Reads rows. A plain row (no quotation marks, no exponents, as many fields as the header) is read in one
/// pass over its bytes; any other row is parsed by a slower path with the same result or an error.
class CsvRows {
 public:
  /// Units of memory in a MiB: it is read to a millionth before it is rounded up.
  static constexpr std::int64_t kMemoryUnits = 1'000'000;

  /// Opens the first file and finds the columns. Throws TraceError, and std::invalid_argument for a
  /// layout that names no file or one column twice.
  explicit CsvRows(CsvLayout layout);
  /// The columns of a `csv` trace. Throws std::invalid_argument, too, if it has none of arrivals.
  explicit CsvRows(const CsvTraceSpec& spec);

  [[nodiscard]] bool has(CsvUse use) const;
  /// The next row; false at the end of the last file. Each has its header, and its columns in an order of its
  /// own. Throws TraceError for a row that cannot be read.
  bool next(CsvRow& row);
  /// Throws TraceError at the present row's field of that use: "<column name> " + `what`.
  [[noreturn]] void fail(CsvUse use, const std::string& what);

  [[nodiscard]] std::uint64_t line_number() const { return reader_->line_number(); }
  /// Number of the column of that use, from 1.
  [[nodiscard]] std::size_t column_number(CsvUse use) const;
  /// A command for a shell that puts the rows of a FILE such as the present one in order of that column.
  /// Empty where no plain one does: times of day, quotation marks, a packed file.
  [[nodiscard]] std::string sort_command(CsvUse use);
  /// The present file, and its position among all.
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
  bool is_held_ = false;      // the line is a row that was read to see whether it is a header
  std::int64_t day_ = 0;      // of times of day, from the first row's on, and the last of them
  std::int64_t last_of_day_ = 0;
  std::string_view line_;
};

}  // namespace curtain
