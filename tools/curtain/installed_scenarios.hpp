#pragma once
// The scenarios that are installed with the program.
#include <optional>
#include <string>
#include <vector>

namespace curtain::tools {

/// The folder of the installed scenarios. It is share/curtain/scenarios of the installation of the running
/// program, or scenarios/ of the source tree in which the program was built. The installation is found from
/// the program's own path, so it can be moved. Empty if there is no such folder.
std::string installed_scenarios_folder();

/// The file or folder of an installed scenario, by its path within the folder. `scenarios/` before the path
/// and `.yaml` after it are optional: "quickstart", "lessons", "lessons/keep-alive-fixed",
/// "scenarios/quickstart.yaml". The folder of a lesson is also optional. Empty if there is no such scenario.
std::optional<std::string> installed_scenario(const std::string& name);

/// The names of all installed scenarios, for the message about an unknown name: "quickstart",
/// "lessons/keep-alive-fixed".
std::vector<std::string> installed_scenario_names();

}  // namespace curtain::tools
