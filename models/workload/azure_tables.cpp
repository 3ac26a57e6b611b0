#include "models/workload/azure_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "models/workload/azure_file.hpp"
#include "models/workload/azure_joins.hpp"

namespace curtain {
namespace {

/// The functions of the files that were read, numbered by their hashes. The map is only looked up, never
/// iterated.
using Rows = std::unordered_map<std::string, std::uint32_t>;

/// The field as a whole number, which may have a point followed by zeros. Throws TraceError for any other
/// field.
std::uint32_t count_of(const AzureFile& file, std::size_t column) {
  const std::string_view text = file.text(column);
  std::uint64_t count = 0;
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9' && count <= kMostInInterval) {
    count = count * 10 + static_cast<std::uint64_t>(text[digits++] - '0');
  }
  const std::string_view rest = text.substr(digits);
  const bool is_whole = rest.empty() || (rest.front() == '.' && rest.size() > 1 &&
                                         rest.find_first_not_of('0', 1) == std::string_view::npos);
  if (digits == 0 || !is_whole || count > kMostInInterval) {
    file.reader().fail(file.fields()[column].column,
                       fmt::format("minute {} is {}; expected a whole number from 0 to {}",
                                   file.header().name(column), in_quotes(text), kMostInInterval));
  }
  return static_cast<std::uint32_t>(count);
}

/// The counts of one day, minute by minute.
class DayOfCounts {
 public:
  DayOfCounts(const AzureFile& file, AzureMinutes minutes, AzureTables& tables)
      : file_(file),
        columns_(std::move(minutes.columns)),
        tables_(tables),
        first_(tables.minutes.size()),
        sums_(columns_.size()) {
    tables.minutes.resize(first_ + columns_.size());
    for (std::string& name : minutes.others) {
      std::vector<std::string>& ignored = tables.unusual.ignored_columns;
      if (std::find(ignored.begin(), ignored.end(), name) == ignored.end()) {
        ignored.push_back(std::move(name));
      }
    }
  }

  /// Adds the current row of the file. `row` is the number of its function.
  void add(std::uint32_t row) {
    if (seen_.size() <= row) {
      seen_.resize(row + 1);
    }
    const bool is_more = seen_[row];
    seen_[row] = true;
    std::vector<std::uint32_t>* more = nullptr;
    if (is_more) {
      more = &more_[row];
      more->resize(columns_.size());
    }
    for (std::size_t minute = 0; minute < columns_.size(); ++minute) {
      const std::uint32_t count = count_of(file_, columns_[minute]);
      if (count == 0) {
        continue;
      }
      sums_[minute] += count;
      if (sums_[minute] > kMostInInterval) {
        file_.reader().fail(
            file_.fields()[columns_[minute]].column,
            fmt::format(
                "minute {} has {} calls of all functions together up to this row; at most {} are allowed",
                file_.header().name(columns_[minute]), sums_[minute], kMostInInterval));
      }
      if (more == nullptr) {
        tables_.minutes[first_ + minute].push_back({row, count});
      } else {
        (*more)[minute] += count;
      }
    }
  }

  /// Adds the further rows of a function to its first row, so that each minute has one count for each
  /// function.
  void finish() {
    tables_.unusual.split_counts += more_.size();
    for (std::size_t minute = 0; minute < columns_.size() && !more_.empty(); ++minute) {
      std::vector<IntervalCount>& counts = tables_.minutes[first_ + minute];
      for (IntervalCount& count : counts) {
        if (const auto found = more_.find(count.row); found != more_.end()) {
          count.invocations += std::exchange(found->second[minute], 0);
        }
      }
      for (const auto& [row, more] : more_) {
        if (more[minute] > 0) {
          counts.push_back({row, more[minute]});
        }
      }
    }
  }

 private:
  const AzureFile& file_;
  std::vector<std::size_t> columns_;
  AzureTables& tables_;
  std::size_t first_;  // the first minute of the day
  std::vector<std::uint64_t> sums_;
  std::vector<bool> seen_;  // indexed by row
  std::map<std::uint32_t, std::vector<std::uint32_t>>
      more_;  // counts in the rows of a function after its first row
};

void read_counts(const AzureTraceSpec& spec, const AzureDay& day, bool is_last, Rows& rows,
                 AzureTables& tables) {
  AzureFile file(day.invocations);
  const bool is_first = tables.minutes.empty();
  file.header().require(file.reader(), "HashFunction");
  DayOfCounts counts(file, azure_minutes(file.reader(), file.header()), tables);
  const auto is_full = [&] { return spec.functions && tables.functions.size() >= *spec.functions; };
  while (file.next()) {
    AzureFunction function = azure_function_of(file);
    const auto known = rows.find(function.key());
    if (known == rows.end() && is_full()) {
      continue;
    }
    if (known != rows.end()) {
      counts.add(known->second);
      continue;
    }
    const auto row = static_cast<std::uint32_t>(tables.functions.size());
    counts.add(row);
    rows.emplace(function.key(), row);
    tables.functions.push_back(std::move(function));
  }
  counts.finish();
  if (is_last && spec.functions && !is_full()) {
    file.reader().fail(
        1, fmt::format("the {} {} functions, but `functions` is {}; set `functions` to at most {}",
                       is_first ? "file has" : "files have", tables.functions.size(), *spec.functions,
                       tables.functions.size()));
  }
  if (is_last && tables.functions.empty()) {
    file.reader().fail(1, "there are no functions; expected at least one row");
  }
}

}  // namespace

std::string AzureFunction::shown() const {
  std::string text;
  for (const std::string* part : {&owner, &application, &function}) {
    if (!part->empty()) {
      text += (text.empty() ? "" : "/") + *part;
    }
  }
  return text;
}

AzureFunction azure_function_of(const AzureFile& file) {
  AzureFunction function;
  const auto read = [&file](std::optional<std::size_t> column, std::string& hash) {
    if (column) {
      hash = file.text(*column);
      if (hash.empty()) {
        file.fail(*column, "expected a hash");
      }
    }
  };
  read(file.hashes().owner, function.owner);
  read(file.hashes().application, function.application);
  read(file.hashes().function, function.function);
  return function;
}

AzureTables read_azure_tables(const AzureTraceSpec& spec) {
  std::vector<AzureDay> days{static_cast<const AzureDay&>(spec)};
  days.insert(days.end(), spec.later_days.begin(), spec.later_days.end());
  AzureTables tables;
  Rows rows;
  for (const AzureDay& day : days) {
    read_counts(spec, day, &day == &days.back(), rows, tables);
  }
  join_azure_durations(spec, days, tables);
  join_azure_memory(spec, days, tables);
  return tables;
}

}  // namespace curtain
