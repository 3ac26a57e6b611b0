#include "models/workload/wide_table.hpp"

#include <fmt/format.h>

namespace curtain {

WideTable::WideTable(const std::string& path)
    : reader_(path), header_(reader_), time_column_(header_.require(reader_, "time")) {
  for (std::size_t i = 0; i < header_.size(); ++i) {
    if (i != time_column_ && header_.name(i) != "day" && !header_.name(i).empty()) {
      functions_.push_back(header_.name(i));
      columns_.push_back(i);
    }
  }
  if (functions_.empty()) {
    reader_.fail(
        1, "there are no columns of functions; the columns must be day, time and one for each function");
  }
}

bool WideTable::next() {
  std::string_view line;
  if (!reader_.next(line)) {
    return false;
  }
  fields_ = &splitter_.split(reader_, line);
  header_.require_whole(reader_, *fields_);
  const std::int64_t before = time_;
  if (seconds_.read(trimmed((*fields_)[time_column_].text), time_) != DecimalReader::Outcome::ok) {
    fail_time("expected a number of seconds of at least 0");
  }
  if (time_ > kTenYears) {
    fail_time("at most ten years are allowed");
  }
  if (time_ <= before) {
    fail_time(fmt::format("the previous row is at {}; rows must be in order of time", in_seconds(before)));
  }
  return true;
}

std::string_view WideTable::text(std::size_t i) const {
  const std::string_view text = (*fields_)[columns_[i]].text;
  if (text.empty() || (text.front() >= '0' && text.front() <= '9')) {
    return text;
  }
  const std::string_view told = trimmed(text);
  return told == "NaN" || told == "nan" ? std::string_view{} : told;
}

std::int64_t WideTable::number(std::size_t i, const DecimalReader& decimals) const {
  const std::string_view told = text(i);
  std::int64_t units = -1;
  if (!told.empty() && decimals.read(told, units) != DecimalReader::Outcome::ok) {
    fail(i, fmt::format("is {}; expected a number of at least 0, or an empty field", in_quotes(told)));
  }
  return units;
}

void WideTable::fail(std::size_t i, const std::string& what) const {
  reader_.fail((*fields_)[columns_[i]].column, fmt::format("function {} {}", in_quotes(functions_[i]), what));
}

void WideTable::fail_time(const std::string& what) const {
  const CsvField& field = (*fields_)[time_column_];
  reader_.fail(field.column, fmt::format("time is {}; {}", in_quotes(field.text), what));
}

}  // namespace curtain
