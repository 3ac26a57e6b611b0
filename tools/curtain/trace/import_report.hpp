#pragma once
// The report of `curtain trace import` about its input and output.
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
  std::string scenario;              ///< as printed, with the trace's path relative to the current folder
  std::vector<std::string> reasons;  ///< differences between a run of the scenario and the log, a line each;
                                     ///< or why there is no run
  std::optional<std::uint64_t> run_cold;
};

/// Prints the report for people on standard output; with --json, the document goes there and the rest to
/// standard error. Errors always go to standard error.
void print_import(const ImportReport& report);

}  // namespace curtain::tools
