#include "models/workload/csv_guess.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "models/workload/decimal.hpp"
#include "models/workload/instant.hpp"
#include "models/workload/line_reader.hpp"
#include "models/workload/specification.hpp"

namespace curtain {
namespace {

constexpr std::size_t kRowsGuessedFrom = 200;
constexpr double kEpoch = 1e8;  // three years in seconds; a larger number is a time since 1970
constexpr double kUntilEnd = 86'400;
constexpr double kMostGuessedMemory = 65'536;

/// The contents of one column in the first rows of a file.
struct ColumnSample {
  std::vector<double> numbers;  // the numbers or instants in seconds; one per row if all rows have one
  std::set<std::string> texts;
  bool is_instant = true;  // whether all fields are dates or times of day
  bool is_number = true;
  bool is_date = true;
  bool is_whole = true;
  bool is_memory = true;
  bool is_used = false;

  void add(std::string_view text) {
    texts.emplace(text);
    const DecimalReader thousandths(1000);
    const DecimalReader ones(1);
    std::int64_t value = 0;
    double unit = 1e-3;
    if (const auto instant = read_instant(text)) {
      numbers.push_back(static_cast<double>(instant->ns) / 1e9);
      is_number = is_whole = is_memory = false;
      is_date = is_date && instant->kind == InstantKind::date;
      return;
    }
    is_instant = is_date = false;
    DecimalReader::Outcome outcome = thousandths.read(text, value);
    if (outcome == DecimalReader::Outcome::too_large) {  // a number of nanoseconds since 1970
      outcome = ones.read(text, value);
      unit = 1;
    }
    if (outcome != DecimalReader::Outcome::ok) {
      is_number = is_whole = is_memory = false;
      return;
    }
    const double number = static_cast<double>(value) * unit;
    numbers.push_back(number);
    is_whole = is_whole && text.find_first_not_of("0123456789") == std::string_view::npos;
    const auto whole = static_cast<std::int64_t>(number);
    is_memory = is_memory && is_whole && whole >= 64 && number <= kMostGuessedMemory && whole % 64 == 0;
  }
  [[nodiscard]] bool is_name() const { return !is_number && !is_instant; }
  [[nodiscard]] bool goes_up() const {
    return std::is_sorted(numbers.begin(), numbers.end()) &&
           (numbers.size() == 1 || numbers.front() < numbers.back());
  }
};

using SampledColumns = std::vector<ColumnSample>;

std::optional<SampledColumns> sampled(const std::string& path) {
  LineReader reader(path);
  CsvSplitter splitter;
  std::string_view line;
  SampledColumns columns;
  for (std::size_t row = 0; row < kRowsGuessedFrom && reader.next(line); ++row) {
    const std::vector<CsvField>& fields = splitter.split(reader, line);
    if (row == 0) {
      columns.resize(fields.size());
    } else if (fields.size() != columns.size()) {
      return std::nullopt;
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
      columns[i].add(trimmed(fields[i].text));
    }
  }
  return columns;
}

/// Finds the first unused column that satisfies `is_such`, and marks the column as used.
template <class IsSuch>
std::optional<std::size_t> take_first(SampledColumns& columns, IsSuch is_such) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i].is_used && is_such(columns[i])) {
      columns[i].is_used = true;
      return i;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> take_arrival(SampledColumns& columns) {
  auto arrival = take_first(columns, [](const ColumnSample& c) { return c.is_instant && c.goes_up(); });
  if (!arrival) {
    arrival =
        take_first(columns, [](const ColumnSample& c) { return c.is_number && c.goes_up() && !c.is_memory; });
  }
  return arrival ? arrival
                 : take_first(columns, [](const ColumnSample& c) { return c.is_number && c.goes_up(); });
}

std::optional<std::size_t> take_end(SampledColumns& columns, std::size_t arrival, double seconds_of_unit) {
  const ColumnSample& from = columns[arrival];
  const bool is_epoch = from.is_number && from.numbers.front() * seconds_of_unit > kEpoch;
  return take_first(columns, [&](const ColumnSample& c) {
    if (!(from.is_instant ? c.is_instant && c.is_date == from.is_date : c.is_number && is_epoch)) {
      return false;
    }
    for (std::size_t i = 0; i < c.numbers.size(); ++i) {
      const double longer = (c.numbers[i] - from.numbers[i]) * seconds_of_unit;
      if (longer < 0 || longer > kUntilEnd) {
        return false;
      }
    }
    return true;
  });
}

std::optional<std::size_t> take_function(SampledColumns& columns) {
  std::size_t most = 0;
  for (const ColumnSample& column : columns) {
    most = std::max(most, column.is_used || !column.is_name() ? 0 : column.texts.size());
  }
  if (most > 0) {
    return take_first(columns,
                      [most](const ColumnSample& c) { return c.is_name() && c.texts.size() == most; });
  }
  return take_first(columns, [](const ColumnSample& c) { return c.is_whole && !c.is_memory; });
}

}  // namespace

