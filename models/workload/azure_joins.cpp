#include "models/workload/azure_joins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "models/workload/azure_file.hpp"
#include "models/workload/memory_size.hpp"
#include "models/workload/percentiles.hpp"
#include "sim/wide.hpp"

namespace curtain {
namespace {

constexpr std::array<int, 7> kPercents{0, 1, 25, 50, 75, 99, 100};
constexpr double kRounding = 1e6;  // half a unit of the published values in ns: means and percentiles are
                                   // whole milliseconds
constexpr std::int64_t kMostWeight = 1'000'000'000'000;

/// The data in one row of a function, and the weight of this row if there are several rows for one day.
struct DurationRow {
  std::int64_t weight = 1;
  sim::Distribution duration;
  bool is_impossible = false;  // whether the mean contradicts the percentiles
};
struct MemoryRow {
  std::int64_t weight = 1;
  std::int64_t millionths = 0;  // average memory, in millionths of a MiB
};

/// All functions that have the same key, and the rows that were found for this key.
template <class Row>
struct Joined {
  std::vector<std::uint32_t> functions;
  std::vector<Row> rows;
};

/// Reads the rows of a file for functions that have no data from an earlier day. `read()` reads the current
/// row.
template <class Row, class Read>
std::vector<Joined<Row>> join(AzureFile& file, const AzureJoinKey& key, const AzureTables& tables,
                              const std::vector<bool>& found, std::uint64_t* uncounted, Read read) {
  std::vector<Joined<Row>> groups;
  std::unordered_map<std::string, std::size_t> group_of;  // only looked up, never iterated
  for (std::uint32_t i = 0; i < tables.functions.size(); ++i) {
    const auto [at, is_new] = group_of.try_emplace(key.of(tables.functions[i]), groups.size());
    if (is_new) {
      groups.emplace_back();
    }
    groups[at->second].functions.push_back(i);
  }
  while (file.next()) {
    const auto wanted = group_of.find(key.of(file));
    if (wanted == group_of.end()) {
      *uncounted += 1;
      continue;
    }
    Joined<Row>& group = groups[wanted->second];
    const bool is_new = std::any_of(group.functions.begin(), group.functions.end(),
                                    [&found](std::uint32_t function) { return !found[function]; });
    if (is_new) {
      group.rows.push_back(read());
    }
  }
  return groups;
}

/// The position at which a missing row is reported, which is the end of the file that was read last.
struct LastPlace {
  std::string text;
  void note(const AzureFile& file) {
    text = fmt::format("{}:{}:1", file.reader().path(), file.reader().line_number());
  }
};

/// The columns of percentiles in a file of durations. There are none, or several that include the minimum and
/// the maximum.
std::vector<std::pair<int, std::size_t>> percentile_columns(const AzureFile& file) {
  std::vector<std::pair<int, std::size_t>> columns;
  for (const int percent : kPercents) {
    if (const auto column = file.header().find(fmt::format("percentile_Average_{}", percent))) {
      columns.emplace_back(percent, *column);
    }
  }
  if (!columns.empty() || !file.header().find("Average")) {
    file.header().require(file.reader(), "percentile_Average_0");
    file.header().require(file.reader(), "percentile_Average_100");
  }
  return columns;
}

/// Reads the rows of a file of durations.
class DurationReader {
 public:
  explicit DurationReader(const AzureFile& file)
      : file_(file),
        columns_(percentile_columns(file)),
        average_(file.header().find("Average")),
        count_(file.header().find("Count")) {}

  [[nodiscard]] bool has_percentiles() const { return !columns_.empty(); }

  [[nodiscard]] DurationRow read() const {
    DurationRow row;
    if (count_) {
      row.weight = std::min(file_.number(*count_, ones_, "expected a number of at least 0"), kMostWeight);
    }
    std::vector<std::pair<double, double>> percentiles;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const auto [percent, column] = columns_[i];
      const auto value = static_cast<double>(file_.number(column, milliseconds_, kNeeded));
      if (i > 0 && value < percentiles.back().second) {
        const std::size_t before = columns_[i - 1].second;
        file_.fail(column, fmt::format("expected at least {}, because {} has this value", file_.text(before),
                                       file_.header().name(before)));
      }
      percentiles.emplace_back(percent, value);
    }
    if (!average_) {
      row.duration = sim::Distribution::empirical(percentiles);
      return row;
    }
    const auto mean = static_cast<double>(file_.number(*average_, milliseconds_, kNeeded));
    if (columns_.empty()) {
      row.duration = sim::Distribution::constant(mean);
      return row;
    }
    const MeanBounds bounds = mean_bounds(percentiles);
    row.is_impossible = mean < bounds.low - kRounding || mean > bounds.high + kRounding;
    row.duration = sim::Distribution::empirical(bent_to_mean(percentiles, mean));
    return row;
  }

