// `curtain trace info`: what a workload looks like before it is run.
#include <fmt/format.h>

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "models/experiment/run.hpp"
#include "models/workload/azure_tables.hpp"
#include "tools/commands.hpp"
#include "tools/interrupt.hpp"
#include "tools/progress.hpp"
#include "tools/text.hpp"
#include "tools/trace_info_text.hpp"
#include "tools/trace_input.hpp"

namespace curtain::tools {
namespace {

constexpr Duration kDefaultDuration = sim::seconds(1);
constexpr Mebibytes kDefaultMemory = 128;

/// Whether the memory of functions comes from the trace.
bool tells_memory(const Scenario& scenario, const std::string& format) {
  const auto* const huawei = std::get_if<Huawei2023TraceSpec>(&scenario.workload.front());
  const auto* const csv = std::get_if<CsvTraceSpec>(&scenario.workload.front());
  return (csv == nullptr || !csv->memory_column.empty()) && format != "azure-2021" &&
         (huawei == nullptr || !huawei->memory_limits.empty());
}

TraceStatistics count(const Scenario& scenario, const std::atomic<bool>& interrupt, ProgressLine& line) {
  FunctionTable functions;
  const std::unique_ptr<ArrivalSource> source = open_workload(scenario, 0, functions);
  TraceStatistics statistics = trace_statistics(
      *source, functions, &interrupt,
      [&](Time now, std::uint64_t calls) { show_progress(line, scenario.duration, now, calls); });
  if (statistics.is_partial) {
    keep_results();
  }
  return statistics;
}

/// Functions of Azure's traces of 2019 for which a file has no row. A trace by itself is not turned away for
/// them: they get a default for now.
std::vector<std::string> complete(Scenario& scenario, bool is_trace) {
  std::vector<std::string> missing;
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
    if (!spec->default_duration && !spec->default_memory) {
      continue;  // a missing row is an error, and told as one
    }
    const AzureTables tables = read_azure_tables(*spec);
    const auto add = [&missing](std::uint64_t count, const char* what, const std::string& taken,
                                bool is_said) {
      if (count > 0) {
        missing.push_back(
            fmt::format("{} without a row of {}: {} {}", counted(count, "function"), what, taken,
                        is_said ? "by default" : fmt::format("here; a run needs a default_{}", what)));
      }
    };
    add(tables.without_duration, "duration",
        human_seconds(spec->default_duration.value_or(kDefaultDuration).seconds()), duration_is_said);
    add(tables.without_memory, "memory", fmt::format("{} MiB", spec->default_memory.value_or(kDefaultMemory)),
        memory_is_said);
  }
  return missing;
}

}  // namespace

int print_trace_info(const TraceInfoCommand& command, const std::atomic<bool>& interrupt) {
  Scenario scenario = trace_scenario(command.path, command.format, command.common.set);
  const bool is_trace = !is_scenario(command.path, command.format);
  TraceInfo info;
  info.missing = complete(scenario, is_trace);
  ProgressLine progress(!command.common.quiet && !command.common.json);
  info.statistics = count(scenario, interrupt, progress);
  progress.clear();
  info.name = is_trace ? command.path : scenario.name;
  info.has_memory = !is_trace || tells_memory(scenario, command.format);
  if (command.common.json) {
    print_trace_info_json(info);
  } else if (!command.common.quiet) {
    print_trace_info_text(info);
  }
  return info.statistics.is_partial ? kInterrupted : kDone;
}

}  // namespace curtain::tools
