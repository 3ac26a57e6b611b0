#pragma once
// Support for standard input and other pipes as files: "-", /dev/stdin, <(command).
#include <string>

namespace curtain::tools {

/// True if the path is standard input ("-") or an open stream, such as a pipe at /dev/stdin or /dev/fd/N. A
/// stream can be read only once.
bool is_open_stream(const std::string& path);

/// A path at which the file can be read repeatedly from its beginning. For a stream (is_open_stream()) this
/// is a nameless file with the data of the stream; for any other file it is the path itself. A stream is read
/// once, at the first call. Throws UsageError if it cannot be read.
std::string readable_place(const std::string& path);

/// The name of a path in messages: "standard input" for "-", otherwise the path.
std::string spoken_path(const std::string& path);

}  // namespace curtain::tools
