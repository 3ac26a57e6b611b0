#pragma once
// Loads scenarios named on the command line.
#include <string>
#include <vector>

#include "models/config/scenario.hpp"

namespace curtain::tools {

/// Splits "a.b=c"; throws UsageError if there is no "=".
Override parse_set(const std::string& text);
/// The scenarios (*.yaml) in a folder, sorted by name; empty if there is no such folder.
std::vector<std::string> scenarios_in(const std::string& folder);
/// The file of a scenario given on the command line: a path, "-" for standard input (its contents are in a
/// nameless file), or the name of an installed scenario. Throws UsageError for anything else.
std::string scenario_file(const std::string& path);
/// Loads a scenario with overrides and checks its expected metrics. Throws ScenarioError, UsageError,
/// std::invalid_argument. `more` comes from --vary.
Scenario load(const std::string& path, const std::vector<std::string>& set,
              const std::vector<Override>& more = {});

/// The scenario of a chapter with the setting of this number of its exercise, and the expectations of the
/// setting. Throws the exceptions of load(), whose messages begin with the place of the setting or of its
/// change in the file.
Scenario load_setting(const std::string& path, const Scenario& chapter, std::size_t number);

}  // namespace curtain::tools
