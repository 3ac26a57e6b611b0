#include "tools/curtain/trace/azure_2019_report.hpp"

#include <fmt/format.h>

#include <optional>
#include <variant>

#include "models/config/azure_day_fields.hpp"
#include "models/workload/azure_tables.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr Duration kDefaultDuration = sim::seconds(1);
constexpr Mebibytes kDefaultMemory = 128;

void add_missing(const AzureTables& tables, const AzureTraceSpec& spec, bool duration_is_said,
                 bool memory_is_said, std::vector<std::string>& missing) {
  const auto add = [&missing](std::uint64_t count, const char* what, const std::string& taken, bool is_said) {
    if (count > 0) {
      missing.push_back(
          fmt::format("{} without a row of {}: {} {}", counted(count, "function"), what, taken,
                      is_said ? "by default" : fmt::format("here; a run needs a default_{}", what)));
    }
  };
  add(tables.without_duration, "duration",
      human_seconds(spec.default_duration.value_or(kDefaultDuration).seconds()), duration_is_said);
  add(tables.without_memory, "memory", fmt::format("{} MiB", spec.default_memory.value_or(kDefaultMemory)),
      memory_is_said);
}

void add_of_files(const AzureUnusual& of, std::vector<std::string>& unusual) {
  const auto add = [&unusual](std::uint64_t count, const char* what, const char* rest) {
    if (count > 0) {
      unusual.push_back(fmt::format("{} {}", counted(count, what), rest));
    }
  };
  add(of.split_counts, "function", "with more than one row of counts in a day; the rows are added up");
  add(of.split_durations, "function",
      "with more than one row of durations in a day; each row is weighted by its Count");
  add(of.split_memory, "application",
      "with more than one row of memory in a day; the mean weighted by SampleCount is used");
  add(of.impossible_means, "function",
      "with a mean duration that its percentiles do not allow; the nearest possible mean is used");
  add(of.without_percentiles, "function",
      "with a mean duration but no percentiles; all their calls take the mean duration");
  add(of.timeless, "function", "whose executions all take no time");
  add(of.uncounted_durations, "row", "with durations of functions that have no row of counts");
  add(of.days_without_durations, "day", "without a file of durations");
  add(of.days_without_memory, "day", "without a file of memory");
  std::string columns;
  for (const std::string& name : of.ignored_columns) {
    columns += (columns.empty() ? "" : ", ") + shortened(name, 30);
  }
  add(of.ignored_columns.size(), "column", ("of counts that are ignored: " + columns).c_str());
}

/// Reports days whose numbers are not consecutive, because such days are simulated directly one after the
/// other.
void add_gaps(const AzureTraceSpec& spec, std::vector<std::string>& unusual) {
  std::optional<std::uint64_t> before = config::azure_day_number(spec);
  for (const AzureDay& day : spec.later_days) {
    const std::optional<std::uint64_t> number = config::azure_day_number(day);
    if (before && number && *number != *before + 1) {
      unusual.push_back(
          fmt::format("day {} is simulated directly after day {}, although their numbers are not consecutive",
                      *number, *before));
    }
    before = number;
  }
}

}  // namespace

Azure2019Report azure_2019_report(Scenario& scenario, bool is_trace) {
  Azure2019Report report;
  for (WorkloadSpec& entry : scenario.workload) {
    auto* const spec = std::get_if<AzureTraceSpec>(&entry);
    if (spec == nullptr) {
      continue;
    }
    const bool duration_is_said = spec->default_duration.has_value();
    const bool memory_is_said = spec->default_memory.has_value();
    if (is_trace) {
      spec->default_duration = spec->default_duration.value_or(kDefaultDuration);
      spec->default_memory = spec->default_memory.value_or(kDefaultMemory);
    }
    const AzureTables tables = read_azure_tables(*spec);
    add_missing(tables, *spec, duration_is_said, memory_is_said, report.missing);
    add_of_files(tables.unusual, report.unusual);
    add_gaps(*spec, report.unusual);
  }
  return report;
}

}  // namespace curtain::tools
