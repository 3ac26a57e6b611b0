#pragma once
// The scenarios that come with the program, wherever it is installed.
#include <optional>
#include <string>
#include <vector>

namespace curtain::tools {

/// The folder that holds them: share/curtain/scenarios of the installation that the running program is part
/// of (found from where the program is, so that an installation can be moved), or scenarios/ of the source
/// tree that it was built in. Empty if there is none.
std::string installed_scenarios_folder();

/// The file or folder of a scenario that comes with the program, by its path in that folder, with or without
/// `scenarios/` before it and `.yaml` behind it: "quickstart", "lessons", "lessons/keep-alive-fixed",
/// "scenarios/quickstart.yaml". A lesson needs no folder. Nothing if there is none.
std::optional<std::string> installed_scenario(const std::string& name);

/// The names of all, for the message about an unknown name: "quickstart", "lessons/keep-alive-fixed".
std::vector<std::string> installed_scenario_names();

}  // namespace curtain::tools
