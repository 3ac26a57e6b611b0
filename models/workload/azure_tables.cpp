#include "models/workload/azure_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "models/workload/csv_fields.hpp"
#include "models/workload/decimal.hpp"
#include "models/workload/memory_size.hpp"
#include "models/workload/percentiles.hpp"

namespace curtain {
namespace {

constexpr std::uint32_t kMostInMinute = kMostInInterval;
constexpr std::size_t kMostMinutes = 100'000;
constexpr std::array<int, 7> kPercents{0, 1, 25, 50, 75, 99, 100};

/// Hashes joined into a key; looked up only.
using Lines = std::unordered_map<std::string, std::uint64_t>;

/// A file under way: its lines, header, and the present line's fields.
struct Table {
  explicit Table(const std::string& path) : reader(path), header(reader) {}

  bool next() {
    std::string_view line;
    if (!reader.next(line)) {
      return false;
    }
    fields = &splitter.split(reader, line);
    header.require_whole(reader, *fields);
    return true;
  }
  [[nodiscard]] std::string_view text(std::size_t column) const { return (*fields)[column].text; }
  [[noreturn]] void fail(std::size_t column, const std::string& needed) const {
    reader.fail((*fields)[column].column,
                fmt::format("{} is {}; {}", header.name(column), in_quotes(text(column)), needed));
  }
  /// A non-negative decimal number, in units of `decimals`.
  [[nodiscard]] std::int64_t number(std::size_t column, const DecimalReader& decimals,
                                    const char* needed) const {
    std::int64_t units = 0;
    if (decimals.read(trimmed(text(column)), units) != DecimalReader::Outcome::ok) {
      fail(column, needed);
    }
    return units;
  }
  /// Notes the present line under `key`; TraceError if there was one with it before.
  void note(Lines& lines, const std::string& key, const char* what) const {
    const auto [before, added] = lines.try_emplace(key, reader.line_number());
    if (!added) {
      reader.fail(1, fmt::format("a second row for {}, the first is on line {}; one is allowed", what,
                                 before->second));
    }
  }

  LineReader reader;
  CsvHeader header;
  CsvSplitter splitter;
  const std::vector<CsvField>* fields = nullptr;
};

/// The hash columns of a table, as far as it has them.
struct Hashes {
  std::size_t owner;
  std::size_t application;
  std::optional<std::size_t> function;

