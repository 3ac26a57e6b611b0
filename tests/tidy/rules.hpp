#pragma once
// The rules of the house that a machine can hold. Each takes one file, or the whole tree, and tells what is
// against it.
#include <string_view>
#include <vector>

#include "tests/tidy/source.hpp"

namespace tidy {

/// Layers: tools -> models -> sim, never back; within models, what models_below() in rules.cpp allows, and
/// within models/platform, what platform_below() allows; YAML is seen by models/config alone, the command
/// line by tools alone.
Findings layers(const Source& source);

/// A header is guarded by its first line.
Findings pragma_once(const Source& source);

/// No C++ file is longer than 500 lines.
Findings length(const Source& source);

/// Nothing is left unfinished, and no test is skipped or expected to fail.
Findings unfinished(const Source& source);

/// No file names a folder of somebody's machine.
Findings machine_paths(const Source& source);

/// What differs between machines or runs stays out of sim/ and models/: libm, <random>, clocks, thread-local
/// state.
Findings sameness(const Source& source);

/// A model prints nothing.
Findings printing(const Source& source);

/// JSON is written by sim/json_writer.hpp alone: no other literal holds a quoted key with a colon.
Findings json_by_hand(const Source& source);

/// Names of test cases hold nothing that CMake or Catch2 reads as more than a name.
Findings test_names(const Source& source);

/// A file of sim/ or models/ that has no test file of its own.
struct Untested {
  std::string_view path;
  std::string_view reason;
};

/// sim/a.cpp and sim/a.hpp have tests/sim/a_test.cpp, models/b/c.cpp has tests/b/c_test.cpp, or they are
/// listed as untested; and what is listed exists and has none.
Findings mirrored_tests(const std::vector<Source>& tree, const std::vector<Untested>& untested);

/// A policy's file has its line in models/policies/catalogue.inc, and each line its file.
Findings catalogued_policies(const std::vector<Source>& tree);

}  // namespace tidy
