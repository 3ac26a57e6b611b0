#pragma once
// Standard input, and other pipes, where a command takes a file: "-", /dev/stdin, <(command).
#include <string>

namespace curtain::tools {

/// Whether a path is standard input ("-") or a stream that is open already (a pipe at /dev/stdin or
/// /dev/fd/N), which can be read only once.
bool is_open_stream(const std::string& path);

/// A path at which a file can be read from its beginning as often as wanted: the path itself, or, for
/// is_open_stream(), a nameless file with all that came. Each stream is read once, when it is first asked
/// for. Throws UsageError if it cannot be read.
std::string readable_place(const std::string& path);

/// What messages call a path: "standard input" for "-", else the path.
std::string spoken_path(const std::string& path);

}  // namespace curtain::tools
