// `curtain trace make` writes the arrivals of a scenario's workload as a csv trace.
#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>

#include "models/config/files.hpp"
#include "models/config/quantity.hpp"
#include "models/workload/csv_trace_writer.hpp"
#include "models/workload/printable.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/text/progress.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/trace/trace_csv.hpp"
#include "tools/curtain/trace/trace_input.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kMadeBatch = 4096;

/// Figures about the trace that was written.
struct Made {
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;  ///< size of the text in bytes
  Time first;
  Time last;
  double rate = 0;  ///< rows per second
  bool has_tenants = false;
  bool is_interrupted = false;
};

Scenario scenario_of(const TraceMakeCommand& command) {
  std::vector<std::string> set = command.common.set;
  if (!command.duration.empty()) {
    set.push_back("duration=" + command.duration);
  }
  set.emplace_back("warmup=0s");  // a trace has no warm-up, and the warm-up of the scenario may be longer
                                  // than the trace
  return trace_scenario(command.scenario, "", set);
}

Made write_rows(const TraceMakeCommand& command, const Scenario& scenario, FunctionTable& table,
                const std::atomic<bool>& interrupt) {
  const std::unique_ptr<ArrivalSource> source = open_calls(scenario, command.replication, table);
  Made made;
  made.has_tenants = names_tenants(scenario, table);
  OutputFile file(command.out);
  CsvTraceWriter rows(file, table, made.has_tenants);
  std::vector<Arrival> batch(kMadeBatch);
  ProgressLine progress(!command.common.quiet && !command.common.json);
  const std::optional<Time> end = scenario.duration ? scenario.duration : source->horizon();
  const auto start = std::chrono::steady_clock::now();
  while (const std::size_t count = source->fill(batch)) {
    made.is_interrupted = interrupt.load();
    if (made.is_interrupted) {
      return made;
    }
    if (made.rows == 0) {
      made.first = batch.front().time;
    }
    for (std::size_t i = 0; i < count; ++i) {
      rows.write(batch[i]);
    }
    made.last = batch[count - 1].time;
    made.rows += count;
    show_progress(progress, end, made.last, made.rows);
  }
  file.commit();
  made.bytes = file.written();
  const double spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  made.rate = spent > 0 ? static_cast<double>(made.rows) / spent : 0;
  return made;
}

std::string yaml_of(const TraceMakeCommand& command, const Scenario& scenario, const FunctionTable& table,
                    const Made& made) {
  const std::string duration =
      scenario.duration
          ? fmt::format("  duration: {}\n", config::format_duration(*scenario.duration - Time{}))
          : std::string();
  return fmt::format("{}  workload:\n    - {}\n", duration, csv_entry(command.out, made.has_tenants, table));
}

void print_text(const TraceMakeCommand& command, const Scenario& scenario, const FunctionTable& table,
                const Made& made) {
  fmt::print("\n  {}  {}\n\n", bold(printable(command.out)),
             dim(fmt::format("the workload of {}, seed {}, replication {}", scenario.name, scenario.seed,
                             command.replication)));
  fmt::print("  {} rows of {} functions, from {} to {}; {} MiB of text, {} million rows/s\n\n",
             grouped(made.rows), grouped(table.size()), human_seconds(made.first.seconds()),
             human_seconds(made.last.seconds()), human_number(static_cast<double>(made.bytes) / (1 << 20)),
             human_number(made.rate / 1e6));
  fmt::print("{}\n", yaml_of(command, scenario, table, made));
  if (const std::string traits = unsaid_traits(table); !traits.empty()) {
    fmt::print("{}\n", wrapped("functions have different traits that a csv trace cannot contain, so a replay "
                               "of the trace gives other results; the traits are " +
                                   traits,
                               80, 2));
  }
}

void print_made_json(const TraceMakeCommand& command, const Scenario& scenario, const FunctionTable& table,
                     const Made& made) {
  sim::JsonWriter json;
  json.object(sim::JsonLayout::lines, [&] {
    json.member("path", command.out);
    json.member("rows", made.rows);
    json.member("functions", table.size());
    json.member("first_s", made.first.seconds());
    json.member("last_s", made.last.seconds());
    json.member("bytes", made.bytes);
    json.member("scenario", yaml_of(command, scenario, table, made));
    json.member("unsaid_traits", unsaid_traits(table));
    json.key("run");
    json.object(sim::JsonLayout::line, [&] { json.member("rows_per_s", made.rate); });
  });
  fmt::print("{}", json.document());
}

}  // namespace

int make_trace(const TraceMakeCommand& command, const std::atomic<bool>& interrupt) {
  OutputFile::check(command.out);
  share_standard_output("--out", command.out, command.common.json);
  const Scenario scenario = scenario_of(command);
  FunctionTable table;
  const Made made = write_rows(command, scenario, table, interrupt);
  if (made.is_interrupted) {
    fmt::print(stderr, "curtain: interrupted; nothing was written\n");
    return kInterrupted;
  }
  if (made.rows == 0) {
    fmt::print(stderr, "curtain: the workload has no arrivals, so {} has only a header\n", command.out);
  }
  if (command.common.json) {
    print_made_json(command, scenario, table, made);
  } else if (!command.common.quiet) {
    print_text(command, scenario, table, made);
  }
  return kDone;
}

}  // namespace curtain::tools
