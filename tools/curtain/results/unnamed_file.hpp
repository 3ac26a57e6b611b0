#pragma once
// Temporary files without a name.
#include <memory>
#include <string>

#include "models/import/sorted_rows.hpp"

namespace curtain::tools {

/// A temporary file in the folder of `path` that has no name, so that it is gone with the program, however it
/// ends. Throws std::runtime_error where it cannot be made, written or read.
std::unique_ptr<ScratchFile> make_unnamed_file(const std::string& path);

}  // namespace curtain::tools