 private:
  static constexpr const char* kNeeded = "expected a number of milliseconds of at least 0";

  const AzureFile& file_;
  std::vector<std::pair<int, std::size_t>> columns_;
  std::optional<std::size_t> average_;
  std::optional<std::size_t> count_;
  DecimalReader milliseconds_{1'000'000};
  DecimalReader ones_{1};
};

/// A mixture of the rows by their weights, or with equal weights if all weights are 0. A single row is
/// returned unchanged.
sim::Distribution mixed_durations(const std::vector<DurationRow>& rows) {
  if (rows.size() == 1) {
    return rows.front().duration;
  }
  const bool is_weighed =
      std::any_of(rows.begin(), rows.end(), [](const DurationRow& row) { return row.weight > 0; });
  std::vector<std::pair<double, sim::Distribution>> parts;
  for (const DurationRow& row : rows) {
    if (row.weight > 0 || !is_weighed) {
      parts.emplace_back(is_weighed ? static_cast<double>(row.weight) : 1.0, row.duration);
    }
  }
  return parts.size() == 1 ? parts.front().second : sim::Distribution::mixture(parts);
}

/// The weighted mean in millionths of a MiB, rounded up.
std::int64_t mean_of(const std::vector<MemoryRow>& rows) {
  const bool is_weighed =
      std::any_of(rows.begin(), rows.end(), [](const MemoryRow& row) { return row.weight > 0; });
  sim::UInt128 sum = 0;
  sim::UInt128 weights = 0;
  for (const MemoryRow& row : rows) {
    const auto weight = static_cast<std::uint64_t>(is_weighed ? row.weight : 1);
    sum += sim::UInt128{weight} * static_cast<std::uint64_t>(row.millionths);
    weights += weight;
  }
  return static_cast<std::int64_t>((sum + weights - 1) / weights);
}

void take_durations(const DurationReader& reader, const std::vector<Joined<DurationRow>>& groups,
                    std::vector<bool>& found, AzureTables& tables) {
  for (const Joined<DurationRow>& group : groups) {
    if (group.rows.empty()) {
      continue;
    }
    const sim::Distribution duration = mixed_durations(group.rows);
    const bool is_impossible = std::any_of(group.rows.begin(), group.rows.end(),
                                           [](const DurationRow& row) { return row.is_impossible; });
    for (const std::uint32_t function : group.functions) {
      if (found[function]) {
        continue;
      }
      found[function] = true;
      tables.functions[function].duration = duration;
      AzureUnusual& unusual = tables.unusual;
      unusual.split_durations += group.rows.size() > 1 ? 1 : 0;
      unusual.impossible_means += is_impossible ? 1 : 0;
      unusual.without_percentiles += reader.has_percentiles() ? 0 : 1;
      unusual.timeless += duration.quantile(1) == 0 ? 1 : 0;
    }
  }
}

}  // namespace

std::string AzureJoinKey::of(const AzureFunction& row) const {
  return (owner ? row.owner : "") + "/" + (application ? row.application : "") + "/" +
         (function ? row.function : "");
}

std::string AzureJoinKey::of(const AzureFile& file) const {
  const AzureHashes& hashes = file.hashes();
  std::string result;
  const auto add = [&](bool is_joined, std::optional<std::size_t> column) {
    result += is_joined ? file.text(*column) : std::string_view{};
  };
  add(owner, hashes.owner);
  result += '/';
  add(application, hashes.application);
  result += '/';
  add(function, hashes.function);
  return result;
}

