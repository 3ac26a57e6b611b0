#pragma once
// The project's rules that can be checked automatically. Each check takes one file, or the whole tree, and
// returns the violations.
#include <string_view>
#include <vector>

#include "tests/tidy/source.hpp"

namespace tidy {

/// Checks the layers: tools include models, models include sim, and never in the other direction. Within
/// models, models_below() in rules.cpp lists the allowed includes, and within models/platform,
/// platform_below(). Only models/config includes YAML, and only tools include the command line library.
Findings layers(const Source& source);

/// A header is guarded by its first line.
Findings pragma_once(const Source& source);

/// No C++ file is longer than 500 lines.
Findings length(const Source& source);

/// There are no marks of unfinished work, and no test is skipped or expected to fail.
Findings unfinished(const Source& source);

/// No file names a folder of a particular machine.
Findings machine_paths(const Source& source);

/// Features that differ between machines or runs are not used in sim/ and models/: libm, <random>, clocks,
/// thread-local state.
Findings sameness(const Source& source);

/// A model prints nothing.
Findings printing(const Source& source);

/// JSON is written only by sim/json_writer.hpp: no other literal contains a quoted key with a colon.
Findings json_by_hand(const Source& source);

/// Names of test cases contain no characters that have a special meaning for CMake or Catch2.
Findings test_names(const Source& source);

/// A file of sim/ or models/ without its own test file.
struct Untested {
  std::string_view path;
  std::string_view reason;
};

/// sim/a.cpp and sim/a.hpp have the test tests/sim/a_test.cpp, and models/b/c.cpp has tests/b/c_test.cpp,
/// unless they are listed as untested. A listed file must exist and have no test.
Findings mirrored_tests(const std::vector<Source>& tree, const std::vector<Untested>& untested);

/// Each policy's file has a line in models/policies/catalogue.inc, and each line has a file.
Findings catalogued_policies(const std::vector<Source>& tree);

}  // namespace tidy
