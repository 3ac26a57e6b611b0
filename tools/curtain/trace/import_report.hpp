#pragma once
// What `curtain trace import` says it has read and written.
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
  std::string scenario;  ///< as it is shown, with the trace's path as seen from here
  std::vector<std::string>
      reasons;  ///< what a run of it gives beside the log, a line each; or why there is none
  std::optional<std::uint64_t> run_cold;
};

/// For people on standard output; with --json the document there, and the rest on standard error. What went
/// wrong goes to standard error in any case.
void print_import(const ImportReport& report);

}  // namespace curtain::tools
