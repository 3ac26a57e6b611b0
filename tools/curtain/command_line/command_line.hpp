#pragma once
// The command line of the program: its commands, their options, and errors for other words.
#include <atomic>
#include <string>
#include <vector>

namespace curtain::tools {

/// Runs a command and returns the exit status. `words` are the words after the program's name. Errors in the
/// words are reported on standard error, with status kBadInput. Throws the exceptions of the command.
int run_command_line(const std::vector<std::string>& words, const std::atomic<bool>& interrupt);

}  // namespace curtain::tools
