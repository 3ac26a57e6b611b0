#pragma once
// The interface of the kinds of measured logs that are recognised by their columns, and the fields of a row.
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "models/import/log_format.hpp"
#include "models/measured/measured_log.hpp"

namespace curtain {

/// A row that is not a usable call. `what` says what was found and what was expected.
struct RowProblem {
  std::string what;
};

/// The number of nanoseconds in a unit of time.
enum class TimeUnit : std::int64_t {
  ms = 1'000'000,
  s = 1'000'000'000,
  min = 60'000'000'000,
};

/// The fields of a row. Every function throws RowProblem for a value that it cannot read.
class MeasuredRow {
 public:
  explicit MeasuredRow(const LogFields& fields) : fields_(fields) {}

  /// The text of a column, which must not be empty.
  [[nodiscard]] std::string_view text(std::string_view column) const;
  /// The text of a column, which may be empty or missing.
  [[nodiscard]] std::string_view text_or_nothing(std::string_view column) const {
    return field(fields_, column);
  }
  /// A number that is not negative, exact to the nanosecond.
  [[nodiscard]] std::int64_t time(std::string_view column, TimeUnit unit) const;
  /// Nothing if the field is empty or the column is missing.
  [[nodiscard]] MeasuredTime time_or_nothing(std::string_view column, TimeUnit unit) const;
  /// The beginning of a day that is written as 2020-05-09, in UTC.
  [[nodiscard]] std::int64_t day(std::string_view column) const;
  /// 0 or 1.
  [[nodiscard]] bool flag(std::string_view column) const;
  /// A memory size from 1 MB to 16 TiB. A fraction is dropped.
  [[nodiscard]] Mebibytes megabytes(std::string_view column) const;

 private:
  const LogFields& fields_;
};

/// Throws RowProblem if `end` is before `start`.
void check_order(std::int64_t start, std::int64_t end, std::string_view start_column,
                 std::string_view end_column);

/// Receives the calls of a log and numbers the names in it.
class MeasuredCalls {
 public:
  explicit MeasuredCalls(MeasuredLog& log) : log_(log) {}

  [[nodiscard]] std::uint32_t function(std::string_view name) {
    return functions_.number(name, log_.functions);
  }
  [[nodiscard]] std::uint32_t instance(std::string_view name) {
    return instances_.number(name, log_.instances);
  }
  [[nodiscard]] std::uint32_t vm(std::string_view name) { return vms_.number(name, log_.vms); }
  [[nodiscard]] std::uint32_t group(std::string_view name) { return groups_.number(name, log_.groups); }
  void add(MeasuredCall call) {
    call.line = line_;
    log_.calls.push_back(call);
  }
  /// A record that is not about a call that ran.
  void pass() { ++log_.others; }
  /// Sets the line of the following calls.
  void at(std::uint64_t line) { line_ = static_cast<std::uint32_t>(line); }

 private:
  class Names {
   public:
    /// The number of the name, which is added if it is new. An empty name has no number.
    std::uint32_t number(std::string_view name, std::vector<std::string>& names);

   private:
    std::unordered_map<std::string, std::uint32_t> numbers_;  // only looked up, never iterated
    std::string key_;
  };

  MeasuredLog& log_;
  std::uint32_t line_ = 0;
  Names functions_;
  Names instances_;
  Names vms_;
  Names groups_;
};

/// A kind of log, which is one file and one line in measured_kinds.inc.
struct MeasuredKind {
  std::string_view name;
  std::string_view reads;                 ///< a description in one line, for users
  std::vector<std::string_view> columns;  ///< the columns that the kind needs
  /// Reads a row and adds its calls. Throws RowProblem before it adds any call.
  void (*read)(const MeasuredRow& row, MeasuredCalls& calls);
};

}  // namespace curtain
