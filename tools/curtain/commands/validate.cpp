// curtain validate checks scenarios against their own expectations, and against measured figures.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/experiment/cases.hpp"
#include "models/experiment/expectations.hpp"
#include "models/experiment/run.hpp"
#include "models/workload/printable.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/commands/validate_changes.hpp"
#include "tools/curtain/load.hpp"
#include "tools/curtain/results/cases_tables.hpp"
#include "tools/curtain/results/results_folder.hpp"
#include "tools/curtain/text/cases_text.hpp"
#include "tools/curtain/text/expectations_text.hpp"
#include "tools/curtain/text/progress.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/warnings_text.hpp"

namespace curtain::tools {
namespace {

/// Counts expectations about metrics without a value, by reason.
class NotJudged {
 public:
  void add(const std::vector<ExpectationResult>& results) {
    for (const ExpectationResult& checked : results) {
      if (!checked.measured) {
        ++count_[checked.not_judged_because];
      }
    }
  }
  void print() const {
    for (const auto& [reason, count] : count_) {
      fmt::print("{}", red(wrapped(fmt::format("{} could not be judged, because {}",
                                               counted(count, "expectation"), reason),
                                   output_columns(), 2)));
    }
  }

 private:
  std::map<std::string, std::uint64_t> count_;
};

/// Runs the scenarios one after the other.
class Validation {
 public:
  Validation(const ValidateCommand& command, const std::atomic<bool>& interrupt)
      : command_(command), interrupt_(interrupt), paths_(scenario_paths(command.paths)) {
    for (const std::string& path : paths_) {
      scenarios_.push_back(load(path, command.common.set));
      shown_.push_back(path);
      const Scenario& scenario = scenarios_.back();
      const auto is_measured = [](const Expectation& expected) { return expected.is_measured; };
      if (std::any_of(scenario.expect.begin(), scenario.expect.end(), is_measured)) {
        throw UsageError{
            fmt::format("'{}' expects figures of measured logs, so it must be validated alone; type "
                        "curtain validate --measured LOG --scenario {}",
                        path, path)};
      }
      if (scenario.expect.empty() && scenario.cases.empty()) {
        throw UsageError{"'" + path +
                         "' has no `expect` section; add one, because there is nothing to validate"};
      }
      has_cases_ = has_cases_ || !scenario.cases.empty();
      if (!scenario.cases.empty() && !command.platform.empty()) {
        change_platform(path);
      }
      add_settings(path);
    }
    if (!has_cases_) {
      refuse_options_of_cases();
    }
  }

  /// Prints each result, or writes it to `json`. Stops at an interrupt or a broken law.
  Status run(sim::JsonWriter& json) {
    Status status = kDone;
    const auto run_all = [&] {
      for (std::size_t i = 0; i < scenarios_.size() && status == kDone; ++i) {
        status = run_one(i, json);
      }
    };
    if (!has_cases_) {
      json.array(sim::JsonLayout::lines, run_all);
    } else {
      json.object(sim::JsonLayout::lines, [&] {
        json.key("runs");
        json.array(sim::JsonLayout::lines, run_all);
        sort_cases();
        write_cases(cases_, json);
      });
    }
    const bool is_failed = met_ < expecting_ || count_cases(cases_).failed() > 0;
    return status == kDone && is_failed ? kExpectationFailed : status;
  }

  void print_sum() const {
    if (expecting_ > 0 && !prints_only_cases()) {
      fmt::print("\n  {} of {} scenarios met their expectations\n", met_, expecting_);
      not_judged_.print();
    }
    if (command_.format == "csv") {
      fmt::print("{}", cases_csv(cases_));
    } else if (command_.format == "markdown") {
      fmt::print("{}", cases_markdown(cases_));
    } else {
      fmt::print("{}{}\n", has_cases_ ? cases_table(cases_) : "",
                 has_cases_ ? counts_text(count_cases(cases_)) : "");
    }
  }

 private:
  /// Whether standard output contains only the table of cases, for a program that reads the table.
  [[nodiscard]] bool prints_only_cases() const {
    return command_.format == "csv" || command_.format == "markdown";
  }

