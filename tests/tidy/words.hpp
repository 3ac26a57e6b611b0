#pragma once
// The words that comments, messages and documents do not use, because a newcomer stumbles over them.
#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/source.hpp"

namespace tidy {

/// The text that people read, with everything else blanked and every line break kept: of C++ the comments and
/// string literals, of YAML, shell and CMake the comments, of Markdown the whole. Empty for other files.
std::string prose_of(const Source& source);

/// A finding for each banned word in the prose of `source`, with what to write instead. Files and folders
/// that a prefix in `exempt` names are not read.
Findings banned_words(const Source& source, const std::vector<std::string_view>& exempt);

}  // namespace tidy
