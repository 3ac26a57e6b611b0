#pragma once
// The input of the commands of `curtain trace`, which is the workload of a scenario or a trace.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/sampling/function_summary.hpp"
#include "models/workload/arrival.hpp"
#include "tools/curtain/text/progress.hpp"

namespace curtain::tools {

/// True if `path` is a scenario, because no format is given and its name has the ending of YAML.
bool is_scenario(const std::string& path, const std::string& format);

/// Loads the scenario at `path`, or creates a scenario that consists of the trace at `path`. An empty
/// `format` means csv. Throws ScenarioError and UsageError.
Scenario trace_scenario(const std::string& path, const std::string& format,
                        const std::vector<std::string>& set);

/// Opens the workload of the scenario as one stream, for commands that write its calls. Throws the exceptions
/// of open_workload(). Throws UsageError if there are clients in a closed loop, because their calls depend on
/// the answers.
std::unique_ptr<ArrivalSource> open_calls(const Scenario& scenario, std::uint32_t replication,
                                          FunctionTable& table);

/// Shows the progress of reading a workload that ends at `end`, up to the instant `now` and the number of
/// calls `calls`.
void show_progress(ProgressLine& line, std::optional<Time> end, Time now, std::uint64_t calls);

/// Parses the times of --from and --to. An empty text means the start or the end. Throws UsageError if a text
/// is not a duration, or if the end is not after the start.
TraceSlice parse_slice(const std::string& from, const std::string& to);

}  // namespace curtain::tools