  void refuse_options_of_cases() const {
    const char* const option = !command_.format.empty()     ? "--format"
                               : !command_.platform.empty() ? "--platform"
                               : command_.replications > 1  ? "--replications"
                                                            : nullptr;
    if (option != nullptr) {
      throw UsageError{
          fmt::format("{} is about the cases of scenarios, but no scenario has a `cases` section", option)};
    }
  }

  /// Replaces the profile of the last scenario, which keeps its cases under the heading of its own profile. A
  /// scenario that contradicts the profile is not run, so that its cases fail.
  void change_platform(const std::string& path) {
    const std::string own = scenarios_.back().platform_name;
    try {
      scenarios_.back() = load(path, command_.common.set, {{"platform", command_.platform}});
    } catch (const ScenarioError& error) {
      const std::vector<std::string> profiles = platform_profiles();
      if (std::find(profiles.begin(), profiles.end(), command_.platform) == profiles.end()) {
        throw;
      }
      refused_[scenarios_.size() - 1] = "the scenario contradicts the profile " + command_.platform;
    }
    scenarios_.back().platform_name = own;
    scenarios_.back().expect.clear();
  }

  /// Adds the settings of an exercise of the last scenario, if they have expectations.
  void add_settings(const std::string& path) {
    const Scenario chapter = scenarios_.back();
    if (!chapter.lesson.exercise || !command_.common.set.empty()) {
      return;
    }
    for (std::size_t i = 0; i < chapter.lesson.exercise->settings.size(); ++i) {
      const ExerciseSetting& setting = chapter.lesson.exercise->settings[i];
      Scenario changed = load_setting(path, chapter, i);
      if (!setting.expect.empty()) {
        changed.cases.clear();
        scenarios_.push_back(std::move(changed));
        shown_.push_back(path + ", setting '" + setting.name + "'");
      }
    }
  }

  RunResult simulate(std::size_t i, std::uint32_t replication) {
    RunSettings settings;
    settings.replication = replication;
    settings.audit = command_.audit;
    settings.interrupt = &interrupt_;
    settings.progress = [&](const Progress& progress) {
      if (line_.is_due()) {
        Done done = done_of(progress, scenarios_[i].duration);
        done.part = (static_cast<double>(i) + std::min(1.0, done.part.value_or(0))) /
                    static_cast<double>(scenarios_.size());
        done.where = fmt::format("run {} of {}", i + 1, scenarios_.size());
        line_.show(done);
      }
    };
    RunResult result = run_scenario(scenarios_[i], settings);
    line_.clear();
    return result;
  }

  Status run_one(std::size_t i, sim::JsonWriter& json) {
    const Scenario& scenario = scenarios_[i];
    if (are_all_not_yet(scenario.cases) && scenario.expect.empty()) {
      add_cases(i, judge_cases({}, scenario));
      return kDone;
    }
    if (const auto refused = refused_.find(i); refused != refused_.end()) {
      std::vector<CaseResult> results = judge_cases({}, scenario);
      for (CaseResult& result : results) {
        result.absent_because = result.verdict == CaseVerdict::failed ? refused->second : "";
      }
      add_cases(i, results);
      return kDone;
    }
    std::vector<Report> reports;
    const std::uint32_t replications = scenario.cases.empty() ? 1 : command_.replications;
    for (std::uint32_t replication = 0; replication < replications; ++replication) {
      RunResult result = simulate(i, replication);
      if (const Status status = check_run(i, replication, result, json); status != kDone) {
        return status;
      }
      reports.push_back(std::move(result.report));
    }
    add_cases(i, judge_cases(reports, scenario));
    return kDone;
  }

  /// Reports the warnings, the broken laws and, for the first replication, the expectations of a run.
  Status check_run(std::size_t i, std::uint32_t replication, const RunResult& result, sim::JsonWriter& json) {
    if (replication == 0) {
      warn(result.warnings, command_.common);
    }
    if (result.report.partial) {
      fmt::print(stderr, "curtain: interrupted\n");
      return kInterrupted;
    }
    if (replication == 0 && !scenarios_[i].expect.empty()) {
      judge_expectations(i, result, json);
    }
    for (const std::string& law : result.broken) {
      fmt::print(stderr, "curtain: broken law: {}\n", law);
    }
    return result.broken.empty() ? kDone : kRunFailed;
  }

