// curtain run simulates one scenario, prints a table and, on request, writes a results folder.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <stdexcept>

#include "models/experiment/expectations.hpp"
#include "models/experiment/run.hpp"
#include "models/workload/printable.hpp"
#include "sim/fingerprint.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/commands/instants.hpp"
#include "tools/curtain/commands/output_options.hpp"
#include "tools/curtain/commands/recording_options.hpp"
#include "tools/curtain/commands/run_outputs.hpp"
#include "tools/curtain/interrupt.hpp"
#include "tools/curtain/load.hpp"
#include "tools/curtain/report/report_file.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/results/recording_files.hpp"
#include "tools/curtain/results/results_folder.hpp"
#include "tools/curtain/results/results_tables.hpp"
#include "tools/curtain/text/breakdown_text.hpp"
#include "tools/curtain/text/expectations_text.hpp"
#include "tools/curtain/text/lesson_text.hpp"
#include "tools/curtain/text/progress.hpp"
#include "tools/curtain/text/references_text.hpp"
#include "tools/curtain/text/run_text.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/warnings_text.hpp"

namespace curtain::tools {
namespace {

bool asks(const RunCommand& command, const char* by) {
  return std::find(command.by.begin(), command.by.end(), by) != command.by.end();
}

void print_breakdowns(const RunCommand& command, const Scenario& scenario, const RunResult& result) {
  const std::uint32_t rows = command.top.value_or(10);
  if (asks(command, "function")) {
    print_by_function(scenario, result, rows);
  }
  if (asks(command, "tenant")) {
    print_by_tenant(scenario, result, rows);
  }
  if (asks(command, "time")) {
    print_by_time(scenario, result, rows, stretch_of(command, scenario));
  }
}

/// Writes the members of the requested tables for --json, with all rows.
void write_breakdowns(const RunCommand& command, const Scenario& scenario, const RunResult& result,
                      sim::JsonWriter& json) {
  const auto member = [&](const char* name, const Records& records) {
    json.key(name);
    records.write(json);
  };
  if (asks(command, "function")) {
    member("functions", function_records(scenario, result));
  }
  if (asks(command, "tenant")) {
    member("tenants", tenant_records(scenario, result));
  }
  if (asks(command, "time")) {
    member("timeseries", time_records(scenario, result));
  }
  if (result.references) {
    json.key("references");
    write_references(*result.references, json);
  }
}

std::optional<ReferenceSettings> references_of(const RunCommand& command, const Scenario& scenario) {
  if (!command.references) {
    if (!command.lambda.empty() || !command.at.empty()) {
      throw UsageError{fmt::format("{} needs --references", command.lambda.empty() ? "--at" : "--lambda")};
    }
    return std::nullopt;
  }
  ReferenceSettings settings;
  for (const std::string& at : command.at) {
    settings.instants.push_back(Time{} + duration_of("--at", at));
    if (scenario.duration && settings.instants.back() > *scenario.duration) {
      throw UsageError{
          fmt::format("--at {} is after the end of the run, which is at {}; type an earlier instant", at,
                      human_seconds(scenario.duration->seconds()))};
    }
  }
  const PolicyChoice& keep_alive = scenario.platform.policies.keep_alive;
  if (!command.lambda.empty()) {
    settings.lambda = duration_of("--lambda", command.lambda);
  } else {
    settings.lambda =
        keep_alive.declaration->name == "oracle" ? keep_alive.arguments.duration(0) : sim::minutes(10);
  }
  return settings;
}

/// Performs a step at the end of a run that may fail. The results are printed in any case. Returns the reason
/// of a failure.
template <class Write>
std::string attempt(const Write& write) {
  try {
    write();
  } catch (const UsageError& error) {
    return error.text;
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

/// The first given option that cannot be combined with several replications, or nullptr.
const char* what_one_run_has(const RunCommand& command) {
  return !command.by.empty()            ? "--by"
         : !command.from.empty()        ? "--from"
         : !command.to.empty()          ? "--to"
         : !command.decisions.empty()   ? "--decisions"
         : !command.invocations.empty() ? "--invocations"
         : !command.perfetto.empty()    ? "--perfetto"
         : command.record               ? "--record"
         : command.references           ? "--references"
         : command.replication != 0     ? "--replication"
         : command.general_path         ? "--general-path"
                                        : nullptr;
}

/// Checks whether the changes are those of a setting of the lesson's exercise. If so, the expectations of
/// this setting apply, and the name of the setting replaces the text of the lesson, because the text
/// describes another run.
void expect_of_setting(const RunCommand& command, Scenario& scenario) {
  if (!scenario.lesson.exercise || command.common.set.empty()) {
    return;
  }
  for (const ExerciseSetting& setting : scenario.lesson.exercise->settings) {
    if (setting.set == command.common.set) {
      scenario.expect = setting.expect;
      scenario.lesson.text = "With the setting \"" + setting.name + "\" of the exercise:";
      scenario.lesson.goal.clear();
      scenario.lesson.guess.clear();
      scenario.lesson.exercise.reset();
      check_names(scenario);
      return;
    }
  }
}

/// Prints the figures of the run. A lesson prints its own text and only the metrics that it mentions, unless
/// all figures are requested.
void print_figures(const RunCommand& command, const Scenario& scenario, const RunResult& result,
                   const std::vector<ExpectationResult>& expected) {
  const bool is_lesson = scenario.lesson.is_given() && !command.all_figures;
  if (is_lesson) {
    print_lesson(scenario, result, expected);
  } else {
    print_table(scenario, result, command.replication, stretch_of(command, scenario));
  }
  print_breakdowns(command, scenario, result);
  if (result.references) {
    print_references(*result.references);
  }
  if (!is_lesson && !scenario.expect.empty()) {
    fmt::print("\n");
    print_expectations(scenario, expected);
  }
}

/// Prints a line such as "results in results/first" for each output.
void print_places(const RunCommand& command, const RunResult& result,
                  const std::vector<std::unique_ptr<RunOutput>>& outputs) {
  const auto print_place = [](const char* what, const std::string& path) {
    if (!path.empty() && path != "-") {
      fmt::print("{}", dim(wrapped(fmt::format("{} in {}", what, printable(path)), output_columns(), 2)));
    }
  };
  print_place("results", command.out);
  print_place("report", command.report);
  for (const std::unique_ptr<RunOutput>& output : outputs) {
    print_place(output->what(), result.report.partial ? std::string() : output->path());
  }
}

}  // namespace

int run(const RunCommand& command, const std::atomic<bool>& interrupt) {
  if (command.top && command.by.empty()) {
    throw UsageError{"--top needs --by"};
  }
  check_distinct({{"--out", command.out},
                  {"--report", command.report},
                  {"--invocations", command.invocations},
                  {"--decisions", command.decisions},
                  {"--perfetto", command.perfetto}});
  if (command.replications > 0) {
    if (const char* const single = what_one_run_has(command); single != nullptr) {
      throw UsageError{fmt::format(
          "{} needs a single run, but --replications requests means over {}; remove one of the two options",
          single, command.replications)};
    }
    return replicate(command, interrupt);
  }
  if (command.decisions == "-" && command.invocations == "-") {
    throw UsageError{
        "--decisions and --invocations cannot both go to standard output; name a file for one of them"};
  }
  share_standard_output("--decisions", command.decisions, command.common.json);
  share_standard_output("--invocations", command.invocations, command.common.json);
  Scenario scenario = load(command.scenario, command.common.set);
  if (command.all_figures && !scenario.lesson.is_given()) {
    throw UsageError{
        "--all-figures has an effect only for a scenario with a `lesson`; remove the option, because all "
        "figures are printed without it"};
  }
  expect_of_setting(command, scenario);
  warn(scenario.warnings, command.common);
  if (!command.out.empty()) {
    ResultsFolder::check(command.out);
  }
  check_report(command.report);
  const std::vector<std::unique_ptr<RunOutput>> outputs = run_outputs(command, scenario);
  ProgressLine line(!command.common.quiet && !command.common.json);
  RunSettings settings;
  for (const std::unique_ptr<RunOutput>& output : outputs) {
    output->attach(settings);
  }
  settings.replication = command.replication;
  settings.audit = command.audit;
  settings.references = references_of(command, scenario);
  settings.recording = recording_of(command, scenario);
  stretch_of(command, scenario);  // reports errors of --from and --to before the run
  const bool keeps_all = !command.out.empty() || !command.report.empty();
  settings.by_function = keeps_all || asks(command, "function") || asks(command, "tenant");
  settings.by_time = keeps_all || asks(command, "time");
  settings.force_general = command.general_path;
  settings.interrupt = &interrupt;
  settings.progress = [&line, &scenario](const Progress& progress) {
    if (line.is_due()) {
      line.show(done_of(progress, scenario.duration));
    }
  };
  settings.interrupted = keep_results;
  const RunResult result = run_scenario(scenario, settings);
  line.clear();
  warn(result.warnings, command.common, scenario.warnings.size());
  if (result.report.partial) {
    keep_results();
  }
  std::vector<std::string> unwritten;
  if (!result.report.partial) {  // an output is written completely or not at all
    for (const std::unique_ptr<RunOutput>& output : outputs) {
      unwritten.push_back(attempt([&] { output->commit(result); }));
    }
  }
  const auto write_results = [&](const std::string& path) {
    write_run(path, scenario, result, command.replication, command.common.set);
  };
  if (!command.out.empty()) {
    unwritten.push_back(attempt([&] { write_results(command.out); }));
  }
  if (!command.report.empty() && unwritten == std::vector<std::string>(unwritten.size())) {
    unwritten.push_back(attempt([&] { write_report_of(command.report, command.out, write_results); }));
  }
  unwritten.erase(std::remove(unwritten.begin(), unwritten.end(), ""), unwritten.end());
  const std::vector<ExpectationResult> expected = check_all(result.report, scenario);
  if (command.common.json) {
    sim::JsonWriter json;
    write_run_object(scenario, result, command.replication, command.audit, json,
                     [&](sim::JsonWriter& members) { write_breakdowns(command, scenario, result, members); });
    fmt::print("{}", json.document());
  } else if (!command.common.quiet) {
    print_figures(command, scenario, result, expected);
    if (!result.warnings.empty()) {
      fmt::print("\n");
      print_warnings(result.warnings);
    }
    const std::vector<std::string> made = {
        "fingerprint " + sim::fingerprint_text(result.report.fingerprint),
        fmt::format("{} CPU, {} invocations/s, {} MiB", human_seconds(result.use.cpu_s),
                    human_number(std::round(result.use.invocations_per_s)), result.use.peak_rss_bytes >> 20)};
    fmt::print("\n  {}\n", dim(joined(made, output_columns(), 2)));
    if (command.audit) {
      fmt::print("  {}\n", dim(fmt::format("audit: {} events checked, {}", grouped(result.audited_events),
                                           result.broken.empty() ? "all laws hold" : "laws are broken")));
    }
    if (unwritten.empty()) {
      print_places(command, result, outputs);
    }
    fmt::print("\n");
  }
  if (result.recording && !command.common.quiet) {
    for (const std::string& what : left_out(*result.recording)) {
      fmt::print(stderr, "curtain: the recording leaves out {}\n", what);
    }
  }
  for (const std::string& law : result.broken) {
    fmt::print(stderr, "curtain: broken law: {}\n", law);
  }
  for (const std::string& reason : unwritten) {
    fmt::print(stderr, "curtain: {}\n", reason);
  }
  if (!result.broken.empty() || !unwritten.empty()) {
    return kRunFailed;
  }
  if (result.report.partial) {
    std::string missing;
    for (const std::unique_ptr<RunOutput>& output : outputs) {
      missing += std::string("; ") + output->missing();
    }
    missing += settings.references ? "; no references were computed" : "";
    fmt::print(stderr, "curtain: interrupted; the results so far are marked partial{}\n", missing);
    return kInterrupted;
  }
  return all_met(expected) ? kDone : kExpectationFailed;
}

}  // namespace curtain::tools
