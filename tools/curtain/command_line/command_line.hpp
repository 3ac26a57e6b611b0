#pragma once
// The command line: the commands, their options, and the errors for other words.
#include <atomic>
#include <string>
#include <vector>

namespace curtain::tools {

/// Runs the command given by the words after the program's name, and returns the exit status. Errors in the
/// words are reported on standard error (kBadInput). Throws the exceptions of the command.
int run_command_line(const std::vector<std::string>& words, const std::atomic<bool>& interrupt);

}  // namespace curtain::tools
