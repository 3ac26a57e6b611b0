// `curtain trace sample` chooses functions that represent all functions of a trace, a time interval of the
// trace, and a share of its calls.
#include <fmt/format.h>

#include <memory>
#include <variant>

#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/trace/sample_report.hpp"
#include "tools/curtain/trace/sampling.hpp"
#include "tools/curtain/trace/trace_input.hpp"

namespace curtain::tools {
namespace {

std::unique_ptr<Sampling> sampling_of(const TraceSampleCommand& command, const Scenario& scenario,
                                      const std::atomic<bool>& interrupt) {
  const AzureTraceSpec* const azure =
      scenario.workload.size() == 1 ? std::get_if<AzureTraceSpec>(&scenario.workload.front()) : nullptr;
  if (azure == nullptr && command.as == "azure-2019") {
    throw UsageError{
        "--as azure-2019 needs a single trace of this format as input; write other traces with --as csv"};
  }
  const bool is_adjusted = azure != nullptr && !(azure->adjustment == TraceAdjustment{});
  if (is_adjusted && command.as == "azure-2019") {
    throw UsageError{
        "--as azure-2019 copies rows unchanged, but the scenario's trace is cut, shifted or scaled; remove "
        "from, to, shift and scale, or use --as csv"};
  }
  if (azure != nullptr && !is_adjusted && command.as != "csv") {
    return azure_2019_sampling(command, scenario, *azure, interrupt);
  }
  return csv_sampling(command, scenario, interrupt);
}

}  // namespace

int sample_trace(const TraceSampleCommand& command, const std::atomic<bool>& interrupt) {
  share_standard_output("--out", command.out, command.common.json);
  const Scenario scenario = trace_scenario(command.path, command.format, command.common.set);
  const std::unique_ptr<Sampling> sampling = sampling_of(command, scenario, interrupt);
  try {
    sampling->run();
  } catch (const Interrupted&) {
    fmt::print(stderr, "curtain: interrupted; nothing was written\n");
    return kInterrupted;
  }
  if (command.common.json) {
    print_samples_json(sampling->context(), sampling->samples());
  } else if (!command.common.quiet) {
    print_samples(sampling->context(), sampling->samples());
  }
  return kDone;
}

}  // namespace curtain::tools
