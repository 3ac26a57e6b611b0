#pragma once
// From the command line to a scenario.
#include <string>
#include <vector>

#include "models/config/scenario.hpp"

namespace curtain::tools {

/// Splits "a.b=c"; throws UsageError where there is no "=".
Override parse_set(const std::string& text);
/// Loads a scenario with overrides and checks the metrics it expects. Throws ScenarioError, UsageError,
/// std::invalid_argument.
Scenario load(const std::string& path, const std::vector<std::string>& set,
              const std::vector<Override>& more = {});

}  // namespace curtain::tools
