#pragma once
// Reads the rows of a CSV trace exactly. csv_trace.cpp interprets the rows.
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

/// The fields of an arrival that a column of a CSV trace can hold. Fields of `outer_end` and `outer_duration`
/// may be empty. Other numbers must not be empty.
enum class CsvUse : std::uint8_t {
  none,
  function,
  tenant,
  end_tenant,
  instance,
  arrival,
  duration,
  end,
  memory,
  outer_end,
  outer_duration
};

/// A column, given by its name in the header or by its number from 1.
struct CsvColumn {
  std::string name;
  CsvUse use = CsvUse::none;
};

/// The files of a trace, and the columns to read from each file.
struct CsvLayout {
  std::vector<std::string> paths;
  std::vector<CsvColumn> columns;
  std::int64_t time_unit_ns = 1'000'000'000;
  CsvHead head = CsvHead::first_line;
  /// Whether columns may be given by number, and arrivals and ends may be dates and times of day
  /// (instant.hpp). A time of day that is more than 12 h earlier than the time in the previous row belongs to
  /// the next day.
  bool is_free = false;
};

/// The values of a row. Fields of columns that are not used keep their previous values. Names are valid until
/// the next row.
struct CsvRow {
  std::string_view function;
  std::string_view tenant;
  std::string_view end_tenant;
  std::string_view instance;
  std::int64_t arrival = 0;  ///< all times in this struct are in nanoseconds
  std::int64_t duration = 0;
  std::int64_t end = 0;
  std::int64_t memory = 0;          ///< in kMemoryUnits
  std::int64_t outer_end = 0;       ///< end of the request as seen by the client; -1: the field is empty
  std::int64_t outer_duration = 0;  ///< duration of the request as seen by the client; -1: the field is empty
};

/// Reads rows. A plain row has no quotation marks, no exponents, and as many fields as the header. It is read
/// in one pass over its bytes. Any other row is parsed by slower code, with the same result or an error.
class CsvRows {
 public:
  /// Units of memory in a MiB. Memory is read to a millionth of a MiB before it is rounded up.
  static constexpr std::int64_t kMemoryUnits = 1'000'000;

  /// Opens the first file and finds the columns. Throws TraceError. Throws std::invalid_argument if the
  /// layout has no file, or uses one column twice.
  explicit CsvRows(CsvLayout layout);
  /// Reads the columns of a `csv` trace. Also throws std::invalid_argument if there is no column of arrivals.
  explicit CsvRows(const CsvTraceSpec& spec);

  [[nodiscard]] bool has(CsvUse use) const;
  /// Reads the next row. Returns false at the end of the last file. Each file has its own header, with its
  /// columns in any order. Throws TraceError for a row that cannot be read.
  bool next(CsvRow& row);
  /// Throws TraceError at the field with this use in the current row. The message is "<column name> "
  /// followed by `what`.
  [[noreturn]] void fail(CsvUse use, const std::string& what);

  [[nodiscard]] std::uint64_t line_number() const { return reader_->line_number(); }
  /// The number of the column with this use, from 1.
  [[nodiscard]] std::size_t column_number(CsvUse use) const;
  /// A shell command that sorts the rows of a FILE like the current one by this column. Empty if there is no
  /// simple command, which is the case for times of day, quotation marks and compressed files.
  [[nodiscard]] std::string sort_command(CsvUse use);
  /// The path of the current file. file() is its position among all files.
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
  std::vector<CsvUse> uses_;  // the use of each column
  bool has_names_ = true;     // whether the first line of the current file is a header
  bool is_held_ = false;      // whether the current line was read in search of a header, but is a row
  std::int64_t day_ = 0;      // the day of the last time of day, counted from the day of the first row
  std::int64_t last_of_day_ = 0;
  std::string_view line_;
};

}  // namespace curtain
