// `curtain trace import` converts logs to a trace.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "models/config/diagnostics.hpp"
#include "models/config/files.hpp"
#include "models/config/quantity.hpp"
#include "models/import/access_format.hpp"
#include "models/import/read_log.hpp"
#include "models/workload/byte_stream.hpp"
#include "models/workload/csv_guess.hpp"
#include "models/workload/line_reader.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/text/progress.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/trace/import_report.hpp"
#include "tools/curtain/trace/import_scenario.hpp"
#include "tools/curtain/trace/import_trace.hpp"

namespace curtain::tools {
namespace fs = std::filesystem;

namespace {

/// True for a stream, such as a pipe, which can be read only once.
bool is_stream(const std::string& path) {
  std::error_code error;
  return path == "/dev/stdin" || fs::is_fifo(path, error);
}

void add_folder(const std::string& path, std::vector<std::string>& files) {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::recursive_directory_iterator at(path, fs::directory_options::none, error), end;
       at != end && !error; at.increment(error)) {
    if (at->path().filename().string().starts_with('.')) {
      at.disable_recursion_pending();
    } else if (at->is_regular_file(error)) {
      found.push_back(at->path().string());
    }
  }
  if (error) {
    throw UsageError{"'" + path + "' cannot be read: " + error.message()};
  }
  if (found.empty()) {
    throw UsageError{"there is no file in '" + path + "'"};
  }
  std::sort(found.begin(), found.end());
  files.insert(files.end(), found.begin(), found.end());
}

/// The files that the command names, in which a folder is replaced by its files, sorted by name.
std::vector<std::string> files_of(const TraceImportCommand& command) {
  std::vector<std::string> files;
  for (const std::string& path : command.paths) {
    if (path == "-") {
      files.emplace_back("/dev/stdin");
    } else if (config::is_directory(path)) {
      add_folder(path, files);
    } else {
      const std::vector<std::string> matching = config::matching_files(path);
      files.insert(files.end(), matching.begin(), matching.end());
    }
  }
  for (const std::string& file : files) {
    if (is_stream(file)) {
      continue;
    }
    if (const auto reason = config::why_unreadable(file)) {
      throw UsageError{*reason};
    }
    if (std::error_code error; fs::equivalent(file, command.out, error)) {
      throw UsageError{"'" + file + "' is both an input and an output; choose another output"};
    }
  }
  return files;
}

/// The format of the file if it is already a trace; otherwise empty.
std::string format_of_trace(const std::string& file) {
  try {
    LineReader reader(file);
    const CsvHeader header(reader);
    return header.find("function_id") && header.find("arrival_s") ? "csv" : format_of_columns(header.names());
  } catch (const std::runtime_error&) {  // the file is not a table
    return {};
  }
}

/// Determines the kind of each file separately, if the command does not name a kind.
const LogKind& guessed_kind(const TraceImportCommand& command, const std::vector<std::string>& files) {
  const LogKind* first = nullptr;
  const std::string* of_first = nullptr;
  for (const std::string& file : files) {
    if (is_stream(file)) {
      throw UsageError{"the kind of a log from a pipe must be given: --from " +
                       config::comma_list(log_kinds())};
    }
    const LogKind* kind = nullptr;
    try {
      kind = guess_log_kind(file);
    } catch (const StreamError&) {  // the error is reported when the file is read
    }
    if (kind != nullptr && first != nullptr && kind != first) {
      throw UsageError{fmt::format(
          "'{}' looks like {}, but '{}' looks like {}; two kinds of logs may contain the same calls, so they "
          "are not combined; import each kind separately, or read all files as one kind with --from {}",
          *of_first, first->name, file, kind->name, first->name)};
    }
    if (kind != nullptr && first == nullptr) {
      first = kind;
      of_first = &file;
    }
  }
  if (first == nullptr) {
    if (const std::string format = format_of_trace(files.front()); !format.empty()) {
      throw UsageError{
          fmt::format("'{0}' is already a trace of the format {1}; describe the trace with curtain trace "
                      "info {0}{2}, or name it in the workload of a scenario",
                      files.front(), format, format == "csv" ? "" : " --format " + format)};
    }
    throw UsageError{"'" + files.front() + "'" + (files.size() > 1 ? " and the other files look" : " looks") +
                     " like no known kind of log; if the kind is one of " + config::comma_list(log_kinds()) +
                     ", name it with --from"};
  }
  if (!command.common.quiet) {
    fmt::print(stderr, "curtain: '{}' looks like {}; to read the file as another kind, use --from\n",
               *of_first, first->name);
  }
  return *first;
}

const LogKind& kind_of(const TraceImportCommand& command, const std::vector<std::string>& files) {
  if (command.from.empty()) {
    return guessed_kind(command, files);
  }
  if (const LogKind* const kind = find_log_kind(command.from)) {
    return *kind;
  }
  throw UsageError{"--from " + config::quote(command.from) + " is not a kind of log; allowed: " +
                   config::comma_list(log_kinds()) + config::did_you_mean(command.from, log_kinds())};
}

/// Throws UsageError if the layout of the access log cannot be parsed.
void check_layout(const TraceImportCommand& command) {
  try {
    (void)AccessFormat(command.log_format);
    (void)DurationField(command.duration_field);
  } catch (const std::invalid_argument& reason) {
    throw UsageError{reason.what()};
  }
  const bool has_layout = !command.log_format.empty() || !command.duration_field.empty();
  if (has_layout && !command.from.empty() && command.from != "access-log") {
    throw UsageError{"--log-format and --duration-field can be used only for access logs; found --from " +
                     command.from};
  }
}

ImportChoices choices_of(const TraceImportCommand& command) {
  ImportChoices choices;
  if (!command.memory.empty()) {
    choices.memory = config::parse_memory(command.memory);
    if (*choices.memory == 0) {
      throw UsageError{"--memory is 0, but must be greater than 0"};
    }
  }
  if (!command.duration.empty()) {
    choices.duration = config::parse_duration(command.duration).ns();
  }
  choices.with_requests = command.with_requests;
  choices.is_epoch = command.is_epoch;
  choices.keep_alive = scenario_keep_alive();
  return choices;
}

/// The text as lines of YAML comments.
std::string wrapped_comment(const std::string& text) {
  std::string lines;
  const std::string plain = wrapped(text, 78, 2);
  for (std::size_t at = 0; at < plain.size();) {
    const std::size_t end = std::min(plain.find('\n', at), plain.size());
    lines += "# " + plain.substr(at + 2, end - at - 2) + "\n";
    at = end + 1;
  }
  return lines;
}

/// The path of the trace as the scenario's file contains it.
std::string path_from_scenario(const TraceImportCommand& command) {
  const fs::path folder = fs::absolute(command.scenario).lexically_normal().parent_path();
  const fs::path trace = fs::absolute(command.out).lexically_normal();
  const fs::path relative = trace.lexically_relative(folder);
  return relative.empty() ? trace.string() : relative.string();
}

/// Creates a scenario from the log, simulates it, and writes it to the requested file.
void describe(ImportReport& report, OutputFile* file, const std::atomic<bool>& interrupt) {
  const TraceImportCommand& command = *report.command;
  LoggedWorkload log;
  log.kind = report.kind;
  log.files = report.files;
  log.first = report.trace.first;
  log.last = report.trace.last;
  log.is_epoch = command.is_epoch;
  log.has_tenant = report.trace.has_tenant;
  log.has_duration = report.trace.has_duration;
  log.has_memory = report.trace.has_memory;
  log.functions = report.trace.each;
  report.scenario = scenario_yaml(log, command.out);
  if (report.trace.gaps) {
    try {
      report.run_cold = cold_starts_of_run(report.scenario, interrupt);
      if (report.run_cold) {
        const double keep_alive = static_cast<double>(*scenario_keep_alive()) / 1e9;
        report.reasons = reasons_of({*report.trace.gaps, *report.run_cold, keep_alive});
      }
    } catch (const std::exception& reason) {
      report.reasons = {fmt::format("this scenario cannot be simulated: {}", reason.what())};
    }
  }
  if (file == nullptr) {
    return;
  }
  for (std::size_t i = 0; i < report.reasons.size(); ++i) {
    file->write(wrapped_comment((i == 0 ? "" : "- ") + report.reasons[i]));
  }
  file->write(scenario_yaml(log, path_from_scenario(command)));
}

}  // namespace

