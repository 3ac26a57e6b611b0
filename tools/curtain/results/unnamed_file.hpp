#pragma once
// Temporary files without a name.
#include <memory>
#include <string>

#include "models/import/sorted_rows.hpp"

namespace curtain::tools {

/// A temporary file without a name, in the folder of `path`. It disappears when the program ends, even if the
/// program is killed. Throws std::runtime_error if the file cannot be created, written or read.
std::unique_ptr<ScratchFile> make_unnamed_file(const std::string& path);

}  // namespace curtain::tools
