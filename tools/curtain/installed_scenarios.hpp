#pragma once
// The scenarios that are installed with the program.
#include <optional>
#include <string>
#include <vector>

namespace curtain::tools {

/// The folder of these scenarios: share/curtain/scenarios of the installation to which the running program
/// belongs (found from the program's own path, so that an installation can be moved), or scenarios/ of the
/// source tree in which it was built. Empty if there is none.
std::string installed_scenarios_folder();

/// The file or folder of an installed scenario, by its path in that folder, with or without `scenarios/`
/// before it and `.yaml` after it: "quickstart", "lessons", "lessons/keep-alive-fixed",
/// "scenarios/quickstart.yaml". A lesson needs no folder. Nothing if there is no such scenario.
std::optional<std::string> installed_scenario(const std::string& name);

/// All names, for the message about an unknown name: "quickstart", "lessons/keep-alive-fixed".
std::vector<std::string> installed_scenario_names();

}  // namespace curtain::tools
