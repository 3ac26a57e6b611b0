#pragma once
// Tables with one row per interval of time and one column per function, in Huawei's published format.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/csv_fields.hpp"
#include "models/workload/decimal.hpp"

namespace curtain {

/// A file with the columns `day` (ignored) and `time` (in seconds), and one column for each function, which
/// is named by a number.
class WideTable {
 public:
  /// Reads the header. Throws TraceError if the column `time` is missing or if there is no column of a
  /// function.
  explicit WideTable(const std::string& path);

  /// The names of the functions' columns in order.
  [[nodiscard]] const std::vector<std::string>& functions() const { return functions_; }
  /// Moves to the next row. Returns false at the end. Times must increase. Throws TraceError.
  bool next();
  [[nodiscard]] std::int64_t time() const { return time_; }  ///< time of the current row, in nanoseconds
  /// The value of function `i` in the current row. Empty if the field is empty or "NaN".
  [[nodiscard]] std::string_view text(std::size_t i) const;
  /// The value as a number in units of `decimals`, or -1 if there is no value. Throws TraceError for a value
  /// that is not a number of at least 0.
  [[nodiscard]] std::int64_t number(std::size_t i, const DecimalReader& decimals) const;
  /// Throws TraceError at the field of function `i` in the current row.
  [[noreturn]] void fail(std::size_t i, const std::string& what) const;
  /// Throws TraceError at the field of the time in the current row.
  [[noreturn]] void fail_time(const std::string& what) const;
  [[nodiscard]] const std::string& path() const { return reader_.path(); }

 private:
  LineReader reader_;
  CsvHeader header_;
  CsvSplitter splitter_;
  std::size_t time_column_;
  std::vector<std::string> functions_;
  std::vector<std::size_t> columns_;  // the column of each function
  const std::vector<CsvField>* fields_ = nullptr;
  DecimalReader seconds_{1'000'000'000};
  std::int64_t time_ = -1;
};

}  // namespace curtain
