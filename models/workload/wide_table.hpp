#pragma once
// Tables with a row an interval of time and a column a function, as Huawei published them.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/csv_fields.hpp"
#include "models/workload/decimal.hpp"

namespace curtain {

/// A file with the columns `day` (not read), `time` in seconds, and one of each function, named by its
/// number.
class WideTable {
 public:
  /// Reads the header. Throws TraceError without a column `time` or any other.
  explicit WideTable(const std::string& path);

  /// Names of the columns of functions, in order.
  [[nodiscard]] const std::vector<std::string>& functions() const { return functions_; }
  /// Moves to the next row; false at the end. Times go up. Throws TraceError.
  bool next();
  [[nodiscard]] std::int64_t time() const { return time_; }  ///< of the present row, in nanoseconds
  /// What the present row has for function `i`; empty where there is nothing ("" or "NaN").
  [[nodiscard]] std::string_view text(std::size_t i) const;
  /// The same as a number in units of `decimals`; -1 where there is nothing. Throws TraceError for what is
  /// no number of at least 0.
  [[nodiscard]] std::int64_t number(std::size_t i, const DecimalReader& decimals) const;
  /// Throws TraceError at function `i` of the present row.
  [[noreturn]] void fail(std::size_t i, const std::string& what) const;
  /// Throws TraceError at the time of the present row.
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
