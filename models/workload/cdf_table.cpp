#include "models/workload/cdf_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/workload/csv_fields.hpp"
#include "models/workload/decimal.hpp"

namespace curtain {
namespace {

constexpr std::size_t kMostPoints = 10'000'000;
constexpr double kMillion = 1e6;  // used as a divisor, so that whole numbers stay exact
constexpr double kBelowOne = 1 - 1e-9;
constexpr std::int64_t kOne = 1'000'000;
constexpr std::int64_t kNearlyOne = 999'000;

bool begins_number(std::string_view text) {
  return !text.empty() && (std::string_view("+-.").find(text.front()) != std::string_view::npos ||
                           (text.front() >= '0' && text.front() <= '9'));
}

std::int64_t number(const LineReader& reader, const CsvField& field, const char* what) {
  static const DecimalReader millionths(kOne);
  std::int64_t units = 0;
  if (millionths.read(trimmed(field.text), units) != DecimalReader::Outcome::ok) {
    reader.fail(field.column,
                fmt::format("{} is {}; expected a number of at least 0", what, in_quotes(field.text)));
  }
  return units;
}

}  // namespace

CdfStep step_at(const CdfTable& table, double u) {
  const auto found = std::upper_bound(table.shares.begin(), table.shares.end(), u);
  const auto index =
      std::min(static_cast<std::size_t>(found - table.shares.begin()), table.values.size() - 1);
  const double from = index == 0 ? 0 : table.shares[index - 1];
  const double width = table.shares[index] - from;
  return {index, width > 0 && u > from ? std::min((u - from) / width, kBelowOne) : 0};
}

CdfTable read_cdf_table(const std::string& path) {
  LineReader reader(path);
  CsvSplitter splitter;
  CdfTable table;
  std::int64_t value_before = -1;
  std::int64_t share_before = 0;
  bool is_first = true;
  for (std::string_view line; reader.next(line); is_first = false) {
    const std::vector<CsvField>& fields = splitter.split(reader, line);
    if (is_first && !begins_number(trimmed(fields[0].text))) {
      continue;  // a header with the names of the columns
    }
    if (fields.size() < 2) {
      reader.fail(1, "the line has only one field; expected a value and its share");
    }
    const std::int64_t value = number(reader, fields[0], "the value");
    const std::int64_t share = number(reader, fields[1], "the share");
    if (value <= value_before) {
      reader.fail(fields[0].column,
                  fmt::format("the value {} is not larger than the previous value; values must increase",
                              in_quotes(fields[0].text)));
    }
    if (share < share_before || share > kOne) {
      reader.fail(fields[1].column,
                  fmt::format("the share is {}; it must be at least the previous share and at most 1",
                              in_quotes(fields[1].text)));
    }
    if (table.values.size() == kMostPoints) {
      reader.fail(1, fmt::format("there are more than {} values, which is the limit", kMostPoints));
    }
    value_before = value;
    share_before = share;
    table.values.push_back(static_cast<double>(value) / kMillion);
    table.shares.push_back(static_cast<double>(share) / kMillion);
  }
  if (table.values.empty()) {
    reader.fail_at(1, 1, "there are no values; expected at least one line with a value and its share");
  }
  if (share_before < kNearlyOne) {
    reader.fail(1, fmt::format("the last share is {}, but a complete distribution ends at 1",
                               static_cast<double>(share_before) / kMillion));
  }
  table.shares.back() = 1;
  return table;
}

}  // namespace curtain