  void judge_expectations(std::size_t i, const RunResult& result, sim::JsonWriter& json) {
    const std::vector<ExpectationResult> expected = check_all(result.report, scenarios_[i]);
    if (command_.common.json) {
      write_run_object(scenarios_[i], result, 0, command_.audit, json, [](sim::JsonWriter&) {});
    } else if (!command_.common.quiet && !prints_only_cases()) {
      fmt::print("\n{}",
                 wrapped(bold(scenarios_[i].name) + "  " + dim(printable(shown_[i])), output_columns(), 2));
      print_expectations(scenarios_[i], expected);
    }
    ++expecting_;
    met_ += all_met(expected) ? 1 : 0;
    not_judged_.add(expected);
  }

  /// A path of a profile starts from the folder of the scenario.
  [[nodiscard]] std::string profile_of(std::size_t i) const {
    const std::string& name = scenarios_[i].platform_name;
    const bool is_path = std::filesystem::path(name).extension() == ".yaml";
    return is_path ? (std::filesystem::path(shown_[i]).parent_path() / name).lexically_normal().string()
                   : name;
  }

  void add_cases(std::size_t i, const std::vector<CaseResult>& results) {
    for (std::size_t k = 0; k < results.size(); ++k) {
      cases_.push_back({scenarios_[i].cases[k], results[k], profile_of(i), shown_[i]});
    }
  }

  void sort_cases() {
    std::stable_sort(cases_.begin(), cases_.end(), [](const JudgedCase& a, const JudgedCase& b) {
      return a.platform != b.platform ? a.platform < b.platform : a.stated.number < b.stated.number;
    });
  }

  const ValidateCommand& command_;
  const std::atomic<bool>& interrupt_;
  std::vector<std::string> paths_;
  std::vector<std::string> shown_;  // the name of each scenario in messages
  std::vector<Scenario> scenarios_;
  std::map<std::size_t, std::string> refused_;  // scenarios that are not run, with the reason
  std::vector<JudgedCase> cases_;
  bool has_cases_ = false;
  std::size_t expecting_ = 0;  // number of scenarios that ran and have expectations
  std::size_t met_ = 0;
  NotJudged not_judged_;
  ProgressLine line_{!command_.common.quiet && !command_.common.json};
};

/// Whether the only path is a scenario that has expectations of measured logs.
bool expects_measured(const ValidateCommand& command) {
  const std::vector<std::string> paths = scenario_paths(command.paths);
  if (paths.size() != 1 || paths.front() == "-") {
    return false;
  }
  const Scenario scenario = load(paths.front(), command.common.set);
  return std::any_of(scenario.expect.begin(), scenario.expect.end(),
                     [](const Expectation& expected) { return expected.is_measured; });
}

}  // namespace

int validate(const ValidateCommand& given, const std::atomic<bool>& interrupt) {
  if (given.sensitivity) {
    return print_sensitivity(given, interrupt);
  }
  if (given.mechanisms || !given.without.empty()) {
    return print_mechanisms(given, interrupt);
  }
  ValidateCommand command = given;
  command.common.json = given.common.json || given.format == "json";
  if (!command.measured.empty() || !command.scenario.empty()) {
    if (command.scenario.empty() || !command.paths.empty()) {
      throw UsageError{
          "--measured needs --scenario, and no other scenarios; type curtain validate --measured LOG "
          "--scenario S"};
    }
    return validate_measured(command, command.scenario, interrupt);
  }
  if (command.paths.empty()) {
    throw UsageError{
        "validate needs a scenario, such as curtain validate lessons, or --measured and --scenario"};
  }
  if (command.paths.size() == 1 && expects_measured(command)) {
    return validate_measured(command, command.paths.front(), interrupt);
  }
  Validation validation(command, interrupt);
  sim::JsonWriter json;
  const Status status = validation.run(json);
  if (status == kInterrupted || status == kRunFailed) {
    return status;
  }
  if (command.common.json) {
    fmt::print("{}", json.document());
  } else if (!command.common.quiet) {
    validation.print_sum();
  }
  return status;
}

}  // namespace curtain::tools
