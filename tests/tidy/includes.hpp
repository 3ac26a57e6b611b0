#pragma once
// Sources of one target are compiled several at a time as one (CMakeLists.txt), where a source that lacks an
// include compiles as long as one before it has it. Compiling each alone takes an hour (`.ci/full apart`);
// this takes a second.
#include <vector>

#include "tests/tidy/source.hpp"

namespace tidy {

/// A finding for each class, constant or function of a header of the tree that a source uses without
/// including that header, itself or through others. Functions are seen where they are called and have more
/// than one word. A name that any file which the source includes mentions, or that the source may declare
/// itself, is not a finding.
Findings missing_includes(const std::vector<Source>& tree);

}  // namespace tidy
