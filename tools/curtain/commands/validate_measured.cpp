// curtain validate --measured holds the replays of measured logs against the logs.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "models/experiment/replay/joint_figures.hpp"
#include "models/experiment/replay/log_comparison.hpp"
#include "models/measured/read_measured.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/load.hpp"
#include "tools/curtain/text/expectations_text.hpp"
#include "tools/curtain/text/measured_text.hpp"
#include "tools/curtain/text/progress.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/warnings_text.hpp"

namespace curtain::tools {
namespace {

constexpr std::string_view kLogEndings[] = {".csv",     ".csv.gz", ".csv.zst",  ".json",
                                            ".json.gz", ".jsonl",  ".jsonl.gz", ".log"};

/// The given paths, in which each folder is replaced by its CSV and JSON files, sorted by name.
std::vector<std::string> log_paths(const std::vector<std::string>& given) {
  std::vector<std::string> paths;
  for (const std::string& path : given) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      paths.push_back(path);
      continue;
    }
    std::vector<std::string> inside;
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
      const std::string name = entry.path().filename().string();
      const bool is_log = std::any_of(std::begin(kLogEndings), std::end(kLogEndings),
                                      [&name](std::string_view end) { return name.ends_with(end); });
      if (is_log && entry.is_regular_file(error)) {
        inside.push_back(entry.path().string());
      }
    }
    if (inside.empty()) {
      throw UsageError{fmt::format("the folder '{}' has no logs ({})", path, fmt::join(kLogEndings, ", "))};
    }
    std::sort(inside.begin(), inside.end());
    paths.insert(paths.end(), inside.begin(), inside.end());
  }
  return paths;
}

std::vector<MeasuredLog> read_logs(const std::vector<std::string>& paths, const CommonOptions& common) {
  std::vector<MeasuredLog> logs;
  for (const std::string& path : log_paths(paths)) {
    logs.push_back(read_measured(path));
    const MeasuredLog& log = logs.back();
    if (log.refused == 0 || common.quiet) {
      continue;
    }
    for (const RefusedRow& row : log.refusals) {
      fmt::print(stderr, "curtain: {}\n", row.what);
    }
    fmt::print(stderr, "curtain: {}: {} of {} were refused\n", path, grouped(log.refused),
               counted(log.rows, "record"));
  }
  return logs;
}

std::vector<std::string> paths_in(const Scenario& scenario) {
  for (const WorkloadSpec& spec : scenario.workload) {
    if (const auto* const measured = std::get_if<MeasuredSpec>(&spec)) {
      return measured->paths;
    }
  }
  return {};
}

}  // namespace

int validate_measured(const ValidateCommand& command, const std::string& path,
                      const std::atomic<bool>& interrupt) {
  Scenario scenario = load(path, command.common.set);
  // Each log is a run of its own, so the bounds on metrics of a run do not apply to the logs together.
  scenario.expect.erase(std::remove_if(scenario.expect.begin(), scenario.expect.end(),
                                       [](const Expectation& expected) { return !expected.is_measured; }),
                        scenario.expect.end());
  const std::vector<std::string> given = command.measured.empty() ? paths_in(scenario) : command.measured;
  if (given.empty()) {
    throw UsageError{fmt::format(
        "'{}' names no log; give one with --measured LOG, or with path in its measured workload", path)};
  }
  const std::vector<MeasuredLog> logs = read_logs(given, command.common);
  warn(scenario.warnings, command.common);
  ProgressLine line(!command.common.quiet && !command.common.json);
  LogComparisonSettings settings;
  settings.replications = command.replays;
  settings.threads = command.threads;
  settings.interrupt = &interrupt;
  settings.progress = [&line](std::size_t done, std::size_t all) {
    if (line.is_due()) {
      Done now;
      now.part = static_cast<double>(done) / static_cast<double>(all);
      now.where = fmt::format("replay {} of {}", done, all);
      line.show(now);
    }
  };
  const LogComparison comparison = compare_logs(scenario, logs, settings);
  line.clear();
  if (comparison.partial) {
    fmt::print(stderr, "curtain: interrupted\n");
    return kInterrupted;
  }
  const std::vector<ExpectationResult> results = check_measured(comparison, scenario);
  if (command.common.json || command.format == "json") {
    sim::JsonWriter json;
    json.object(sim::JsonLayout::lines, [&] {
      json.member("scenario", scenario.name);
      json.key("expectations");
      write_expectations(scenario, results, false, json);
      json.key("comparison");
      write_measured(comparison, json);
    });
    fmt::print("{}", json.document());
  } else if (command.format == "csv") {
    fmt::print("{}", measured_csv(comparison));
  } else if (!command.common.quiet) {
    fmt::print("{}", measured_text(comparison));
    if (!results.empty()) {
      fmt::print("\n");
      print_expectations(scenario, results);
    }
    fmt::print("\n");
  }
  return all_met(results) ? kDone : kExpectationFailed;
}

}  // namespace curtain::tools
