#pragma once
// The files and folders that one command writes.
#include <string>
#include <vector>

namespace curtain::tools {

/// An option that names an output, and its value; empty if it is not given, "-" for standard output.
struct OutputOption {
  const char* name;
  std::string path;
};

/// Throws UsageError if two of them name the same file, or one a file inside another's folder.
void check_distinct(const std::vector<OutputOption>& options);

}  // namespace curtain::tools
