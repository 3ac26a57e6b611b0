#include "models/import/csv_records.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/import/log_time.hpp"

namespace curtain {
namespace {

constexpr std::size_t kMostColumns = 1000;
constexpr std::size_t kCsvLookAhead = std::size_t{1} << 14;

bool has_odd_quotes(std::string_view text) {
  return std::count(text.begin(), text.end(), '"') % 2 == 1;
}

}  // namespace

std::string CsvRecords::split(std::string_view row) {
  count_ = 0;
  for (std::size_t at = 0;;) {
    if (count_ == values_.size()) {
      values_.emplace_back();
    }
    std::string& value = values_[count_++];
    value.clear();
    if (at < row.size() && row[at] == '"') {
      for (++at;; ++at) {
        const std::size_t quote = row.find('"', at);
        if (quote == std::string_view::npos) {
          return "a quotation mark is not closed";
        }
        value += row.substr(at, quote - at);
        at = quote + 1;
        if (at == row.size() || row[at] != '"') {
          break;
        }
        value += '"';
      }
      if (at < row.size() && row[at] != ',') {
        return "there is text after a closing quotation mark";
      }
    } else {
      const std::size_t comma = std::min(row.find(',', at), row.size());
      value = row.substr(at, comma - at);
      at = comma;
      if (value.find('"') != std::string::npos) {
        return "there is a quotation mark inside an unquoted field";
      }
    }
    if (at >= row.size() || count_ == kMostColumns) {
      return "";
    }
    ++at;
  }
}

bool CsvRecords::read_header(std::string_view start) {
  std::string_view line = start.substr(0, start.find('\n'));
  if (!line.empty() && line.back() == '\r') {
    line.remove_suffix(1);
  }
  if (line.empty() || !split(line).empty()) {
    return false;
  }
  columns_.assign(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(count_));
  return true;
}

bool CsvRecords::starts_row(std::string_view ahead) {
  std::string_view line = ahead.substr(0, ahead.find('\n'));
  line = line.substr(0, line.find_last_not_of('\r') + 1);
  const bool is_open = has_odd_quotes(line);
  if ((!split(line).empty() && !is_open) || count_ > columns_.size() ||
      (!is_open && count_ != columns_.size())) {
    return false;
  }
  const std::size_t whole = count_ - (is_open ? 1 : 0);  // the last field is open and continues
  for (std::size_t i = 0; i < whole; ++i) {
    if (columns_[i] == "@timestamp" || columns_[i] == "timestamp") {
      return log_time(values_[i]).has_value();
    }
  }
  return false;
}

std::string CsvRecords::next(LogBytes& bytes) {
  fields_.clear();
  text_.clear();
  std::string_view line;
  bytes.line(line);
  if (bytes.was_cut()) {
    text_ = line;
    bytes.skip_line();
    return "the row is longer than a MiB";
  }
  text_ = line;
  if (text_.empty()) {
    return "";
  }
  // As long as the number of quotation marks is odd, a quoted field is open.
  for (bool is_open = has_odd_quotes(line); is_open && !bytes.at_end(); is_open ^= has_odd_quotes(line)) {
    if (starts_row(bytes.ahead(kCsvLookAhead)) || text_.size() > LogBytes::kLongest) {
      return "a quotation mark is not closed";
    }
    bytes.line(line);
    if (bytes.was_cut()) {
      bytes.skip_line();
      return "the row is longer than a MiB";
    }
    (text_ += '\n') += line;
  }
  if (std::string problem = split(text_); !problem.empty()) {
    return problem;
  }
  if (count_ != columns_.size()) {
    return fmt::format("the row has {} fields, but the first line has {} names", count_, columns_.size());
  }
  for (std::size_t i = 0; i < count_; ++i) {
    fields_.emplace_back(columns_[i], values_[i]);
  }
  return "";
}

}  // namespace curtain
