#pragma once
// From the command line to a scenario.
#include <string>
#include <vector>

#include "models/config/scenario.hpp"

namespace curtain::tools {

/// Splits "a.b=c"; throws UsageError where there is no "=".
Override parse_set(const std::string& text);
/// The scenarios (*.yaml) in a folder, by name; none where there is no such folder.
std::vector<std::string> scenarios_in(const std::string& folder);
/// The file of a scenario as given on the command line: a path, "-" for standard input (what came is in a
/// nameless file), or the name of one that is installed with the program. Throws UsageError if it is none.
std::string scenario_file(const std::string& path);
/// Loads a scenario with overrides and checks the metrics it expects. Throws ScenarioError, UsageError,
/// std::invalid_argument. `more` comes from --vary.
Scenario load(const std::string& path, const std::vector<std::string>& set,
              const std::vector<Override>& more = {});

}  // namespace curtain::tools