  [[nodiscard]] std::string key(const Table& table) const {
    std::string result(table.text(owner));
    result += '/';
    result += table.text(application);
    if (function) {
      result += '/';
      result += table.text(*function);
    }
    return result;
  }
};

std::string key_of(const AzureFunction& function, bool whole) {
  return fmt::format("{}/{}", function.owner, function.application) + (whole ? "/" + function.function : "");
}

void require_minutes(const Table& table) {
  if (table.header.size() < 5) {
    table.reader.fail(
        1,
        "no minute columns; the columns must be HashOwner,HashApp,HashFunction,Trigger and minutes "
        "such as 1..1440");
  }
  constexpr std::array<const char*, 4> leading{"HashOwner", "HashApp", "HashFunction", "Trigger"};
  for (std::size_t i = 0; i < leading.size(); ++i) {
    if (table.header.name(i) != leading[i]) {
      table.reader.fail(table.header.position(i), fmt::format("column {} is {}; it must be {}", i + 1,
                                                              in_quotes(table.header.name(i)), leading[i]));
    }
  }
  const DecimalReader whole(1);
  std::int64_t expected = 0;
  for (std::size_t i = 4; i < table.header.size(); ++i, ++expected) {
    std::int64_t minute = 0;
    const std::string& name = table.header.name(i);
    const bool is_number = !name.empty() && name.find_first_not_of("0123456789") == std::string::npos &&
                           whole.read(name, minute) == DecimalReader::Outcome::ok;
    if (i == 4 && is_number) {
      expected = minute;
    }
    if (!is_number || minute != expected) {
      table.reader.fail(
          table.header.position(i),
          fmt::format("column {} is {}; {}", i + 1, in_quotes(name),
                      i == 4 ? "it must be the number of a minute"
                             : fmt::format("minutes must be consecutive, so {} is due", expected)));
    }
  }
  if (table.header.size() - 4 > kMostMinutes) {
    table.reader.fail(
        1, fmt::format("{} minute columns; at most {} are allowed", table.header.size() - 4, kMostMinutes));
  }
}

std::uint32_t count_of(const Table& table, std::size_t column) {
  const std::string_view text = table.text(column);
  std::uint64_t count = 0;
  for (const char character : text) {
    if (character < '0' || character > '9' || count > kMostInMinute) {
      count = kMostInMinute + std::uint64_t{1};
      break;
    }
    count = count * 10 + static_cast<std::uint64_t>(character - '0');
  }
  if (text.empty() || count > kMostInMinute) {
    table.reader.fail((*table.fields)[column].column,
                      fmt::format("minute {} is {}; a whole number from 0 to {} is needed",
                                  table.header.name(column), in_quotes(text), kMostInMinute));
  }
  return static_cast<std::uint32_t>(count);
}

/// `rows` are the functions of the days before by their hashes.
void read_invocations(const AzureTraceSpec& spec, const AzureDay& day, bool is_last,
                      std::unordered_map<std::string, std::uint32_t>& rows, AzureTables& tables) {
  Table table(day.invocations);
  require_minutes(table);
  const std::size_t first_minute = tables.minutes.size();
  const std::size_t minutes = table.header.size() - 4;
  tables.minutes.resize(first_minute + minutes);
  const auto is_full = [&] { return spec.functions && tables.functions.size() >= *spec.functions; };
  Lines lines;
  std::vector<std::uint64_t> sums(minutes);
  while (!(is_full() && first_minute == 0) && table.next()) {
    AzureFunction function;
    function.owner = table.text(0);
    function.application = table.text(1);
    function.function = table.text(2);
    for (std::size_t i = 0; i < 3; ++i) {
      if (table.text(i).empty()) {
        table.fail(i, "a hash is needed");
      }
    }
    const std::string key = key_of(function, true);
    table.note(lines, key, "this function");
    const auto known = rows.find(key);
    if (known == rows.end() && is_full()) {
      continue;
    }
    const std::uint32_t row =
        known == rows.end() ? static_cast<std::uint32_t>(tables.functions.size()) : known->second;
    for (std::size_t minute = 0; minute < minutes; ++minute) {
      if (const std::uint32_t count = count_of(table, minute + 4)) {
        tables.minutes[first_minute + minute].push_back({row, count});
        sums[minute] += count;
        if (sums[minute] > kMostInMinute) {
          table.reader.fail((*table.fields)[minute + 4].column,
                            fmt::format("minute {} has {} calls with these; at most {} of all functions "
                                        "together are allowed",
                                        table.header.name(minute + 4), sums[minute], kMostInMinute));
        }
      }
    }
    if (known == rows.end()) {
      rows.emplace(key, row);
      tables.functions.push_back(std::move(function));
    }
  }
  if (is_last && spec.functions && !is_full()) {
    table.reader.fail(1, fmt::format("the {} {} functions; `functions` is {}, at most {} are allowed",
                                     first_minute == 0 ? "file has" : "files have", tables.functions.size(),
                                     *spec.functions, tables.functions.size()));
  }
  if (is_last && tables.functions.empty()) {
    table.reader.fail(1, "there are no functions; at least one row is needed");
  }
}

/// Reads a file with a row for each function or application, and calls `use(function)` at the row of each one
/// that no day before has `found`.
template <class Use>
void join(Table& table, const Hashes& hashes, const char* what, AzureTables& tables, std::vector<bool>& found,
          Use use) {
  std::unordered_map<std::string, std::vector<std::uint32_t>> rows;  // looked up only
  for (std::uint32_t i = 0; i < tables.functions.size(); ++i) {
    rows[key_of(tables.functions[i], hashes.function.has_value())].push_back(i);
  }
  Lines lines;
  while (table.next()) {
    const std::string key = hashes.key(table);
    const auto wanted = rows.find(key);
    if (wanted == rows.end()) {
      continue;  // not among the functions asked for
    }
    table.note(lines, key, what);
    for (const std::uint32_t row : wanted->second) {
      if (!found[row]) {
        use(tables.functions[row]);
        found[row] = true;
      }
    }
  }
}

/// Calls `missing(function)` for every one without a row.
template <class Missing>
void require_found(AzureTables& tables, const std::vector<bool>& found, Missing missing) {
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i]) {
      missing(tables.functions[i]);
    }
  }
}

