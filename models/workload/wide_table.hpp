#pragma once
// Tables with one row per interval of time and one column per function, as Huawei published them.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/csv_fields.hpp"
#include "models/workload/decimal.hpp"

namespace curtain {

/// A file with the columns `day` (ignored), `time` in seconds, and one for each function, named by its
/// number.
class WideTable {
 public:
  /// Reads the header. Throws TraceError if the column `time` or any function column is missing.
  explicit WideTable(const std::string& path);

  /// Names of the functions' columns, in order.
  [[nodiscard]] const std::vector<std::string>& functions() const { return functions_; }
  /// Moves to the next row; false at the end. Times must increase. Throws TraceError.
  bool next();
  [[nodiscard]] std::int64_t time() const { return time_; }  ///< time of the current row, in nanoseconds
  /// The current row's value for function `i`; empty if the field is empty or "NaN".
  [[nodiscard]] std::string_view text(std::size_t i) const;
  /// The same as a number in units of `decimals`; -1 if there is no value. Throws TraceError for a value that
  /// is not a number of at least 0.
  [[nodiscard]] std::int64_t number(std::size_t i, const DecimalReader& decimals) const;
  /// Throws TraceError at function `i` of the current row.
  [[noreturn]] void fail(std::size_t i, const std::string& what) const;
  /// Throws TraceError at the time of the current row.
  [[noreturn]] void fail_time(const std::string& what) const;
  [[nodiscard]] const std::string& path() const { return reader_.path(); }

 private:
  LineReader reader_;
  CsvHeader header_;
  CsvSplitter splitter_;
  std::size_t time_column_;
  std::vector<std::string> functions_;
  std::vector<std::size_t> columns_;  // of each function
  const std::vector<CsvField>* fields_ = nullptr;
  DecimalReader seconds_{1'000'000'000};
  std::int64_t time_ = -1;
};

}  // namespace curtain