bool looks_like_row(const std::vector<CsvField>& fields) {
  const DecimalReader ones(1);
  return std::any_of(fields.begin(), fields.end(), [&ones](const CsvField& field) {
    const std::string_view text = trimmed(field.text);
    std::int64_t value = 0;
    return ones.read(text, value) == DecimalReader::Outcome::ok || read_instant(text).has_value();
  });
}

std::string guessed_columns(const std::string& path) {
  std::optional<SampledColumns> sample = sampled(path);
  const std::optional<std::size_t> arrival = sample ? take_arrival(*sample) : std::nullopt;
  if (!arrival) {
    return "";
  }
  SampledColumns& columns = *sample;
  const ColumnSample& times = columns[*arrival];
  const bool is_epoch = times.is_number && times.numbers.front() > kEpoch;
  const char* unit = "s";
  double seconds_of_unit = 1;
  if (is_epoch) {  // the current time has ten digits in seconds, thirteen digits in milliseconds, and so on
    for (const auto& [name, length, least] :
         {std::tuple("ms", 1e-3, 1e11), std::tuple("us", 1e-6, 1e14), std::tuple("ns", 1e-9, 1e17)}) {
      if (times.numbers.front() > least) {
        unit = name;
        seconds_of_unit = length;
      }
    }
  }
  const auto end = take_end(columns, *arrival, seconds_of_unit);
  const auto function = take_function(columns);
  const auto memory = take_first(columns, [](const ColumnSample& c) { return c.is_memory; });
  std::optional<std::size_t> duration;
  if (!end) {
    duration = take_first(columns, [](const ColumnSample& c) { return c.is_number && !c.is_whole; });
    duration = duration ? duration : take_first(columns, [](const ColumnSample& c) { return c.is_number; });
  }
  std::string text = fmt::format("columns: {{arrival: {}", *arrival + 1);
  std::string constants;
  const auto add = [&](const char* key, std::optional<std::size_t> column, const char* constant) {
    text += column ? fmt::format(", {}: {}", key, *column + 1) : fmt::format(", {}: none", key);
    if (!column) {
      constants += fmt::format("{}{}: {}", constants.empty() ? "" : ", ", key, constant);
    }
  };
  add("function", function, "f");
  if (end) {
    text += fmt::format(", end: {}", *end + 1);
  } else {
    add("duration", duration, "1s");
  }
  add("memory", memory, "128MiB");
  text += "}";
  text += constants.empty() ? "" : ", constants: {" + constants + "}";
  text += unit == std::string_view("s") ? "" : fmt::format(", time_unit: {}", unit);
  text += is_epoch || times.is_date ? ", origin: first-row" : "";
  return text;
}

namespace {

/// The default name of a column of a `csv` trace; empty if the column has no default name.
std::string usual_name(CsvUse use) {
  const CsvTraceSpec usual;
  switch (use) {
    case CsvUse::function:
      return usual.function_column;
    case CsvUse::arrival:
      return usual.arrival_column;
    case CsvUse::duration:
      return usual.duration_column;
    case CsvUse::memory:
      return usual.memory_column;
    default:
      return {};
  }
}

}  // namespace

std::string format_of_columns(const std::vector<std::string>& names) {
  const auto has = [&names](const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (has("HashFunction") || has("HashApp")) {
    return "azure-2019";
  }
  if (has("func") && has("end_timestamp")) {
    return "azure-2021";
  }
  if (has("funcName") && has("totalCost_worker")) {
    return "huawei-2025";
  }
  if (has("func_name") && has("invoke_time_ms")) {
    return "iluvatar";
  }
  return names.size() > 2 && names[0] == "day" && names[1] == "time" ? "huawei-2023" : "";
}

bool looks_like_log(std::string_view line) {
  const std::string_view text = trimmed(line);
  return text.starts_with("{") || text.starts_with("[") || text.find(" HTTP/") != std::string_view::npos ||
         text.find("RequestId: ") != std::string_view::npos;
}

std::string header_advice(const std::vector<std::string>& names, std::string_view line,
                          const CsvColumn& missing) {
  if (const std::string format = format_of_columns(names); !format.empty()) {
    return "; it looks like a trace of format " + format;
  }
  if (looks_like_log(line)) {
    return "; it looks like a log, which `curtain trace import` converts to a trace";
  }
  switch (missing.name == usual_name(missing.use) ? missing.use : CsvUse::none) {
    case CsvUse::function:
      return "; name the column, as in columns: {function: NAME}, or state that there is none: columns: "
             "{function: none}, constants: {function: f}";
    case CsvUse::arrival:
      return "; name the column, as in columns: {arrival: NAME}";
    case CsvUse::duration:
      return "; name the column, as in columns: {duration: NAME} or {end: NAME}, or state that there is "
             "none: columns: {duration: none}, constants: {duration: 100ms}";
    case CsvUse::memory:
      return "; name the column, as in columns: {memory: NAME}, or state that there is none: columns: "
             "{memory: none}, constants: {memory: 256MiB}";
    default:
      return {};
  }
}

}  // namespace curtain