void read_durations(const AzureTraceSpec& spec, const AzureDay& day, bool is_last, std::vector<bool>& found,
                    AzureTables& tables) {
  Table table(day.durations);
  const Hashes hashes{table.header.require(table.reader, "HashOwner"),
                      table.header.require(table.reader, "HashApp"),
                      table.header.require(table.reader, "HashFunction")};
  std::array<std::size_t, kPercents.size()> columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns[i] = table.header.require(table.reader, fmt::format("percentile_Average_{}", kPercents[i]));
  }
  const std::optional<std::size_t> average = table.header.find("Average");
  const DecimalReader milliseconds(1'000'000);
  const char* const needed = "a number of milliseconds of at least 0 is needed";
  join(table, hashes, "this function", tables, found, [&](AzureFunction& function) {
    std::vector<std::pair<double, double>> percentiles;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto value = static_cast<double>(table.number(columns[i], milliseconds, needed));
      if (i > 0 && value < percentiles.back().second) {
        table.fail(columns[i], fmt::format("at least {}, which is {}, is needed", table.text(columns[i - 1]),
                                           table.header.name(columns[i - 1])));
      }
      percentiles.emplace_back(kPercents[i], value);
    }
    if (average) {
      percentiles =
          bent_to_mean(percentiles, static_cast<double>(table.number(*average, milliseconds, needed)));
    }
    function.duration = sim::Distribution::empirical(percentiles);
  });
  if (!is_last) {
    return;
  }
  require_found(tables, found, [&](AzureFunction& function) {
    if (!spec.default_duration) {
      table.reader.fail(1, fmt::format("no row for function {}; each function needs one, or give a default "
                                       "duration",
                                       key_of(function, true)));
    }
    function.duration = sim::Distribution::constant(static_cast<double>(spec.default_duration->ns()));
    function.is_complete = false;
    ++tables.without_duration;
  });
}

void read_memory(const AzureTraceSpec& spec, const AzureDay& day, bool is_last, std::vector<bool>& found,
                 AzureTables& tables) {
  Table table(day.memory);
  const Hashes hashes{table.header.require(table.reader, "HashOwner"),
                      table.header.require(table.reader, "HashApp"), table.header.find("HashFunction")};
  const std::size_t column = table.header.require(table.reader, "AverageAllocatedMb");
  const DecimalReader millionths(1'000'000);
  join(table, hashes, hashes.function ? "this function" : "this application", tables, found,
       [&](AzureFunction& function) {
         const char* const needed = "a number of MiB from 0 to 16777216 is needed";
         const std::int64_t mebibytes = (table.number(column, millionths, needed) + 999'999) / 1'000'000;
         if (mebibytes > std::int64_t{kLargestMemory}) {
           table.fail(column, needed);
         }
         function.memory = std::max(Mebibytes{1}, static_cast<Mebibytes>(mebibytes));
       });
  if (!is_last) {
    return;
  }
  require_found(tables, found, [&](AzureFunction& function) {
    if (!spec.default_memory) {
      table.reader.fail(1, fmt::format("no row for {} {}; each needs one, or give a default memory",
                                       hashes.function ? "function" : "application",
                                       key_of(function, hashes.function.has_value())));
    }
    function.memory = *spec.default_memory;
    function.is_complete = false;
    ++tables.without_memory;
  });
}

}  // namespace

AzureTables read_azure_tables(const AzureTraceSpec& spec) {
  std::vector<AzureDay> days{{spec.invocations, spec.durations, spec.memory}};
  days.insert(days.end(), spec.later_days.begin(), spec.later_days.end());
  AzureTables tables;
  std::unordered_map<std::string, std::uint32_t> rows;  // looked up only
  for (const AzureDay& day : days) {
    read_invocations(spec, day, &day == &days.back(), rows, tables);
  }
  std::vector<bool> has_duration(tables.functions.size());
  std::vector<bool> has_memory(tables.functions.size());
  for (const AzureDay& day : days) {
    read_durations(spec, day, &day == &days.back(), has_duration, tables);
  }
  for (const AzureDay& day : days) {
    read_memory(spec, day, &day == &days.back(), has_memory, tables);
  }
  return tables;
}

}  // namespace curtain
