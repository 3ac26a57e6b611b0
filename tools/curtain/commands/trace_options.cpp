#include "tools/curtain/commands/trace_options.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "models/config/quantity.hpp"
#include "models/workload/printable.hpp"
#include "tools/curtain/commands/instants.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr double kUsualTraceMebibytes = 256;
constexpr double kMostTraceMebibytes = 1'048'576;

std::uint64_t trace_bytes(const std::string& text) {
  try {
    const double mebibytes = text.empty() ? kUsualTraceMebibytes : config::parse_mebibytes(text);
    if (!(mebibytes > 0 && mebibytes <= kMostTraceMebibytes)) {
      throw UsageError{fmt::format("--perfetto-size must be above 0 and at most 1TiB; found '{}'", text)};
    }
    const auto bytes = static_cast<std::uint64_t>(mebibytes * 1'048'576);
    if (bytes < PerfettoTrace::smallest()) {
      throw UsageError{fmt::format(
          "--perfetto-size is {} bytes, and the header of a trace needs {} bytes; write 1MiB or more", bytes,
          PerfettoTrace::smallest())};
    }
    return bytes;
  } catch (const config::QuantityError& error) {
    throw UsageError{fmt::format("--perfetto-size: {}", error.what())};
  }
}

void check_trace_name(const std::string& path) {
  if (path == "-") {
    throw UsageError{"--perfetto needs the name of a file, such as trace.json.gz; found '-'"};
  }
  for (const char* const ending : {".csv", ".csv.gz", ".npy", ".html", ".zst", ".pftrace"}) {
    if (path.ends_with(ending)) {
      throw UsageError{
          fmt::format("--perfetto writes JSON, plain or compressed with gzip; write a name that ends in "
                      ".json or .json.gz instead of '{}'",
                      printable(path))};
    }
  }
}

}  // namespace

std::unique_ptr<PerfettoTrace> trace_of(const RunCommand& command, const Scenario& scenario) {
  if (command.perfetto.empty()) {
    if (!command.perfetto_size.empty()) {
      throw UsageError{"--perfetto-size needs --perfetto"};
    }
    return nullptr;
  }
  check_trace_name(command.perfetto);
  TraceWindow window;
  window.most_bytes = trace_bytes(command.perfetto_size);
  if (const auto part = stretch_of(command, scenario)) {
    window.from = part->from;
    window.to = part->to;
  }
  return std::make_unique<PerfettoTrace>(command.perfetto, window);
}

void warn_of_cut(const TraceCut& cut, const RunCommand& command) {
  if (cut.at == Time::never() || command.common.quiet) {
    return;
  }
  fmt::print(
      stderr,
      "curtain: the trace has reached its maximum size of {}; events after {}{} are missing, including {} "
      "invocations; choose a shorter part with --from and --to, or a larger size with --perfetto-size\n",
      command.perfetto_size.empty() ? "256MiB" : command.perfetto_size, human_seconds(cut.at.seconds()),
      cut.earlier == 0 ? "" : fmt::format(" and {} that began earlier", counted(cut.earlier, "slice")),
      grouped(cut.invocations));
}

}  // namespace curtain::tools
