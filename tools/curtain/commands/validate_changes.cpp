#include "tools/curtain/commands/validate_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "models/config/diagnostics.hpp"
#include "models/config/mechanisms.hpp"
#include "models/experiment/run.hpp"
#include "models/experiment/sensitivity.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/installed_scenarios.hpp"
#include "tools/curtain/load.hpp"
#include "tools/curtain/text/cases_text.hpp"
#include "tools/curtain/text/progress.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

/// The scenarios with cases among the given paths, with their paths.
std::vector<std::pair<std::string, Scenario>> scenarios_with_cases(const ValidateCommand& command) {
  std::vector<std::pair<std::string, Scenario>> found;
  for (const std::string& path : scenario_paths(command.paths)) {
    Scenario scenario = load(path, command.common.set);
    if (!scenario.cases.empty()) {
      found.emplace_back(path, std::move(scenario));
    }
  }
  if (found.empty()) {
    throw UsageError{"no scenario has a `cases` section, so there are no figures that settings could change"};
  }
  return found;
}

/// Draws a line of progress by the number of scenarios.
class ScenarioProgress {
 public:
  ScenarioProgress(std::size_t count, const CommonOptions& options)
      : count_(count), line_(!options.quiet && !options.json) {}
  void next() {
    Done done;
    done.part = static_cast<double>(finished_) / static_cast<double>(count_);
    done.where = fmt::format("scenario {} of {}", ++finished_, count_);
    line_.show(done);
  }
  void clear() { line_.clear(); }

 private:
  std::size_t count_;
  std::size_t finished_ = 0;
  ProgressLine line_;
};

std::string influence_text(const Influence& one) {
  const std::string change = std::isfinite(one.relative_change)
                                 ? fmt::format("{:+.1f} %", 100 * one.relative_change)
                                 : fmt::format("from 0 to {}", human_number(one.figure));
  return fmt::format("{} {} to {}: {}{}{}", one.setting.path, one.setting.value, one.setting.changed, change,
                     one.is_one_to_one ? ", one to one" : "",
                     one.equals_the_figure ? ", equals the figure" : "");
}

/// A case with the settings that move its figure.
struct CaseInfluences {
  ValidationCase stated;
  std::string platform;
  std::string scenario;
  CaseSensitivity found;

  /// A case that is stated as input may depend on a setting that is not a number, so only the other
  /// direction is wrong.
  [[nodiscard]] bool is_wrong() const {
    return stated.kind == FigureKind::emergent && found.kind() == FigureKind::input;
  }
};

void write_influences(const std::vector<CaseInfluences>& cases) {
  sim::JsonWriter json;
  json.array(sim::JsonLayout::lines, [&] {
    for (const CaseInfluences& one : cases) {
      json.object(sim::JsonLayout::lines, [&] {
        json.member("platform", one.platform);
        json.member("case", one.stated.number);
        json.member("finding", one.stated.finding);
        json.member("stated", kind_name(one.stated.kind));
        json.member("found", kind_name(one.found.kind()));
        json.member("scenario", one.scenario);
        json.key("settings");
        json.array(sim::JsonLayout::lines, [&] {
          for (const Influence& influence : one.found.influences) {
            json.object(sim::JsonLayout::line, [&] {
              json.member("setting", influence.setting.path);
              json.member("value", influence.setting.value);
              json.member("changed", influence.setting.changed);
              json.member("change", influence.relative_change);
              json.member("one_to_one", influence.is_one_to_one);
              json.member("equals_the_figure", influence.equals_the_figure);
            });
          }
        });
      });
    }
  });
  fmt::print("{}", json.document());
}

void print_influences(const CaseInfluences& one) {
  const std::size_t columns = output_columns();
  const std::string found(kind_name(one.found.kind()));
  fmt::print("\n{}",
             wrapped(fmt::format("{} case {}: {}", bold(one.platform), one.stated.number, one.stated.finding),
                     columns, 2, 4));
  fmt::print("{}", wrapped(fmt::format("stated as {}; found {}", kind_name(one.stated.kind),
                                       one.is_wrong() ? red(found) : found),
                           columns, 4));
  for (const Influence& influence : one.found.influences) {
    fmt::print("{}", dim(wrapped(influence_text(influence), columns, 6, 8)));
  }
  if (one.found.influences.empty()) {
    fmt::print("{}", dim(wrapped("no number of the platform moves the figure", columns, 6)));
  }
}

/// The mechanisms of the first path's folder.
std::vector<Mechanism> mechanisms_of(const ValidateCommand& command) {
  const std::string& given = command.paths.front();
  std::error_code error;
  const std::string path =
      std::filesystem::exists(given, error) ? given : installed_scenario(given).value_or(given);
  const std::filesystem::path folder = std::filesystem::is_directory(path, error)
                                           ? std::filesystem::path(path)
                                           : std::filesystem::path(path).parent_path();
  const std::vector<Mechanism> all = load_mechanisms((folder / kMechanismsFile).string());
  if (command.without.empty()) {
    return all;
  }
  std::vector<Mechanism> chosen;
  for (const std::string& name : command.without) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&name](const Mechanism& one) { return one.name == name; });
    if (found == all.end()) {
      std::vector<std::string> names;
      for (const Mechanism& one : all) {
        names.push_back(one.name);
      }
      throw UsageError{fmt::format("--without: there is no mechanism '{}'; found: {}{}", name,
                                   config::comma_list(names), config::did_you_mean(name, names))};
    }
    chosen.push_back(*found);
  }
  return chosen;
}

