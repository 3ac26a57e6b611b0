#pragma once
// Loads the scenarios that the command line names.
#include <string>
#include <vector>

#include "models/config/scenario.hpp"

namespace curtain::tools {

/// Splits a change such as "a.b=c" into its path and its value. Throws UsageError if the text has no "=".
Override parse_set(const std::string& text);
/// The file that lists the mechanisms of a folder's scenarios. It is not a scenario.
inline constexpr const char* kMechanismsFile = "mechanisms.yaml";
/// The scenarios (*.yaml) in a folder, sorted by name; empty if there is no such folder. Does not contain
/// kMechanismsFile.
std::vector<std::string> scenarios_in(const std::string& folder);
/// The given paths, in which each folder is replaced by its scenarios, sorted by name. Throws UsageError for
/// a folder without scenarios.
std::vector<std::string> scenario_paths(const std::vector<std::string>& given);
/// The file of a scenario that the command line names by a path, by "-" for standard input, or by the name of
/// an installed scenario. The contents of standard input are in a nameless file. Throws UsageError for any
/// other text.
std::string scenario_file(const std::string& path);
/// Loads a scenario with overrides and checks that its expected metrics exist. `more` contains the overrides
/// of --vary. Throws ScenarioError, UsageError and std::invalid_argument.
Scenario load(const std::string& path, const std::vector<std::string>& set,
              const std::vector<Override>& more = {});

/// Returns the scenario of a chapter with the setting `number` of its exercise, and with the expectations of
/// the setting. Throws the exceptions of load(), whose messages begin with the place of the setting or of its
/// change in the file.
Scenario load_setting(const std::string& path, const Scenario& chapter, std::size_t number);

}  // namespace curtain::tools
