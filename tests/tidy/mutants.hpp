#pragma once
#include <vector>

#include "tests/tidy/source.hpp"

namespace tidy {

/// Checks that each mutant of the code (sim/mutant.hpp) occurs at one place and has a line in
/// tests/mutants/mutants.txt, and that each line has its mutant and names an existing test case.
Findings mutants(const std::vector<Source>& tree);

}  // namespace tidy