bool rests_on(const ValidationCase& one, const std::string& mechanism) {
  return std::find(one.rests_on.begin(), one.rests_on.end(), mechanism) != one.rests_on.end();
}

/// The cases that rest on a mechanism, as they turn out without the mechanism.
struct WithoutMechanism {
  Mechanism mechanism;
  std::vector<JudgedCase> cases;

  [[nodiscard]] std::size_t failed() const {
    return static_cast<std::size_t>(std::count_if(cases.begin(), cases.end(), [](const JudgedCase& one) {
      return one.result.verdict == CaseVerdict::failed;
    }));
  }
};

WithoutMechanism run_without(const Mechanism& mechanism,
                             const std::vector<std::pair<std::string, Scenario>>& scenarios,
                             const ValidateCommand& command, const std::atomic<bool>& interrupt) {
  WithoutMechanism outcome{mechanism, {}};
  for (const auto& [path, scenario] : scenarios) {
    const bool is_concerned =
        std::any_of(scenario.cases.begin(), scenario.cases.end(),
                    [&mechanism](const ValidationCase& one) { return rests_on(one, mechanism.name); });
    if (!is_concerned) {
      continue;
    }
    std::vector<std::string> set = command.common.set;
    set.insert(set.end(), mechanism.without.begin(), mechanism.without.end());
    const std::vector<CaseResult> results = run_cases(load(path, set), &interrupt);
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (rests_on(scenario.cases[i], mechanism.name)) {
        outcome.cases.push_back({scenario.cases[i], results[i], scenario.platform_name, path});
      }
    }
  }
  return outcome;
}

void print_without(const WithoutMechanism& outcome) {
  const std::size_t columns = output_columns();
  const std::string count =
      fmt::format("{} of {} failed", outcome.failed(), counted(outcome.cases.size(), "figure"));
  fmt::print("\n{}", wrapped(fmt::format("without {}: {}", bold(outcome.mechanism.name),
                                         outcome.failed() > 0 ? count : red(count)),
                             columns, 2));
  fmt::print("{}", dim(wrapped(config::comma_list(outcome.mechanism.without), columns, 4)));
  for (const JudgedCase& one : outcome.cases) {
    fmt::print("{}", wrapped(fmt::format("{}  case {} ({}): {}; measured {}, simulated {}",
                                         verdict_name(one.result.verdict), one.stated.number, one.platform,
                                         one.stated.finding, measured_text(one.stated),
                                         simulated_text(one.stated, one.result)),
                             columns, 4, 6));
  }
}

void write_without(const std::vector<WithoutMechanism>& outcomes) {
  sim::JsonWriter json;
  json.array(sim::JsonLayout::lines, [&] {
    for (const WithoutMechanism& outcome : outcomes) {
      json.object(sim::JsonLayout::lines, [&] {
        json.member("mechanism", outcome.mechanism.name);
        json.list("without", outcome.mechanism.without);
        json.key("cases");
        json.array(sim::JsonLayout::lines, [&] {
          for (const JudgedCase& one : outcome.cases) {
            json.object(sim::JsonLayout::line, [&] {
              json.member("platform", one.platform);
              json.member("case", one.stated.number);
              json.member("finding", one.stated.finding);
              json.member("simulated", one.result.simulated);
              json.member("result", verdict_name(one.result.verdict));
            });
          }
        });
      });
    }
  });
  fmt::print("{}", json.document());
}

}  // namespace

int print_sensitivity(const ValidateCommand& command, const std::atomic<bool>& interrupt) {
  const auto scenarios = scenarios_with_cases(command);
  std::vector<CaseInfluences> cases;
  ScenarioProgress progress(scenarios.size(), command.common);
  for (const auto& [path, scenario] : scenarios) {
    progress.next();
    const std::vector<CaseSensitivity> found = sensitivity_of(scenario, &interrupt);
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (scenario.cases[i].not_yet.empty()) {
        cases.push_back({scenario.cases[i], scenario.platform_name, path, found[i]});
      }
    }
  }
  progress.clear();
  const auto wrong =
      std::count_if(cases.begin(), cases.end(), [](const CaseInfluences& one) { return one.is_wrong(); });
  if (command.common.json) {
    write_influences(cases);
  } else if (!command.common.quiet) {
    for (const CaseInfluences& one : cases) {
      print_influences(one);
    }
    fmt::print("\n  {} of {} are stated as emergent but are input\n\n", wrong,
               counted(cases.size(), "figure"));
  }
  return wrong > 0 ? kExpectationFailed : kDone;
}

int print_mechanisms(const ValidateCommand& command, const std::atomic<bool>& interrupt) {
  const std::vector<Mechanism> mechanisms = mechanisms_of(command);
  const auto scenarios = scenarios_with_cases(command);
  std::vector<WithoutMechanism> outcomes;
  ScenarioProgress progress(mechanisms.size(), command.common);
  for (const Mechanism& mechanism : mechanisms) {
    progress.next();
    outcomes.push_back(run_without(mechanism, scenarios, command, interrupt));
  }
  progress.clear();
  if (command.common.json) {
    write_without(outcomes);
  } else if (!command.common.quiet) {
    for (const WithoutMechanism& outcome : outcomes) {
      print_without(outcome);
    }
    fmt::print("\n");
  }
  const bool all_fail = std::all_of(outcomes.begin(), outcomes.end(),
                                    [](const WithoutMechanism& one) { return one.failed() > 0; });
  return all_fail ? kDone : kExpectationFailed;
}

}  // namespace curtain::tools
