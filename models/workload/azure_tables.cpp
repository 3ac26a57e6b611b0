#include "models/workload/azure_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "models/workload/csv_fields.hpp"
#include "models/workload/decimal.hpp"
#include "models/workload/memory_size.hpp"

namespace curtain {
namespace {

constexpr std::uint32_t kMostInMinute = 100'000'000;
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

void read_invocations(const AzureTraceSpec& spec, AzureTables& tables) {
  Table table(spec.invocations);
  require_minutes(table);
  tables.minutes.resize(table.header.size() - 4);
  Lines lines;
  while ((!spec.functions || tables.functions.size() < *spec.functions) && table.next()) {
    AzureFunction function;
    function.owner = table.text(0);
    function.application = table.text(1);
    function.function = table.text(2);
    for (std::size_t i = 0; i < 3; ++i) {
      if (table.text(i).empty()) {
        table.fail(i, "a hash is needed");
      }
    }
    table.note(lines, key_of(function, true), "this function");
    const auto row = static_cast<std::uint32_t>(tables.functions.size());
    for (std::size_t minute = 0; minute < tables.minutes.size(); ++minute) {
      const std::string_view text = table.text(minute + 4);
      std::uint64_t count = 0;
      for (const char character : text) {
        if (character < '0' || character > '9' || count > kMostInMinute) {
          count = kMostInMinute + std::uint64_t{1};
          break;
        }
        count = count * 10 + static_cast<std::uint64_t>(character - '0');
      }
      if (text.empty() || count > kMostInMinute) {
        table.reader.fail((*table.fields)[minute + 4].column,
                          fmt::format("minute {} is {}; a whole number from 0 to {} is needed",
                                      table.header.name(minute + 4), in_quotes(text), kMostInMinute));
      }
      if (count > 0) {
        tables.minutes[minute].push_back({row, static_cast<std::uint32_t>(count)});
      }
    }
    tables.functions.push_back(std::move(function));
  }
  if (spec.functions && tables.functions.size() < *spec.functions) {
    table.reader.fail(1, fmt::format("the file has {} functions; `functions` is {}, at most {} are allowed",
                                     tables.functions.size(), *spec.functions, tables.functions.size()));
  }
  if (tables.functions.empty()) {
    table.reader.fail(1, "there are no functions; at least one row is needed");
  }
}

/// Reads a file with a row for each function or application and gives `use(table, function)` every pair that
/// matches; then `missing(table, function)` every function without a row.
template <class Use, class Missing>
void join(Table& table, const Hashes& hashes, const char* what, AzureTables& tables, Use use,
          Missing missing) {
  std::unordered_map<std::string, std::vector<std::uint32_t>> rows;  // looked up only
  for (std::uint32_t i = 0; i < tables.functions.size(); ++i) {
    rows[key_of(tables.functions[i], hashes.function.has_value())].push_back(i);
  }
  std::vector<bool> found(tables.functions.size());
  Lines lines;
  while (table.next()) {
    const std::string key = hashes.key(table);
    const auto wanted = rows.find(key);
    if (wanted == rows.end()) {
      continue;  // not among the functions asked for
    }
    table.note(lines, key, what);
    for (const std::uint32_t row : wanted->second) {
      use(tables.functions[row]);
      found[row] = true;
    }
  }
  for (std::uint32_t i = 0; i < tables.functions.size(); ++i) {
    if (!found[i]) {
      missing(tables.functions[i]);
    }
  }
}

void read_durations(const AzureTraceSpec& spec, AzureTables& tables) {
  Table table(spec.durations);
  const Hashes hashes{table.header.require(table.reader, "HashOwner"),
                      table.header.require(table.reader, "HashApp"),
                      table.header.require(table.reader, "HashFunction")};
  std::array<std::size_t, kPercents.size()> columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns[i] = table.header.require(table.reader, fmt::format("percentile_Average_{}", kPercents[i]));
  }
  const DecimalReader milliseconds(1'000'000);
  join(
      table, hashes, "this function", tables,
      [&](AzureFunction& function) {
        std::vector<std::pair<double, double>> percentiles;
        for (std::size_t i = 0; i < columns.size(); ++i) {
          const auto value = static_cast<double>(
              table.number(columns[i], milliseconds, "a number of milliseconds of at least 0 is needed"));
          if (i > 0 && value < percentiles.back().second) {
            table.fail(columns[i],
                       fmt::format("at least {}, which is {}, is needed", table.text(columns[i - 1]),
                                   table.header.name(columns[i - 1])));
          }
          percentiles.emplace_back(kPercents[i], value);
        }
        function.duration = sim::Distribution::empirical(percentiles);
      },
      [&](AzureFunction& function) {
        if (!spec.default_duration) {
          table.reader.fail(1,
                            fmt::format("no row for function {}; each function needs one, or give a default "
                                        "duration",
                                        key_of(function, true)));
        }
        function.duration = sim::Distribution::constant(static_cast<double>(spec.default_duration->ns()));
      });
}

void read_memory(const AzureTraceSpec& spec, AzureTables& tables) {
  Table table(spec.memory);
  const Hashes hashes{table.header.require(table.reader, "HashOwner"),
                      table.header.require(table.reader, "HashApp"), table.header.find("HashFunction")};
  const std::size_t column = table.header.require(table.reader, "AverageAllocatedMb");
  const DecimalReader millionths(1'000'000);
  join(
      table, hashes, hashes.function ? "this function" : "this application", tables,
      [&](AzureFunction& function) {
        const char* const needed = "a number of MiB from 0 to 16777216 is needed";
        const std::int64_t mebibytes = (table.number(column, millionths, needed) + 999'999) / 1'000'000;
        if (mebibytes > std::int64_t{kLargestMemory}) {
          table.fail(column, needed);
        }
        function.memory = std::max(Mebibytes{1}, static_cast<Mebibytes>(mebibytes));
      },
      [&](AzureFunction& function) {
        if (!spec.default_memory) {
          table.reader.fail(1, fmt::format("no row for {} {}; each needs one, or give a default memory",
                                           hashes.function ? "function" : "application",
                                           key_of(function, hashes.function.has_value())));
        }
        function.memory = *spec.default_memory;
      });
}

}  // namespace

AzureTables read_azure_tables(const AzureTraceSpec& spec) {
  AzureTables tables;
  read_invocations(spec, tables);
  read_durations(spec, tables);
  read_memory(spec, tables);
  return tables;
}

}  // namespace curtain
