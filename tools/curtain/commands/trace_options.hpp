#pragma once
// The options of `curtain run --perfetto`.
#include <memory>

#include "models/config/scenario.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/results/perfetto_trace.hpp"

namespace curtain::tools {

/// The trace that the command requests, or null. Throws UsageError.
std::unique_ptr<PerfettoTrace> trace_of(const RunCommand& command, const Scenario& scenario);
/// Prints a warning on standard error if the trace is incomplete.
void warn_of_cut(const TraceCut& cut, const RunCommand& command);

}  // namespace curtain::tools
