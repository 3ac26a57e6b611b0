#include "models/workload/csv_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "models/workload/csv_guess.hpp"
#include "models/workload/instant.hpp"

namespace curtain {
namespace {

constexpr std::ptrdiff_t kShortName = 16;              // for names up to this length, a loop over the bytes
                                                       // is faster
constexpr std::int64_t kHalfDay = 43'200'000'000'000;  // in ns

/// The number of a column, from 1, if `name` is a number; otherwise 0.
std::size_t column_by_number(const std::string& name) {
  constexpr std::size_t kMostDigits = 6;
  const bool is_number = !name.empty() && name.size() <= kMostDigits &&
                         name.find_first_not_of("0123456789") == std::string::npos;
  return is_number ? std::stoul(name) : 0;
}

CsvLayout layout_of(const CsvTraceSpec& spec) {
  if (spec.arrival_column.empty()) {
    throw std::invalid_argument("a csv trace has no column of arrivals; set columns.arrival");
  }
  CsvLayout layout{spec.paths, {}, spec.time_unit_ns, spec.head, true};
  const auto add = [&layout](const std::string& name, CsvUse use) {
    if (!name.empty()) {
      layout.columns.push_back({name, use});
    }
  };
  add(spec.function_column, CsvUse::function);
  add(spec.tenant_column, CsvUse::tenant);
  add(spec.arrival_column, CsvUse::arrival);
  add(spec.memory_column, CsvUse::memory);
  add(spec.end_tenant_column, CsvUse::end_tenant);
  add(spec.end_column, CsvUse::end);
  if (spec.end_column.empty()) {
    add(spec.duration_column, CsvUse::duration);
  }
  return layout;
}

}  // namespace

CsvRows::CsvRows(CsvLayout layout)
    : layout_(std::move(layout)), times_(layout_.time_unit_ns), sizes_(kMemoryUnits) {
  if (layout_.paths.empty()) {
    throw std::invalid_argument("a trace has no path; set path");
  }
  open();
}

CsvRows::CsvRows(const CsvTraceSpec& spec) : CsvRows(layout_of(spec)) {}

void CsvRows::open() {
  reader_.emplace(layout_.paths[file_]);
  if (!reader_->next(line_)) {
    reader_->fail_at(1, 1, "there are only blank lines; expected a line with column names");
  }
  const std::vector<CsvField>& first = splitter_.split(*reader_, line_);
  is_held_ = layout_.head == CsvHead::none || (layout_.head == CsvHead::detect && is_by_number(first));
  has_names_ = !is_held_;
  if (is_held_) {
    header_.emplace(CsvHeader::numbered(*reader_, first.size()));
  } else {
    if (layout_.is_free) {
      require_header(first);
    }
    header_.emplace(*reader_, first);
  }
  uses_.assign(header_->size(), CsvUse::none);
  for (const CsvColumn& column : layout_.columns) {
    CsvUse& present = uses_[column_of(column)];
    if (present != CsvUse::none) {
      throw std::invalid_argument(
          fmt::format("a csv trace uses the column {} for two keys; use each column for only one key",
                      in_quotes(column.name)));
    }
    present = column.use;
  }
}

/// True if the column of arrivals is given by its number and the first line has a time in this column.
bool CsvRows::is_by_number(const std::vector<CsvField>& first) const {
  for (const CsvColumn& column : layout_.columns) {
    const std::size_t number = column.use == CsvUse::arrival ? column_by_number(column.name) : 0;
    if (number > 0 && number <= first.size()) {
      const std::string_view text = trimmed(first[number - 1].text);
      std::int64_t value = 0;
      return times_.read(text, value) == DecimalReader::Outcome::ok || read_instant(text).has_value();
    }
  }
  return false;
}

/// Throws TraceError if the first line contains none of the names and looks like a row.
void CsvRows::require_header(const std::vector<CsvField>& first) const {
  std::vector<std::string> names;
  for (const CsvField& field : first) {
    names.emplace_back(trimmed(field.text));
  }
  if (!format_of_columns(names).empty() || looks_like_log(line_)) {
    return;  // column_of() reports this error
  }
  for (const CsvColumn& column : layout_.columns) {
    const bool is_there = std::any_of(first.begin(), first.end(), [&column](const CsvField& field) {
      return trimmed(field.text) == column.name;
    });
    if (is_there || column_by_number(column.name) > 0) {
      return;
    }
  }
  if (!looks_like_row(first)) {
    return;
  }
  const std::string guess = guessed_columns(reader_->path());
  reader_->fail(1, fmt::format("there is no column {}, and the file seems to have no header line, because "
                               "its first line is {}. Columns may be given by number{}",
                               in_quotes(layout_.columns.front().name), in_quotes(line_),
                               guess.empty() ? "" : ", for this file perhaps: " + guess));
}

std::size_t CsvRows::column_of(const CsvColumn& column) const {
  const std::size_t number =
      layout_.is_free && !header_->find(column.name) ? column_by_number(column.name) : 0;
  if (number > 0 && number <= header_->size()) {
    return number - 1;
  }
  const bool is_own = layout_.is_free && !is_held_;  // the user has stated that the file has a header line
  return header_->require(*reader_, column.name,
                          is_own ? header_advice(header_->names(), line_, column) : "");
}

bool CsvRows::has(CsvUse use) const {
  return std::find(uses_.begin(), uses_.end(), use) != uses_.end();
}

std::size_t CsvRows::column_number(CsvUse use) const {
  return static_cast<std::size_t>(std::find(uses_.begin(), uses_.end(), use) - uses_.begin()) + 1;
}

std::string CsvRows::sort_command(CsvUse use) {
  const std::size_t column = column_number(use);
  const bool is_packed = path().ends_with(".gz") || path().ends_with(".zst");
  if (is_packed || line_.find('"') != std::string_view::npos) {
    return {};
  }
  const auto instant = layout_.is_free
                           ? read_instant(trimmed(splitter_.split(*reader_, line_).at(column - 1).text))
                           : std::nullopt;
  if (instant && instant->kind == InstantKind::time_of_day) {
    return {};
  }
  // Dates are sorted by their text. Numbers may have exponents.
  const std::string sort = fmt::format("sort -s -t, -k{0},{0}{1}", column, instant ? "" : "g");
  return has_names_ ? fmt::format("(head -n 1 FILE; tail -n +2 FILE | {}) > SORTED", sort)
                    : fmt::format("{} FILE > SORTED", sort);
}

bool CsvRows::next(CsvRow& row) {
  while (!is_held_ && !reader_->next(line_)) {
    if (file_ + 1 == layout_.paths.size()) {
      return false;
    }
    ++file_;
    open();
  }
  is_held_ = false;
  if (!read_plain(row)) [[unlikely]] {
    read_carefully(row);
  }
  return true;
}

bool CsvRows::read_plain(CsvRow& row) const {
  const char* at = line_.data();
  const char* const end = at + line_.size();
  const auto name = [&at, end] {
    const char* const start = at;
    const char* const near = end - at > kShortName ? at + kShortName : end;
    while (at != near && *at != ',') {
      ++at;
    }
    if (at == near && at != end &&
        *at != ',') {  // long names, such as hashes, are searched with a fast library function
      const void* const comma = std::memchr(at, ',', static_cast<std::size_t>(end - at));
      at = comma == nullptr ? end : static_cast<const char*>(comma);
    }
    return std::string_view(start, static_cast<std::size_t>(at - start));
  };
  const auto number_or_none = [&at, end, this](std::int64_t& value) {
    if (at == end || *at == ',') {
      value = -1;
    } else {
      at = times_.read_plain(at, value);
    }
  };
  const CsvUse* const last = uses_.data() + uses_.size() - 1;
  for (const CsvUse* use = uses_.data(); use <= last; ++use, ++at) {
    switch (*use) {
      case CsvUse::arrival:
        at = times_.read_plain(at, row.arrival);
        break;
      case CsvUse::duration:
        at = times_.read_plain(at, row.duration);
        break;
      case CsvUse::end:
        at = times_.read_plain(at, row.end);
        break;
      case CsvUse::memory:
        at = sizes_.read_plain(at, row.memory);
        break;
      case CsvUse::outer_end:
        number_or_none(row.outer_end);
        break;
      case CsvUse::outer_duration:
        number_or_none(row.outer_duration);
        break;
      case CsvUse::function:
      case CsvUse::tenant:
      case CsvUse::end_tenant:
      case CsvUse::instance:
      case CsvUse::none: {
        if (*at == '"') {
          return false;
        }
        const std::string_view text = name();
        if (*use == CsvUse::function) {
          row.function = text;
        } else if (*use == CsvUse::tenant) {
          row.tenant = text;
        } else if (*use == CsvUse::end_tenant) {
          row.end_tenant = text;
        } else if (*use == CsvUse::instance) {
          row.instance = text;
        }
      }
    }
    if (at == nullptr || (use != last ? at == end || *at != ',' : at != end)) {
      return false;
    }
  }
  return true;
}

void CsvRows::read_carefully(CsvRow& row) {
  const std::vector<CsvField>& fields = splitter_.split(*reader_, line_);
  header_->require_whole(*reader_, fields);
  bool arrives_by_day = false;
  bool ends_by_day = false;
  for (std::size_t i = 0; i < std::min(fields.size(), uses_.size()); ++i) {
    switch (uses_[i]) {
      case CsvUse::arrival:
        row.arrival = read_time(fields[i], i, arrives_by_day);
        break;
      case CsvUse::duration:
        row.duration = read_number(times_, fields[i], i);
        break;
      case CsvUse::end:
        row.end = read_time(fields[i], i, ends_by_day);
        break;
      case CsvUse::memory:
        row.memory = read_number(sizes_, fields[i], i);
        break;
      case CsvUse::outer_end:
        row.outer_end = trimmed(fields[i].text).empty() ? -1 : read_number(times_, fields[i], i);
        break;
      case CsvUse::outer_duration:
        row.outer_duration = trimmed(fields[i].text).empty() ? -1 : read_number(times_, fields[i], i);
        break;
      case CsvUse::function:
        row.function = fields[i].text;
        break;
      case CsvUse::tenant:
        row.tenant = fields[i].text;
        break;
      case CsvUse::end_tenant:
        row.end_tenant = fields[i].text;
        break;
      case CsvUse::instance:
        row.instance = fields[i].text;
        break;
      case CsvUse::none:
        break;
    }
  }
  constexpr std::int64_t kDay = 2 * kHalfDay;
  if (arrives_by_day) {
    day_ += row.arrival < last_of_day_ - kHalfDay ? 1 : 0;
    last_of_day_ = row.arrival;
    row.arrival += day_ * kDay;
  }
  if (ends_by_day) {
    row.end += day_ * kDay;
    row.end += row.end < row.arrival - kHalfDay ? kDay : 0;
  }
}

std::int64_t CsvRows::read_time(const CsvField& field, std::size_t column, bool& is_time_of_day) const {
  if (layout_.is_free) {
    if (const auto instant = read_instant(trimmed(field.text))) {
      is_time_of_day = instant->kind == InstantKind::time_of_day;
      return instant->ns;
    }
  }
  return read_number(times_, field, column);
}

std::int64_t CsvRows::read_number(const DecimalReader& decimals, const CsvField& field,
                                  std::size_t column) const {
  std::int64_t value = 0;
  const char* needed = nullptr;
  const bool is_instant =
      layout_.is_free && (uses_[column] == CsvUse::arrival || uses_[column] == CsvUse::end);
  switch (decimals.read(trimmed(field.text), value)) {
    case DecimalReader::Outcome::ok:
      return value;
    case DecimalReader::Outcome::not_a_number:
      needed = is_instant ? "expected a decimal number such as 12, 0.25 or 1.5e-3, a date such as "
                            "2024-11-05T09:15:02.5Z or a time of day such as 13:05:07.25"
                          : "expected a decimal number such as 12, 0.25 or 1.5e-3";
      break;
    case DecimalReader::Outcome::negative:
      needed = "expected a number of at least 0";
      break;
    case DecimalReader::Outcome::too_large:
      needed = &decimals == &times_ ? "at most 146 years are allowed" : "at most 16 TiB are allowed";
      break;
  }
  reader_->fail(field.column, fmt::format("{} is {}; {}", name_of(column), in_quotes(field.text), needed));
}

std::string CsvRows::name_of(std::size_t column) const {
  return (header_->is_in_file() ? "" : "column ") + header_->name(column);
}

void CsvRows::fail(CsvUse use, const std::string& what) {
  const std::size_t column = column_number(use) - 1;
  if (column == uses_.size()) {
    reader_->fail(1, what);
  }
  const std::vector<CsvField>& fields = splitter_.split(*reader_, line_);
  reader_->fail(fields[column].column, fmt::format("{} {}", name_of(column), what));
}

}  // namespace curtain
