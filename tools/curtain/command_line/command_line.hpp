#pragma once
// The command line: which commands there are, their options, and what is said of words that are neither.
#include <atomic>
#include <string>
#include <vector>

namespace curtain::tools {

/// Does what the words after the program's name ask for, and returns the exit status. A mistake in them is
/// reported on standard error (kBadInput). Throws what the command throws.
int run_command_line(const std::vector<std::string>& words, const std::atomic<bool>& interrupt);

}  // namespace curtain::tools
