#include "tools/curtain/trace/trace_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "models/config/azure_day_fields.hpp"
#include "models/config/files.hpp"
#include "models/config/quantity.hpp"
#include "models/experiment/run.hpp"
#include "models/workload/csv_fields.hpp"
#include "models/workload/line_reader.hpp"
#include "models/workload/printable.hpp"
#include "models/workload/specification.hpp"
#include "sim/json_writer.hpp"
#include "sim/utf8.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/installed_scenarios.hpp"
#include "tools/curtain/load.hpp"
#include "tools/curtain/standard_input.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

/// Settings that a scenario must have because the files of the trace do not contain them.
struct Missing {
  const char* scenario = "";
  const char* trace = "";
};
Missing missing_from(const std::string& format) {
  if (format == "azure-2021") {
    return {"", ", memory: 128MiB"};
  }
  if (format == "huawei-2023") {
    return {"", ", default_duration: 0s, default_memory: 128MiB"};
  }
  if (format == "azure2019-cdfs") {
    return {", duration: 1h", ", functions: 1000"};
  }
  return {};
}

/// Further settings for a csv file: the name of the column of accounts, which `trace import` and `trace make`
/// may write, and constants for the memory or the durations if the file has no such columns, as in some logs.
std::string csv_columns(const std::string& path) {
  LineReader reader(path);
  CsvSplitter splitter;
  std::string_view line;
  std::vector<std::string> names;
  if (reader.next(line)) {
    for (const CsvField& field : splitter.split(reader, line)) {
      names.emplace_back(trimmed(field.text));
    }
  }
  const auto has = [&names](const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::string columns;
  std::string constants;
  const auto add = [](std::string& list, const char* entry) {
    list += (list.empty() ? "" : ", ") + std::string(entry);
  };
  if (has("tenant")) {
    add(columns, "tenant: tenant");
  }
  if (!has("memory_mb") && has("arrival_s")) {
    add(columns, "memory: none");
    add(constants, "memory: 128MiB");
  }
  if (!has("duration_s") && has("arrival_s")) {
    add(columns, "duration: none");
    add(constants, "duration: 0s");
  }
  return (columns.empty() ? "" : ", columns: {" + columns + "}") +
         (constants.empty() ? "" : ", constants: {" + constants + "}");
}

/// True if the path is an existing trace of azure-2019 without a file of memory for any day.
bool has_no_memory(const std::string& path) {
  const std::vector<AzureDay> days = config::azure_days_at(path);
  return !config::why_unreadable(days.front().invocations) &&
         std::all_of(days.begin(), days.end(), [](const AzureDay& day) { return day.memory.empty(); });
}

/// True if a text from standard input is a scenario and not a trace, because it has the key that every
/// scenario has.
bool looks_like_scenario(const std::string& place) {
  constexpr std::size_t most = std::size_t{1} << 20;
  std::ifstream file(place, std::ios::binary);
  std::string text(most, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  for (std::size_t at = text.find("workload"); at != std::string::npos; at = text.find("workload", at + 1)) {
    const std::size_t before = text.find_last_not_of(" \t\"'", at == 0 ? 0 : at - 1);
    const std::size_t behind = text.find_first_not_of(" \t\"'", at + 8);
    const bool begins = at == 0 || before == std::string::npos || text[before] == '\n' ||
                        text[before] == '{' || text[before] == ',';
    if (begins && behind != std::string::npos && text[behind] == ':') {
      return true;
    }
  }
  return false;
}

/// A hint for a path that cannot be read as one file of this format, because it may be a folder or the common
/// beginning of several paths.
std::string format_instead(const std::string& path, const std::string& layout) {
  if (config::is_directory(path) && layout == "csv") {
    return "; a folder is a trace of --format azure-2019, huawei-2023 or azure2019-cdfs";
  }
  std::error_code error;
  const bool begins = std::filesystem::exists(path + "_invocations.csv", error);
  return begins ? "; with --format azure-2019, the path may be the common beginning of three file names" : "";
}

}  // namespace

bool is_scenario(const std::string& path, const std::string& format) {
  if (!format.empty()) {
    return false;
  }
  if (is_open_stream(path)) {
    return looks_like_scenario(readable_place(path));
  }
  std::error_code error;
  return path.ends_with(".yaml") || path.ends_with(".yml") ||
         (!std::filesystem::exists(path, error) && installed_scenario(path));
}

Scenario trace_scenario(const std::string& given, const std::string& format,
                        const std::vector<std::string>& set) {
  if (is_scenario(given, format)) {
    return load(given, set);
  }
  const std::string path = readable_place(given);
  const std::string layout = format.empty() ? "csv" : format;
  const bool is_pattern = path.find_first_of("*?") != std::string::npos;
  const bool is_folder = config::is_directory(path);
  const bool may_be_folder = layout == "huawei-2023" || layout == "azure2019-cdfs";
  if (std::optional<std::string> why = config::why_unreadable(path);
      why && !is_pattern && !(is_folder && may_be_folder) &&
      layout != "azure-2019") {  // a format whose path is never a folder or the common beginning of three
                                 // names
    throw UsageError{*why + format_instead(path, layout)};
  }
  if (!sim::is_utf8(path)) {
    throw UsageError{
        fmt::format("the name '{}' is not UTF-8, so a scenario cannot contain it; rename the file, or read "
                    "it as standard input: - < FILE",
                    printable(path))};
  }
  std::vector<Override> overrides;
  for (const std::string& text : set) {
    overrides.push_back(parse_set(text));
  }
  Missing missing = missing_from(layout);
  if (layout == "azure-2019" && has_no_memory(path)) {
    missing.trace = ", default_memory: 128MiB";
  }
  const std::string columns = layout == "csv" && !is_pattern ? csv_columns(path) : "";
  const char* const key = layout == "huawei-2023" && !is_folder ? "requests" : "path";
  return parse_scenario(
      fmt::format("{{platform: ideal{}, workload: [{{trace: {{format: {}, {}: {}{}{}}}}}]}}",
                  missing.scenario, layout, key, sim::json_string(config::escape_environment(path)), columns,
                  missing.trace),
      "the command line", overrides);
}

std::unique_ptr<ArrivalSource> open_calls(const Scenario& scenario, std::uint32_t replication,
                                          FunctionTable& table) {
  std::unique_ptr<ArrivalSource> source = open_workload(scenario, replication, table);
  if (!source->clients().empty()) {
    throw UsageError{
        fmt::format("the workload of {} has clients in a closed loop, whose calls depend on the answers and "
                    "are known only after a run; remove the entry closed-loop",
                    scenario.name)};
  }
  return source;
}

void show_progress(ProgressLine& line, std::optional<Time> end, Time now, std::uint64_t calls) {
  if (line.is_due()) {
    Done done{std::nullopt, calls, "calls", "at " + human_seconds(now.seconds())};
    if (end && *end > Time{0}) {
      done.part = now.seconds() / end->seconds();
    }
    line.show(done);
  }
}

TraceSlice parse_slice(const std::string& from, const std::string& to) {
  const auto parse = [](const char* option, const std::string& text) {
    try {
      return Time{config::parse_duration(text).ns()};
    } catch (const config::QuantityError& error) {
      throw UsageError{fmt::format("{}: {}", option, error.what())};
    }
  };
  TraceSlice slice;
  if (!from.empty()) {
    slice.from = parse("--from", from);
  }
  if (!to.empty()) {
    slice.to = parse("--to", to);
  }
  if (slice.to <= slice.from) {
    throw UsageError{
        fmt::format("--to {} is not after --from {}; it must be later", to, from.empty() ? "0s" : from)};
  }
  return slice;
}

}  // namespace curtain::tools