AzureJoinKey azure_join_key(const AzureFile& file, const AzureFunction& counted, bool may_be_by_application) {
  const AzureHashes& hashes = file.hashes();
  const AzureJoinKey key{hashes.owner && !counted.owner.empty(),
                         hashes.application && !counted.application.empty(), hashes.function.has_value()};
  if (!key.function && (!may_be_by_application || !key.application)) {
    const bool lacks_application = may_be_by_application && !hashes.application;
    file.header().require(file.reader(), lacks_application ? "HashApp" : "HashFunction");
  }
  return key;
}

void join_azure_durations(const AzureTraceSpec& spec, const std::vector<AzureDay>& days,
                          AzureTables& tables) {
  std::vector<bool> found(tables.functions.size());
  LastPlace last{fmt::format("{}:1:1", days.back().invocations)};
  std::uint64_t uncounted = 0;
  for (const AzureDay& day : days) {
    if (day.durations.empty()) {
      ++tables.unusual.days_without_durations;
      continue;
    }
    AzureFile file(day.durations);
    const AzureJoinKey key = azure_join_key(file, tables.functions.front(), false);
    const DurationReader reader(file);
    const auto groups =
        join<DurationRow>(file, key, tables, found, &uncounted, [&reader] { return reader.read(); });
    take_durations(reader, groups, found, tables);
    last.note(file);
  }
  tables.unusual.uncounted_durations = spec.functions ? 0 : uncounted;
  for (std::size_t i = 0; i < found.size(); ++i) {
    AzureFunction& function = tables.functions[i];
    if (found[i]) {
      continue;
    }
    if (!spec.default_duration) {
      throw TraceError(fmt::format(
          "{}: there is no row for function {}; add a row for each function, or set a default duration",
          last.text, function.shown()));
    }
    function.duration = sim::Distribution::constant(static_cast<double>(spec.default_duration->ns()));
    function.is_complete = false;
    ++tables.without_duration;
  }
}

void join_azure_memory(const AzureTraceSpec& spec, const std::vector<AzureDay>& days, AzureTables& tables) {
  std::vector<bool> found(tables.functions.size());
  LastPlace last{fmt::format("{}:1:1", days.back().invocations)};
  const DecimalReader millionths(1'000'000);
  const DecimalReader ones(1);
  std::uint64_t uncounted = 0;
  bool by_function = true;
  for (const AzureDay& day : days) {
    if (day.memory.empty()) {
      ++tables.unusual.days_without_memory;
      continue;
    }
    AzureFile file(day.memory);
    const AzureJoinKey key = azure_join_key(file, tables.functions.front(), true);
    by_function = key.function;
    const std::size_t column = file.header().require(file.reader(), "AverageAllocatedMb");
    const std::optional<std::size_t> samples = file.header().find("SampleCount");
    const auto read = [&] {
      const char* const needed = "expected a number of MiB from 0 to 16777216";
      MemoryRow row;
      row.millionths = file.number(column, millionths, needed);
      if (row.millionths > std::int64_t{kLargestMemory} * 1'000'000) {
        file.fail(column, needed);
      }
      if (samples) {
        row.weight = std::min(file.number(*samples, ones, "expected a number of at least 0"), kMostWeight);
      }
      return row;
    };
    for (const Joined<MemoryRow>& group : join<MemoryRow>(file, key, tables, found, &uncounted, read)) {
      if (group.rows.empty()) {
        continue;
      }
      tables.unusual.split_memory += group.rows.size() > 1 ? 1 : 0;
      const std::int64_t mebibytes = (mean_of(group.rows) + 999'999) / 1'000'000;
      for (const std::uint32_t function : group.functions) {
        if (!found[function]) {
          tables.functions[function].memory = std::max(Mebibytes{1}, static_cast<Mebibytes>(mebibytes));
          found[function] = true;
        }
      }
    }
    last.note(file);
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    AzureFunction& function = tables.functions[i];
    if (found[i]) {
      continue;
    }
    if (!spec.default_memory) {
      AzureFunction row = function;
      if (!by_function) {
        row.function.clear();
      }
      throw TraceError(fmt::format(
          "{}: there is no row for {} {}; add a row for each of them, or set a default memory size",
          last.text, by_function ? "function" : "application", row.shown()));
    }
    function.memory = *spec.default_memory;
    function.is_complete = false;
    ++tables.without_memory;
  }
}

}  // namespace curtain
