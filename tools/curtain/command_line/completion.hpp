#pragma once
// Completion of words in a shell. The script of the shell calls the program, which offers words from its own
// declarations.
#include <string>
#include <vector>

#include "tools/curtain/command_line/command_tree.hpp"

namespace curtain::tools {

/// The hidden command that the scripts call: `curtain __complete WORD ...`. The last word is the word that is
/// being typed, which may be empty.
inline constexpr const char* kCompleteCommand = "__complete";

/// The possible completions of the last of `words`, one per line. A tab and the meaning follow a completion
/// that has a meaning. The last line begins with a colon and names the completions that the shell may add:
/// `:files`, `:folders` or `:nothing`. It ends in ` nospace` if a completion is only the beginning of a word.
std::string completions(const CommandText& program, const std::vector<std::string>& words);

/// The script for "bash", "zsh" or "fish".
std::string completion_script(const std::string& shell);

}  // namespace curtain::tools
