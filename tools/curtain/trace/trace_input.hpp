#pragma once
// What the commands of `curtain trace` read: a scenario's workload, or a trace by itself.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/sampling/function_summary.hpp"
#include "models/workload/arrival.hpp"
#include "tools/curtain/text/progress.hpp"

namespace curtain::tools {

/// True if `path` is a scenario: no format is said, and its name ends like YAML.
bool is_scenario(const std::string& path, const std::string& format);

/// The scenario at `path`, or a scenario with only the trace at `path`; `format` is csv where it is empty.
/// Throws ScenarioError and UsageError.
Scenario trace_scenario(const std::string& path, const std::string& format,
                        const std::vector<std::string>& set);

/// The scenario's workload as one stream, for commands that write its calls. Throws what open_workload()
/// throws, and UsageError for clients in a closed loop, whose calls depend on the answers.
std::unique_ptr<ArrivalSource> open_calls(const Scenario& scenario, std::uint32_t replication,
                                          FunctionTable& table);

/// Shows how far a workload that ends at `end` has been read: up to an instant, and `calls` calls.
void show_progress(ProgressLine& line, std::optional<Time> end, Time now, std::uint64_t calls);

/// The times of --from and --to; an empty one is the start or the end. Throws UsageError for what is no
/// length of time, and an end that is not behind the start.
TraceSlice parse_slice(const std::string& from, const std::string& to);

}  // namespace curtain::tools
