#include "tools/curtain/figures/folder_tables.hpp"

#include <charconv>
#include <utility>

namespace curtain::tools {
namespace {

std::optional<double> number_in(std::string_view digits) {
  double number = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool is_number =
      !digits.empty() && result.ec == std::errc() && result.ptr == digits.data() + digits.size();
  return is_number ? std::optional(number) : std::nullopt;
}

}  // namespace

CsvFile::CsvFile(std::string text) : text_(std::move(text)) {
  std::vector<std::string_view> row;
  const auto end_row = [&] {
    if (columns_.empty()) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        columns_.emplace(row[i], i);
      }
    } else {
      rows_.push_back(row);
    }
    row.clear();
  };
  const std::string_view all = text_;
  std::size_t at = 0;
  while (at < all.size()) {
    if (all[at] == '"') {
      std::string& field = unquoted_.emplace_back();
      for (++at; at < all.size(); ++at) {
        if (all[at] == '"' && (at + 1 == all.size() || all[at + 1] != '"')) {
          break;
        }
        at += all[at] == '"' ? 1 : 0;
        field += all[at];
      }
      at += at < all.size() ? 1 : 0;
      row.push_back(field);
    } else {
      const std::size_t end = std::min(all.find_first_of(",\n", at), all.size());
      row.push_back(all.substr(at, end - at));
      at = end;
    }
    if (at == all.size() || all[at] == '\n') {
      end_row();
    } else if (at + 1 < all.size() && all[at + 1] == '\n') {  // the last field of the line is empty
      row.emplace_back();
      ++at;
      end_row();
    }
    ++at;
  }
}

std::string_view CsvFile::text(std::size_t row, std::string_view column) const {
  const auto found = columns_.find(column);
  return found != columns_.end() && found->second < rows_[row].size() ? rows_[row][found->second]
                                                                      : std::string_view();
}

std::optional<double> CsvFile::number(std::size_t row, std::string_view column) const {
  return number_in(text(row, column));
}

bool CsvFile::has_some(std::string_view column) const {
  for (std::size_t row = 0; row < size() && has(column); ++row) {
    if (number(row, column).value_or(0) != 0) {
      return true;
    }
  }
  return false;
}

std::optional<double> number_of(JsonView value) {
  return value.is(JsonView::Kind::number) ? number_in(value.text()) : std::nullopt;
}

}  // namespace curtain::tools
