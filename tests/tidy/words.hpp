#pragma once
// Words that are not used in comments, messages and documents, because newcomers do not understand them
// easily.
#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/source.hpp"

namespace tidy {

/// Returns the prose, with all other text blanked and every line break kept. For C++ this text is the
/// comments and string literals, for YAML, shell and CMake the comments, and for Markdown the whole text. It
/// is empty for other files.
std::string prose_of(const Source& source);

/// Returns a finding for each banned word in the prose of `source`, with its replacement. Files and folders
/// with a prefix in `exempt` are not checked.
Findings banned_words(const Source& source, const std::vector<std::string_view>& exempt);

}  // namespace tidy
