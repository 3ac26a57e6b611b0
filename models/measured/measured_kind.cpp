#include "models/measured/measured_kind.hpp"

#include <fmt/format.h>

#include "models/import/log_time.hpp"
#include "models/workload/decimal.hpp"
#include "models/workload/line_reader.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kMostMegabytes = std::int64_t{16} << 20;

const DecimalReader& reader_of(TimeUnit unit) {
  static const DecimalReader ms(static_cast<std::int64_t>(TimeUnit::ms));
  static const DecimalReader s(static_cast<std::int64_t>(TimeUnit::s));
  static const DecimalReader min(static_cast<std::int64_t>(TimeUnit::min));
  return unit == TimeUnit::ms ? ms : unit == TimeUnit::s ? s : min;
}

std::string_view name_of(TimeUnit unit) {
  return unit == TimeUnit::ms ? "milliseconds" : unit == TimeUnit::s ? "seconds" : "minutes";
}

}  // namespace

std::string_view MeasuredRow::text(std::string_view column) const {
  const std::string_view value = field(fields_, column);
  if (value.empty()) {
    throw RowProblem{fmt::format("the field {} is empty", column)};
  }
  return value;
}

std::int64_t MeasuredRow::time(std::string_view column, TimeUnit unit) const {
  const std::string_view value = text(column);
  std::int64_t ns = 0;
  const DecimalReader::Outcome outcome = reader_of(unit).read(value, ns);
  if (outcome != DecimalReader::Outcome::ok) {
    const char* const why = outcome == DecimalReader::Outcome::negative    ? ", which is negative"
                            : outcome == DecimalReader::Outcome::too_large ? ", which is too large"
                                                                           : "";
    throw RowProblem{fmt::format("the field {} is {}{}; expected a number of {} such as 12.5", column,
                                 in_quotes(value), why, name_of(unit))};
  }
  return ns;
}

MeasuredTime MeasuredRow::time_or_nothing(std::string_view column, TimeUnit unit) const {
  return field(fields_, column).empty() ? MeasuredTime() : MeasuredTime(time(column, unit));
}

std::int64_t MeasuredRow::day(std::string_view column) const {
  const std::string_view value = text(column);
  const auto time = value.size() == 10 ? log_time(std::string(value) + "T00:00:00Z") : std::nullopt;
  if (!time) {
    throw RowProblem{
        fmt::format("the field {} is {}; expected a day such as 2020-05-09", column, in_quotes(value))};
  }
  return time->ns;
}

bool MeasuredRow::flag(std::string_view column) const {
  const std::string_view value = text(column);
  if (value != "0" && value != "1") {
    throw RowProblem{fmt::format("the field {} is {}; expected 0 or 1", column, in_quotes(value))};
  }
  return value == "1";
}

Mebibytes MeasuredRow::megabytes(std::string_view column) const {
  static const DecimalReader thousandths(1'000);
  const std::string_view value = text(column);
  std::int64_t number = 0;
  if (thousandths.read(value, number) != DecimalReader::Outcome::ok || number < 1'000 ||
      number / 1'000 > kMostMegabytes) {
    throw RowProblem{fmt::format("the field {} is {}; expected a number of MB from 1 to {}", column,
                                 in_quotes(value), kMostMegabytes)};
  }
  return static_cast<Mebibytes>(number / 1'000);
}

void check_order(std::int64_t start, std::int64_t end, std::string_view start_column,
                 std::string_view end_column) {
  if (end < start) {
    throw RowProblem{fmt::format("{} is {} before {}", end_column, in_seconds(start - end), start_column)};
  }
}

std::uint32_t MeasuredCalls::Names::number(std::string_view name, std::vector<std::string>& names) {
  if (name.empty()) {
    return kNoName;
  }
  key_ = name;
  const auto [entry, is_new] = numbers_.try_emplace(key_, static_cast<std::uint32_t>(names.size()));
  if (is_new) {
    names.push_back(key_);
  }
  return entry->second;
}

}  // namespace curtain
