// curtain validate checks scenarios against their own expectations.
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

#include "models/experiment/expectations.hpp"
#include "models/experiment/run.hpp"
#include "models/workload/printable.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/installed_scenarios.hpp"
#include "tools/curtain/load.hpp"
#include "tools/curtain/results/results_folder.hpp"
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

/// The given paths, in which each folder is replaced by its scenarios, sorted by name.
std::vector<std::string> scenario_paths(const std::vector<std::string>& given) {
  std::vector<std::string> paths;
  for (const std::string& name : given) {
    std::error_code error;
    const bool is_there = name == "-" || std::filesystem::exists(name, error);
    const std::string path = is_there ? name : installed_scenario(name).value_or(name);
    if (!std::filesystem::is_directory(path, error)) {
      paths.push_back(path);
      continue;
    }
    const std::vector<std::string> inside = scenarios_in(path);
    if (inside.empty()) {
      throw UsageError{"the folder '" + path + "' has no scenarios (*.yaml)"};
    }
    paths.insert(paths.end(), inside.begin(), inside.end());
  }
  return paths;
}

/// Runs the scenarios one after the other.
class Validation {
 public:
  Validation(const ValidateCommand& command, const std::atomic<bool>& interrupt)
      : command_(command), interrupt_(interrupt), paths_(scenario_paths(command.paths)) {
    for (const std::string& path : paths_) {
      scenarios_.push_back(load(path, command.common.set));
      shown_.push_back(path);
      const auto is_measured = [](const Expectation& expected) { return expected.is_measured; };
      if (std::any_of(scenarios_.back().expect.begin(), scenarios_.back().expect.end(), is_measured)) {
        throw UsageError{
            fmt::format("'{}' expects figures of measured logs, so it must be validated alone; type "
                        "curtain validate --measured LOG --scenario {}",
                        path, path)};
      }
      if (scenarios_.back().expect.empty()) {
        throw UsageError{"'" + path +
                         "' has no `expect` section; add one, because there is nothing to validate"};
      }
      add_settings(path);
    }
  }

  /// Prints each result, or writes it to `json`. Stops at an interrupt or a broken law.
  Status run(sim::JsonWriter& json) {
    Status status = kDone;
    json.array(sim::JsonLayout::lines, [&] {
      for (std::size_t i = 0; i < scenarios_.size() && status == kDone; ++i) {
        status = run_one(i, json);
      }
    });
    return status == kDone && met_ < scenarios_.size() ? kExpectationFailed : status;
  }

  void print_sum() const {
    fmt::print("\n  {} of {} scenarios met their expectations\n", met_, scenarios_.size());
    not_judged_.print();
    fmt::print("\n");
  }

 private:
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
        scenarios_.push_back(std::move(changed));
        shown_.push_back(path + ", setting '" + setting.name + "'");
      }
    }
  }

  RunResult simulate(std::size_t i) {
    RunSettings settings;
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
    const RunResult result = simulate(i);
    warn(result.warnings, command_.common);
    if (result.report.partial) {
      fmt::print(stderr, "curtain: interrupted\n");
      return kInterrupted;
    }
    const std::vector<ExpectationResult> expected = check_all(result.report, scenarios_[i]);
    if (command_.common.json) {
      write_run_object(scenarios_[i], result, 0, command_.audit, json, [](sim::JsonWriter&) {});
    } else if (!command_.common.quiet) {
      fmt::print("\n{}",
                 wrapped(bold(scenarios_[i].name) + "  " + dim(printable(shown_[i])), output_columns(), 2));
      print_expectations(scenarios_[i], expected);
    }
    met_ += all_met(expected) ? 1 : 0;
    not_judged_.add(expected);
    for (const std::string& law : result.broken) {
      fmt::print(stderr, "curtain: broken law: {}\n", law);
    }
    return result.broken.empty() ? kDone : kRunFailed;
  }

  const ValidateCommand& command_;
  const std::atomic<bool>& interrupt_;
  std::vector<std::string> paths_;
  std::vector<std::string> shown_;  // the name of each scenario in messages
  std::vector<Scenario> scenarios_;
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

int validate(const ValidateCommand& command, const std::atomic<bool>& interrupt) {
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
