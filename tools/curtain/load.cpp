#include "tools/curtain/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <sstream>

#include "models/config/files.hpp"
#include "models/config/plugin.hpp"
#include "models/experiment/expectations.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/installed_scenarios.hpp"
#include "tools/curtain/standard_input.hpp"

namespace curtain::tools {

Override parse_set(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw UsageError{"--set needs a path and a value, as in --set policies.placement=best-fit; found '" +
                     text + "'"};
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

namespace {

/// Reports the error in a scenario's path that was given on the command line.
[[noreturn]] void refuse_path(const std::string& path, const std::string& why) {
  std::string instead;
  if (config::is_directory(path)) {
    const std::vector<std::string> inside = scenarios_in(path);
    instead =
        inside.empty() ? "; it has no scenarios (*.yaml)" : "; a scenario in it is '" + inside.front() + "'";
  } else if (why.find("did you mean") == std::string::npos) {
    std::vector<std::string> names = installed_scenario_names();
    for (std::size_t i = names.size(); i-- > 0;) {  // a lesson is also found without its folder
      if (const std::size_t slash = names[i].rfind('/'); slash != std::string::npos) {
        names.push_back(names[i].substr(slash + 1));
      }
    }
    instead = config::did_you_mean(path, names);
  }
  throw UsageError{why + instead};
}

/// Turns findings into messages about the command line. A finding about an option begins with the program's
/// name, and a setting that --vary gives is named as such.
std::string findings_of_options(const std::string& text, const std::vector<Override>& varied) {
  std::istringstream lines(text);
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    for (const Override& change : varied) {
      if (line.rfind("--set " + change.path + ":", 0) == 0) {
        line = "--vary" + line.substr(5);
      }
    }
    out += (out.empty() ? "" : "\n") + std::string(line.rfind("--", 0) == 0 ? "curtain: " : "") + line;
  }
  return out;
}

}  // namespace

void use_plugin(const std::string& path) {
  try {
    config::load_plugin(path);
  } catch (const std::invalid_argument& error) {
    throw UsageError{error.what()};
  }
}

std::vector<std::string> scenarios_in(const std::string& folder) {
  std::vector<std::string> inside;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".yaml" && it->path().filename() != kMechanismsFile) {
      inside.push_back(it->path().string());
    }
  }
  std::sort(inside.begin(), inside.end());
  return inside;
}

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

std::string scenario_file(const std::string& path) {
  if (is_open_stream(path)) {
    return readable_place(path);
  }
  const std::optional<std::string> why = config::why_unreadable(path);
  if (!why) {
    return path;
  }
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    if (const std::optional<std::string> found = installed_scenario(path)) {
      if (!config::is_directory(*found)) {
        return *found;
      }
      throw UsageError{
          fmt::format("'{0}' is a folder of scenarios; run one scenario, such as {0}/{1}, or all of them "
                      "with curtain validate {0}",
                      path, std::filesystem::path(scenarios_in(*found).front()).stem().string())};
    }
  }
  refuse_path(path, *why);
}

Scenario load(const std::string& path, const std::vector<std::string>& set,
              const std::vector<Override>& more) {
  std::vector<Override> overrides;
  for (const std::string& text : set) {
    overrides.push_back(parse_set(text));
  }
  overrides.insert(overrides.end(), more.begin(), more.end());
  const std::string file = scenario_file(path);
  try {
    Scenario scenario = is_open_stream(path)
                            ? parse_scenario(config::read_text_file(file), spoken_path(path), overrides)
                            : load_scenario(file, overrides);
    check_names(scenario);
    for (Warning& warning : scenario.warnings) {
      for (const Override& change : more) {
        warning.where = warning.where == "--set " + change.path ? "--vary " + change.path : warning.where;
      }
    }
    return scenario;
  } catch (const ScenarioError& error) {
    throw ScenarioError(findings_of_options(error.what(), more));
  }
}

namespace {

/// Returns the findings about a scenario with a setting of its exercise. A finding about a change begins with
/// the place of the change in the file.
std::string findings_of_setting(const std::string& text, const std::string& path_of_file,
                                const Scenario& chapter, std::size_t number) {
  const ExerciseSetting& setting = chapter.lesson.exercise->settings[number];
  const auto place_of = [&chapter](const std::string& path) {
    const auto found = chapter.places.find(path);
    return found == chapter.places.end() ? std::string() : found->second + ": ";
  };
  const std::string path = fmt::format("lesson.exercise.settings[{}]", number);
  const std::string setting_words = fmt::format("setting '{}' of the exercise: ", setting.name);
  const std::string of_setting = place_of(path + ".name") + setting_words;
  std::istringstream lines(text);
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    const std::string option = "curtain: --set ";
    std::string place = line.starts_with(path_of_file + ":") ? "" : of_setting;
    for (std::size_t i = 0; i < setting.set.size() && line.starts_with(option); ++i) {
      const std::string changed = setting.set[i].substr(0, setting.set[i].find('='));
      if (line.starts_with(option + changed + ":")) {
        place = place_of(fmt::format("{}.set[{}]", path, i)) + setting_words;
        line = line.substr(option.size() + changed.size() + 2);
      }
    }
    out += (out.empty() ? "" : "\n") + place + line;
  }
  return out;
}

}  // namespace

Scenario load_setting(const std::string& path, const Scenario& chapter, std::size_t number) {
  const ExerciseSetting& setting = chapter.lesson.exercise->settings[number];
  try {
    Scenario changed = load(path, setting.set);
    changed.expect = setting.expect;
    check_names(changed);
    return changed;
  } catch (const ScenarioError& error) {
    throw ScenarioError(findings_of_setting(error.what(), path, chapter, number));
  } catch (const UsageError& error) {
    throw UsageError{findings_of_setting(error.text, path, chapter, number)};
  }
}

}  // namespace curtain::tools
