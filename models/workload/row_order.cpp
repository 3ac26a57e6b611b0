#include "models/workload/row_order.hpp"

#include <fmt/format.h>

namespace curtain {

void RowOrder::fail_backwards(std::int64_t now) {
  if (rows_.file() != last_file_) {
    rows_.fail(
        CsvUse::arrival,
        fmt::format(
            "is {} here, but {} on line {} of the previous file, {}; the files must be in order of time",
            in_seconds(now), in_seconds(last_), last_line_, rows_.path_of(last_file_)));
  }
  const std::string command = rows_.sort_command(CsvUse::arrival);
  rows_.fail(CsvUse::arrival, fmt::format("is {} here, but {} on line {}; rows must be in order of arrival{}",
                                          in_seconds(now), in_seconds(last_), last_line_,
                                          command.empty() ? "" : "; this command sorts them: " + command));
}

void RowOrder::fail_far(std::int64_t now) {
  rows_.fail(
      CsvUse::arrival,
      origin_first_row_
          ? fmt::format(
                "is {}, which is more than ten years after the first row; at most ten years are allowed",
                in_seconds(now))
          : fmt::format("is {}, which is more than ten years after time zero; for times of day or epoch "
                        "times, set `origin: first-row`",
                        in_seconds(now)));
}

}  // namespace curtain
