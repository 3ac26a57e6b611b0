#pragma once
// The report of `curtain trace import` about its input and its output.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/logged_invocation.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/trace/import_trace.hpp"

namespace curtain::tools {

struct ImportReport {
  const TraceImportCommand* command = nullptr;
  std::string_view kind;
  std::size_t files = 0;
  LogCounts counts;
  std::array<std::uint64_t, kTroubles> troubles{};
  std::vector<BrokenExample> examples;
  ImportedTrace trace;
  bool is_written = false;
  std::string scenario;              ///< the scenario as printed, with the path of the trace relative to the
                                     ///< current folder
  std::vector<std::string> reasons;  ///< the differences between a run of the scenario and the log, one per
                                     ///< line; or the reason why there is no run
  std::optional<std::uint64_t> run_cold;
};

/// Prints the report on standard output. With --json, the document is written to standard output and the
/// report to standard error. Errors are always written to standard error.
void print_import(const ImportReport& report);

}  // namespace curtain::tools
