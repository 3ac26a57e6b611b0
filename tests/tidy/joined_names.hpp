#pragma once
// Sources of one target are compiled several at a time as one unit (CMakeLists.txt), and the grouping changes
// with each new file. Names in their anonymous namespaces could then collide, so these names must differ
// within a target.
#include <string>
#include <vector>

#include "tests/tidy/source.hpp"

namespace tidy {

/// Returns the names that `source` defines at the top level of its anonymous namespaces, sorted: classes,
/// aliases, variables and functions. Explicit specialisations and definitions by macros are not found.
std::vector<std::string> private_names(const Source& source);
/// Returns the same for named namespaces: the names that a header declares for other files.
std::vector<std::string> public_names(const Source& source);

/// Returns a finding for each name that two sources of one target define. A target is a folder of models/ or
/// tests/, the whole of sim/, or the whole of tools/curtain/.
Findings joined_names(const std::vector<Source>& tree);

}  // namespace tidy
