#include "models/workload/csv_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace curtain {
namespace {

constexpr std::ptrdiff_t kShortName = 16;  // up to here a loop over its bytes is faster

CsvLayout layout_of(const CsvTraceSpec& spec) {
  if (spec.arrival_column.empty()) {
    throw std::invalid_argument("a csv trace has no arrival column; one is needed");
  }
  CsvLayout layout{spec.paths, {}, spec.time_unit_ns};
  const auto add = [&layout](const std::string& name, CsvUse use) {
    if (!name.empty()) {
      layout.columns.push_back({name, use});
    }
  };
  add(spec.function_column, CsvUse::function);
  add(spec.tenant_column, CsvUse::tenant);
  add(spec.arrival_column, CsvUse::arrival);
  add(spec.memory_column, CsvUse::memory);
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
    throw std::invalid_argument("a trace has no path; one is needed");
  }
  open();
}

CsvRows::CsvRows(const CsvTraceSpec& spec) : CsvRows(layout_of(spec)) {}

void CsvRows::open() {
  reader_.emplace(layout_.paths[file_]);
  header_.emplace(*reader_);
  uses_.assign(header_->size(), CsvUse::none);
  for (const CsvColumn& column : layout_.columns) {
    CsvUse& present = uses_[header_->require(*reader_, column.name)];
    if (present != CsvUse::none) {
      throw std::invalid_argument(fmt::format(
          "a csv trace uses column {} for two things; each column has one use", in_quotes(column.name)));
    }
    present = column.use;
  }
}

bool CsvRows::has(CsvUse use) const {
  return std::find(uses_.begin(), uses_.end(), use) != uses_.end();
}

std::size_t CsvRows::column_number(CsvUse use) const {
  return static_cast<std::size_t>(std::find(uses_.begin(), uses_.end(), use) - uses_.begin()) + 1;
}

bool CsvRows::next(CsvRow& row) {
  while (!reader_->next(line_)) {
    if (file_ + 1 == layout_.paths.size()) {
      return false;
    }
    ++file_;
    open();
  }
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
    if (at == near && at != end && *at != ',') {  // a long one, such as a hash: by the library, which is fast
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
  for (std::size_t i = 0; i < std::min(fields.size(), uses_.size()); ++i) {
    switch (uses_[i]) {
      case CsvUse::arrival:
        row.arrival = read_number(times_, fields[i], i);
        break;
      case CsvUse::duration:
        row.duration = read_number(times_, fields[i], i);
        break;
      case CsvUse::end:
        row.end = read_number(times_, fields[i], i);
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
      case CsvUse::instance:
        row.instance = fields[i].text;
        break;
      case CsvUse::none:
        break;
    }
  }
}

std::int64_t CsvRows::read_number(const DecimalReader& decimals, const CsvField& field,
                                  std::size_t column) const {
  std::int64_t value = 0;
  const char* needed = nullptr;
  switch (decimals.read(trimmed(field.text), value)) {
    case DecimalReader::Outcome::ok:
      return value;
    case DecimalReader::Outcome::not_a_number:
      needed = "a decimal number such as 12, 0.25 or 1.5e-3 is needed";
      break;
    case DecimalReader::Outcome::negative:
      needed = "a number of at least 0 is needed";
      break;
    case DecimalReader::Outcome::too_large:
      needed = &decimals == &times_ ? "at most 146 years are allowed" : "at most 16 TiB are allowed";
      break;
  }
  reader_->fail(field.column,
                fmt::format("{} is {}; {}", header_->name(column), in_quotes(field.text), needed));
}

void CsvRows::fail(CsvUse use, const std::string& what) {
  const std::size_t column = column_number(use) - 1;
  if (column == uses_.size()) {
    reader_->fail(1, what);
  }
  const std::vector<CsvField>& fields = splitter_.split(*reader_, line_);
  reader_->fail(fields[column].column, fmt::format("{} {}", header_->name(column), what));
}

}  // namespace curtain
