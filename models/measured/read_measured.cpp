#include "models/measured/read_measured.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/import/csv_records.hpp"
#include "models/import/log_bytes.hpp"
#include "models/import/read_log.hpp"
#include "models/measured/imported_log.hpp"
#include "models/measured/measured_kind.hpp"
#include "models/workload/byte_stream.hpp"

namespace curtain {

#define CURTAIN_MEASURED_KIND(name) const MeasuredKind& name();
#include "models/measured/measured_kinds.inc"
#undef CURTAIN_MEASURED_KIND

namespace {

constexpr std::size_t kHeadOfTable = std::size_t{1} << 16;

const std::vector<const MeasuredKind*>& all_measured_kinds() {
#define CURTAIN_MEASURED_KIND(name) &name(),
  static const std::vector<const MeasuredKind*> kinds{
#include "models/measured/measured_kinds.inc"
  };
#undef CURTAIN_MEASURED_KIND
  return kinds;
}

const MeasuredKind* kind_of_columns(const std::vector<std::string>& columns) {
  for (const MeasuredKind* const kind : all_measured_kinds()) {
    const bool has_all = std::all_of(kind->columns.begin(), kind->columns.end(), [&](std::string_view name) {
      return std::find(columns.begin(), columns.end(), name) != columns.end();
    });
    if (has_all) {
      return kind;
    }
  }
  return nullptr;
}

void refuse_row(MeasuredLog& log, std::uint64_t line, const std::string& what) {
  ++log.refused;
  if (log.refusals.size() < MeasuredLog::kMostRefusedShown) {
    log.refusals.push_back({line, fmt::format("{}:{}: {}", log.path, line, what)});
  }
}

void read_table(LogBytes& bytes, CsvRecords& table, const MeasuredKind& kind, MeasuredLog& log) {
  MeasuredCalls calls(log);
  std::string_view header;
  bytes.line(header);
  while (!bytes.at_end()) {
    const std::uint64_t line = bytes.line_number();
    const std::string problem = table.next(bytes);
    if (problem.empty() && table.fields().empty()) {
      continue;  // a blank line
    }
    ++log.rows;
    calls.at(line);
    if (!problem.empty()) {
      refuse_row(log, line, problem);
      continue;
    }
    try {
      kind.read(MeasuredRow(table.fields()), calls);
    } catch (const RowProblem& row) {
      refuse_row(log, line, row.what);
    }
  }
}

void sort_by_time(std::vector<MeasuredCall>& calls) {
  const bool have_all =
      std::all_of(calls.begin(), calls.end(), [](const MeasuredCall& call) { return call.sent.has_value(); });
  if (have_all) {
    std::stable_sort(calls.begin(), calls.end(),
                     [](const MeasuredCall& a, const MeasuredCall& b) { return *a.sent < *b.sent; });
  }
}

MeasuredLog read_any(const std::string& path) {
  MeasuredLog log;
  log.path = path;
  LogBytes bytes(path);
  CsvRecords table;
  const MeasuredKind* const kind =
      table.read_header(bytes.ahead(kHeadOfTable)) ? kind_of_columns(table.columns()) : nullptr;
  if (kind != nullptr) {
    log.kind = kind->name;
    read_table(bytes, table, *kind, log);
  } else {
    const LogKind* const imported = guess_log_kind(path);
    if (imported == nullptr) {
      throw MeasuredLogError(fmt::format(
          "{}: the file is not a measured log that Curtain knows; expected one of these kinds: {}", path,
          fmt::join(measured_kinds(), ", ")));
    }
    read_imported(path, *imported, log);
  }
  return log;
}

}  // namespace

MeasuredLog read_measured(const std::string& path) {
  try {
    MeasuredLog log = read_any(path);
    if (log.calls.empty()) {
      throw MeasuredLogError(
          fmt::format("{}: the log has no usable call{}", path,
                      log.refusals.empty() ? std::string()
                                           : fmt::format("; {} of {} records were refused, the first is {}",
                                                         log.refused, log.rows, log.refusals.front().what)));
    }
    sort_by_time(log.calls);
    return log;
  } catch (const StreamError& error) {
    throw MeasuredLogError(fmt::format("{}: {}", path, error.what()));
  }
}

std::vector<std::string> measured_kinds() {
  std::vector<std::string> names;
  for (const MeasuredKind* const kind : all_measured_kinds()) {
    names.emplace_back(kind->name);
  }
  for (const std::string& name : log_kinds()) {
    names.push_back(name);
  }
  return names;
}

}  // namespace curtain
