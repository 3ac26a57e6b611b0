#pragma once
// The paths of files and programs that tests use. They are compiled into one small source, so every other
// test compiles to the same bytes in any folder.
#include <string>

namespace support {

/// The absolute path of `place` in the source tree; `place` begins with a slash or is empty.
std::string in_tree(const std::string& place);

/// The absolute path of the program `curtain`. Only for tests that depend on it: tests/program,
/// tests/bad_input.
std::string program_path();

/// The absolute path of `curtain-heap`, which differs from `curtain` only by its queue of pending events.
/// Only for tests that depend on it: tests/program, tests/bad_input.
std::string heap_program_path();

/// The folder of the plugins in tests/plugins, with a slash at its end.
std::string plugin_folder();

}  // namespace support
