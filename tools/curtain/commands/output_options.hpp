#pragma once
// Checks the files and folders that one command writes.
#include <string>
#include <vector>

namespace curtain::tools {

/// An option that names an output. Its value is empty if the option is not given, and "-" for standard
/// output.
struct OutputOption {
  const char* name;
  std::string path;
};

/// Throws UsageError if two options name the same file, or if one of them names a file inside the folder of
/// another.
void check_distinct(const std::vector<OutputOption>& options);

}  // namespace curtain::tools
