#pragma once
// Temporary files without a name.
#include <memory>
#include <string>

#include "models/import/sorted_rows.hpp"

namespace curtain::tools {

/// A temporary file in the folder of `path` without a name, so it disappears when the program ends, in
/// whatever way. Throws std::runtime_error if it cannot be created, written or read.
std::unique_ptr<ScratchFile> make_unnamed_file(const std::string& path);

}  // namespace curtain::tools
