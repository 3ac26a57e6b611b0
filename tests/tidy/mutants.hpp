#pragma once
#include <vector>

#include "tests/tidy/source.hpp"

namespace tidy {

/// Each mutant of the code (sim/mutant.hpp) stands at one place and has its line in
/// tests/mutants/mutants.txt, each line has its mutant, and names a test case that is there.
Findings mutants(const std::vector<Source>& tree);

}  // namespace tidy
