#pragma once
// Policies from shared libraries.
#include <string>
#include <vector>

namespace curtain::config {

/// Loads the plugin in a file and adds its policies to the catalogue; it stays loaded. Throws
/// std::invalid_argument, and adds nothing, where the file is no plugin, was built for another version
/// (models/policies/plugin.hpp), or declares a policy that is not whole or whose name is taken.
void load_plugin(const std::string& path);

/// The files of the plugins loaded, in that order.
const std::vector<std::string>& loaded_plugins();

}  // namespace curtain::config
