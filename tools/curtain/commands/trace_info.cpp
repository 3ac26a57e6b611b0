// `curtain trace info` describes a workload without running it.
#include <fmt/format.h>

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "models/experiment/run.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/interrupt.hpp"
#include "tools/curtain/standard_input.hpp"
#include "tools/curtain/text/progress.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/trace_info_text.hpp"
#include "tools/curtain/trace/azure_2019_report.hpp"
#include "tools/curtain/trace/trace_input.hpp"

namespace curtain::tools {
namespace {

/// True if the trace contains the memory size of functions.
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

}  // namespace

int print_trace_info(const TraceInfoCommand& command, const std::atomic<bool>& interrupt) {
  Scenario scenario = trace_scenario(command.path, command.format, command.common.set);
  const bool is_trace = !is_scenario(command.path, command.format);
  TraceInfo info;
  Azure2019Report report = azure_2019_report(scenario, is_trace);
  info.missing = std::move(report.missing);
  info.unusual = std::move(report.unusual);
  ProgressLine progress(!command.common.quiet && !command.common.json);
  info.statistics = count(scenario, interrupt, progress);
  progress.clear();
  info.name = is_trace ? spoken_path(command.path) : scenario.name;
  info.has_memory = !is_trace || tells_memory(scenario, command.format);
  if (command.common.json) {
    print_trace_info_json(info);
  } else if (!command.common.quiet) {
    print_trace_info_text(info);
  }
  return info.statistics.is_partial ? kInterrupted : kDone;
}

}  // namespace curtain::tools