int import_trace(const TraceImportCommand& command, const std::atomic<bool>& interrupt) {
  OutputFile::check(command.out);
  share_standard_output("--out", command.out, command.common.json);
  share_standard_output("--broken", command.broken, command.common.json);
  if (!command.broken.empty() &&
      fs::absolute(command.out).lexically_normal() == fs::absolute(command.broken).lexically_normal()) {
    throw UsageError{"--out and --broken name the same file; choose different files"};
  }
  if (!command.scenario.empty()) {
    OutputFile::check(command.scenario, "--scenario", OutputFile::Content::other);
    if (fs::absolute(command.out).lexically_normal() == fs::absolute(command.scenario).lexically_normal()) {
      throw UsageError{"--out and --scenario name the same file; choose different files"};
    }
  }
  const std::vector<std::string> files = files_of(command);
  const ImportChoices choices = choices_of(command);
  ImportReport report;
  report.command = &command;
  check_layout(command);
  const bool has_layout = !command.log_format.empty() || !command.duration_field.empty();
  const LogKind& kind = has_layout ? *find_log_kind("access-log") : kind_of(command, files);
  report.kind = kind.name;
  report.files = files.size();

  OutputFile out(command.out);
  std::unique_ptr<OutputFile> scenario;
  if (!command.scenario.empty()) {
    scenario = std::make_unique<OutputFile>(command.scenario, "--scenario", OutputFile::Content::other);
  }
  std::unique_ptr<OutputFile> broken;
  if (!command.broken.empty()) {
    broken = std::make_unique<OutputFile>(command.broken, "--broken", OutputFile::Content::other);
  }
  ProgressLine progress(!command.common.json && !command.common.quiet);
  TraceImport trace(command.out, choices, broken.get(), progress);
  LogReading reading(
      {command.function, command.tenant, command.client_spans, command.log_format, command.duration_field},
      trace);
  const std::unique_ptr<LogFormat> format = kind.make(reading);
  for (const std::string& file : files) {
    try {
      read_log(file, *format, reading, interrupt);
    } catch (const StreamError& error) {
      reading.at(0, {});
      reading.refuse(Trouble::damaged_file, error.what());
    }
  }
  format->finish();
  report.counts = reading.counts();
  report.troubles = trace.troubles();
  report.examples = trace.examples();
  const bool is_refused = report.counts.invocations == 0 || (command.strict && report.counts.broken > 0);
  if (!is_refused && !interrupt.load()) {
    report.trace = trace.write(out, interrupt);
  }
  progress.clear();
  if (interrupt.load()) {
    fmt::print(stderr, "curtain: interrupted; nothing was written\n");
    return kInterrupted;
  }
  if (!is_refused) {
    out.commit();
    report.is_written = true;
    describe(report, scenario.get(), interrupt);
    if (scenario != nullptr) {
      scenario->commit();
    }
    if (broken != nullptr) {
      broken->commit();
    }
  }
  print_import(report);
  return report.is_written ? kDone : kBadInput;
}

}  // namespace curtain::tools
