#pragma once
// Checks that rows are in order of arrival, and defines time zero.
#include <cstdint>

#include "models/workload/csv_rows.hpp"
#include "models/workload/decimal.hpp"

namespace curtain {

/// Checks that the arrivals of rows do not decrease.
class RowOrder {
 public:
  /// `rows` must outlive this object. With `origin_first_row`, the first arrival is time zero; otherwise
  /// times are unchanged.
  RowOrder(CsvRows& rows, bool origin_first_row) : rows_(rows), origin_first_row_(origin_first_row) {}

  /// The simulated time of the current row, whose time in the file is `now` (in nanoseconds). Throws
  /// TraceError if this is before the previous row, or more than ten years after time zero.
  Time time_of(std::int64_t now) {
    if (now < last_) [[unlikely]] {
      fail_backwards(now);
    }
    if (!started_) [[unlikely]] {
      started_ = true;
      origin_ = origin_first_row_ ? now : 0;
    }
    last_ = now;
    last_line_ = rows_.line_number();
    last_file_ = rows_.file();
    if (now - origin_ > kTenYears) [[unlikely]] {
      fail_far(now);
    }
    return Time{now - origin_};
  }

 private:
  [[noreturn]] void fail_backwards(std::int64_t now);
  [[noreturn]] void fail_far(std::int64_t now);

  CsvRows& rows_;
  bool origin_first_row_;
  bool started_ = false;
  std::int64_t origin_ = 0;
  std::int64_t last_ = 0;
  std::uint64_t last_line_ = 0;
  std::size_t last_file_ = 0;
};

}  // namespace curtain
