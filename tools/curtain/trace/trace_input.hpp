#pragma once
// The input of the commands of `curtain trace`: a scenario's workload, or a trace.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/sampling/function_summary.hpp"
#include "models/workload/arrival.hpp"
#include "tools/curtain/text/progress.hpp"

namespace curtain::tools {

/// True if `path` is a scenario: no format is given, and its name ends like YAML.
bool is_scenario(const std::string& path, const std::string& format);

/// The scenario at `path`, or a scenario that consists of the trace at `path`; an empty `format` means csv.
/// Throws ScenarioError and UsageError.
Scenario trace_scenario(const std::string& path, const std::string& format,
                        const std::vector<std::string>& set);

/// The scenario's workload as one stream, for commands that write its calls. Throws the exceptions of
/// open_workload(), and UsageError for clients in a closed loop, whose calls depend on the answers.
std::unique_ptr<ArrivalSource> open_calls(const Scenario& scenario, std::uint32_t replication,
                                          FunctionTable& table);

/// Shows the progress of reading a workload that ends at `end`: up to an instant, and `calls` calls.
void show_progress(ProgressLine& line, std::optional<Time> end, Time now, std::uint64_t calls);

/// The times of --from and --to; an empty text is the start or the end. Throws UsageError for a text that is
/// not a duration, and an end that is not after the start.
TraceSlice parse_slice(const std::string& from, const std::string& to);

}  // namespace curtain::tools
