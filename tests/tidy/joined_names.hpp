#pragma once
// Sources of one target are compiled several at a time as one (CMakeLists.txt), and which ones changes with
// each new file. Names in their anonymous namespaces would then collide, so they differ within a target.
#include <string>
#include <vector>

#include "tests/tidy/source.hpp"

namespace tidy {

/// The names that `source` defines at the top of its anonymous namespaces, sorted: classes, aliases,
/// variables and functions. Explicit specialisations and what a macro defines are not seen.
std::vector<std::string> private_names(const Source& source);

/// A finding for each name that two sources of one target give to something of their own. A target is a
/// folder of models/ or tests/, the whole of sim/, or the whole of tools/curtain/.
Findings joined_names(const std::vector<Source>& tree);

}  // namespace tidy
