#include "tools/load.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <sstream>

#include "models/config/files.hpp"
#include "models/config/plugin.hpp"
#include "models/experiment/run.hpp"
#include "tools/commands.hpp"

namespace curtain::tools {

Override parse_set(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw UsageError{"--set wants a path and a value, as in --set policies.placement=best-fit; found '" +
                     text + "'"};
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

namespace {

/// The path of a scenario as given on the command line. Throws UsageError if it is no file.
void check_path(const std::string& path) {
  const std::optional<std::string> why = config::why_unreadable(path);
  if (!why) {
    return;
  }
  std::string instead;
  if (config::is_directory(path)) {
    const std::vector<std::string> inside = scenarios_in(path);
    instead =
        inside.empty() ? "; it has no scenarios (*.yaml)" : "; a scenario in it is '" + inside.front() + "'";
  }
  throw UsageError{*why + instead};
}

/// The findings as the command line's: those of options begin with the program's name, and what was given by
/// --vary is called so.
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
    if (it->path().extension() == ".yaml") {
      inside.push_back(it->path().string());
    }
  }
  std::sort(inside.begin(), inside.end());
  return inside;
}

Scenario load(const std::string& path, const std::vector<std::string>& set,
              const std::vector<Override>& more) {
  std::vector<Override> overrides;
  for (const std::string& text : set) {
    overrides.push_back(parse_set(text));
  }
  overrides.insert(overrides.end(), more.begin(), more.end());
  check_path(path);
  try {
    Scenario scenario = load_scenario(path, overrides);
    check_names(scenario);
    return scenario;
  } catch (const ScenarioError& error) {
    throw ScenarioError(findings_of_options(error.what(), more));
  }
}

}  // namespace curtain::tools
