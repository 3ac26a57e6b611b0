#pragma once
// Standard input and other pipes in place of a file: "-", /dev/stdin, <(command).
#include <string>

namespace curtain::tools {

/// Whether a path is standard input ("-") or an open stream (a pipe at /dev/stdin or /dev/fd/N), which can be
/// read only once.
bool is_open_stream(const std::string& path);

/// A path at which a file can be read from its beginning repeatedly: the path itself or, for
/// is_open_stream(), a nameless file with the stream's data. Each stream is read once, at the first call.
/// Throws UsageError if it cannot be read.
std::string readable_place(const std::string& path);

/// The name of a path in messages: "standard input" for "-", else the path.
std::string spoken_path(const std::string& path);

}  // namespace curtain::tools
