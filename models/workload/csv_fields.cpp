#include "models/workload/csv_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace curtain {
namespace {

constexpr std::size_t kNamesTold = 20;

/// The Levenshtein distance, which is the smallest number of insertions, deletions and replacements of
/// letters.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t exchanged = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({exchanged, row[j] + 1, diagonal + 1});
    }
  }
  return row[b.size()];
}

std::string plural(std::size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t");
  return from == std::string_view::npos ? std::string_view{}
                                        : text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

std::string did_you_mean_one_of(const std::vector<std::string>& names, std::string_view name) {
  std::string nearest;
  std::size_t least = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const std::string& candidate : names) {
    if (candidate.size() < name.size() + least) {
      const std::size_t distance = edit_distance(candidate, name);
      if (distance < least) {
        least = distance;
        nearest = fmt::format(" (did you mean {}?)", in_quotes(candidate));
      }
    }
  }
  return nearest;
}

const std::vector<CsvField>& CsvSplitter::split(const LineReader& reader, std::string_view line) {
  fields_.clear();
  unquoted_.clear();
  std::size_t at = 0;
  for (;;) {
    const std::size_t start = at;
    if (at == line.size() || line[at] != '"') {
      at = std::min(line.find(',', at), line.size());
      fields_.push_back({line.substr(start, at - start), start + 1});
    } else {
      std::string& text = unquoted_.emplace_back();
      for (++at;; ++at) {
        if (at == line.size()) {
          reader.fail(start + 1, "a quotation mark is not closed on this line; a field must end in its line");
        }
        if (line[at] == '"') {
          if (at + 1 == line.size() || line[at + 1] != '"') {
            break;
          }
          ++at;
        }
        text += line[at];
      }
      ++at;
      if (at < line.size() && line[at] != ',') {
        reader.fail(
            at + 1,
            fmt::format("{} follows a closing quotation mark; only a comma or the end of the line may follow",
                        in_quotes(line.substr(at, 1))));
      }
      fields_.push_back({text, start + 1});
    }
    if (at == line.size()) {
      return fields_;
    }
    ++at;  // skips the comma
  }
}

CsvHeader::CsvHeader(LineReader& reader) {
  std::string_view line;
  if (!reader.next(line)) {
    reader.fail_at(1, 1, "there are only blank lines; expected a line with column names");
  }
  CsvSplitter splitter;
  *this = CsvHeader(reader, splitter.split(reader, line));
}

CsvHeader CsvHeader::numbered(const LineReader& reader, std::size_t columns) {
  CsvHeader header;
  header.line_ = reader.line_number();
  header.is_in_file_ = false;
  for (std::size_t i = 1; i <= columns; ++i) {
    header.names_.push_back(std::to_string(i));
    header.positions_.push_back(1);
  }
  return header;
}

CsvHeader::CsvHeader(const LineReader& reader, const std::vector<CsvField>& fields)
    : line_(reader.line_number()) {
  for (const CsvField& field : fields) {
    const std::string_view name = trimmed(field.text);
    if (const auto before = name.empty() ? std::nullopt : find(name)) {
      reader.fail(field.column,
                  fmt::format("a second column has the name {} of column {}; names of columns must differ",
                              in_quotes(name), *before + 1));
    }
    names_.emplace_back(name);
    positions_.push_back(field.column);
  }
}

std::optional<std::size_t> CsvHeader::find(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  return found == names_.end() ? std::nullopt
                               : std::optional(static_cast<std::size_t>(found - names_.begin()));
}

std::size_t CsvHeader::require(const LineReader& reader, std::string_view name,
                               const std::string& advice) const {
  if (const auto found = find(name)) {
    return *found;
  }
  std::string list;
  for (std::size_t i = 0; i < std::min(names_.size(), kNamesTold); ++i) {
    list += (i == 0 ? "" : ", ") + names_[i];
  }
  if (names_.size() > kNamesTold) {
    list += fmt::format(" and {} more", names_.size() - kNamesTold);
  }
  if (!is_in_file_) {
    reader.fail_at(line_, 1,
                   fmt::format("there is no column {}, because the file has no header line; write the number "
                               "of a column, {} to {}, or none",
                               in_quotes(name), 1, names_.size()));
  }
  const bool one = names_.size() == 1 && names_[0].find_first_of(";\t|") != std::string::npos;
  reader.fail_at(line_, 1,
                 fmt::format("there is no column {}{}; the columns are: {}{}", in_quotes(name),
                             did_you_mean_one_of(names_, name), list,
                             one ? "; columns must be separated by commas" : advice));
}

void CsvHeader::require_whole(const LineReader& reader, const std::vector<CsvField>& fields) const {
  if (fields.size() == size()) {
    return;
  }
  // Spreadsheets write commas at the end of lines, which add empty fields and columns without a name.
  const bool is_longer = fields.size() > size();
  const bool is_padded =
      is_longer ? std::all_of(fields.begin() + static_cast<std::ptrdiff_t>(size()), fields.end(),
                              [](const CsvField& field) { return trimmed(field.text).empty(); })
                : std::all_of(names_.begin() + static_cast<std::ptrdiff_t>(fields.size()), names_.end(),
                              [](const std::string& name) { return name.empty(); });
  if (is_padded) {
    return;
  }
  const std::size_t column = is_longer ? fields[size()].column : fields.back().column;
  reader.fail(column, fmt::format("the line has {}, but the {} has {}", plural(fields.size(), "field"),
                                  is_in_file_ ? "header" : "first line", plural(size(), "column")));
}

}  // namespace curtain
