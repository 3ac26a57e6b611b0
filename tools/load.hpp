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
/// Loads a scenario with overrides and checks the metrics it expects. Throws ScenarioError, UsageError,
/// std::invalid_argument. `more` comes from --vary.
Scenario load(const std::string& path, const std::vector<std::string>& set,
              const std::vector<Override>& more = {});

}  // namespace curtain::tools
