#pragma once
// Where the tests find what they read and run. The places are compiled into one small source, so that every
// other test compiles to the same bytes wherever the tree is.
#include <string>

namespace support {

/// The absolute path of `place` in the source tree; `place` begins with a slash or is empty.
std::string in_tree(const std::string& place);

/// The absolute path of the program `curtain`. Only for tests that are linked with it: tests/program,
/// tests/bad_input.
std::string program_path();

/// The absolute path of `curtain-heap`, which differs from `curtain` by its queue of pending events alone.
/// For the same tests.
std::string heap_program_path();

/// The folder of the plugins in tests/plugins, with a slash at its end.
std::string plugin_folder();

}  // namespace support
