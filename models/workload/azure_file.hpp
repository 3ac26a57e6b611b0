#pragma once
// An open file of the Azure Functions trace of 2019, with its columns by name and the hashes of its rows.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/csv_fields.hpp"
#include "models/workload/decimal.hpp"
#include "models/workload/line_reader.hpp"

namespace curtain {

/// The columns that identify the function of a row. Published files have the owner and the application, and
/// files of counts and durations also have the function. Excerpts made by others may have only the function.
struct AzureHashes {
  std::optional<std::size_t> owner;
  std::optional<std::size_t> application;
  std::optional<std::size_t> function;

  /// Finds the columns HashOwner, HashApp and HashFunction, at any position.
  explicit AzureHashes(const CsvHeader& header);
};

/// The columns of minutes in a file of counts, in the order of their numbers.
struct AzureMinutes {
  std::vector<std::size_t> columns;
  /// Columns that are ignored, because they are no minutes, no hashes and not the trigger.
  std::vector<std::string> others;
};

/// Finds the columns of minutes. Throws TraceError unless their names are consecutive whole numbers. The
/// published names are 1..1440, but any part of a day is accepted.
AzureMinutes azure_minutes(const LineReader& reader, const CsvHeader& header);

/// A file with its header and its current row.
class AzureFile {
 public:
  /// Throws TraceError.
  explicit AzureFile(const std::string& path);

  /// Moves to the next row. Returns false at the end.
  bool next();
  [[nodiscard]] std::string_view text(std::size_t column) const { return (*fields_)[column].text; }
  [[nodiscard]] const std::vector<CsvField>& fields() const { return *fields_; }
  [[nodiscard]] const CsvHeader& header() const { return header_; }
  [[nodiscard]] const AzureHashes& hashes() const { return hashes_; }
  [[nodiscard]] const LineReader& reader() const { return reader_; }
  /// The field as a non-negative decimal number, in units of `decimals`. Throws TraceError with `needed` in
  /// its message if the field is not such a number.
  [[nodiscard]] std::int64_t number(std::size_t column, const DecimalReader& decimals,
                                    const char* needed) const;
  /// Throws TraceError at a field of the current row.
  [[noreturn]] void fail(std::size_t column, const std::string& needed) const;

 private:
  LineReader reader_;
  CsvHeader header_;
  AzureHashes hashes_;
  CsvSplitter splitter_;
  const std::vector<CsvField>* fields_ = nullptr;
};

}  // namespace curtain
