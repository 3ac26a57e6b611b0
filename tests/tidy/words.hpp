#pragma once
// Words that are not used in comments, messages and documents, because they are hard to understand for
// newcomers.
#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/source.hpp"

namespace tidy {

/// The text for people, with everything else blanked and every line break kept: for C++ the comments and
/// string literals, for YAML, shell and CMake the comments, for Markdown the whole text. Empty for other
/// files.
std::string prose_of(const Source& source);

/// A finding for each banned word in the prose of `source`, with its replacement. Files and folders with a
/// prefix in `exempt` are not checked.
Findings banned_words(const Source& source, const std::vector<std::string_view>& exempt);

}  // namespace tidy
