#pragma once
// Policies from shared libraries.
#include <string>
#include <vector>

namespace curtain::config {

/// Loads the plugin in a file and adds its policies to the catalogue. The plugin stays loaded. Throws
/// std::invalid_argument, and adds nothing, if the file is not a plugin, was built for another version
/// (models/policies/plugin.hpp), or declares a policy that is incomplete or has an existing name.
void load_plugin(const std::string& path);

/// The files of the loaded plugins, in the order of loading.
const std::vector<std::string>& loaded_plugins();

}  // namespace curtain::config
