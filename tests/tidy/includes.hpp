#pragma once
// Sources of one target are compiled several at a time as one unit (CMakeLists.txt). In a unit a source that
// lacks an include compiles if an earlier source has this include. Compiling each source alone takes an hour
// (`.ci/full apart`); this check takes a second.
#include <vector>

#include "tests/tidy/source.hpp"

namespace tidy {

/// Returns a finding for each class, constant or function of a header of the tree that a source uses without
/// including that header, directly or indirectly. Functions count only where they are called and have more
/// than one word. A name that an included file mentions, or that the source may declare itself, is not a
/// finding.
Findings missing_includes(const std::vector<Source>& tree);

}  // namespace tidy
