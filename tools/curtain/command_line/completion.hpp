#pragma once
// Completion of words in a shell: the shell's script asks the program, which knows its own declarations.
#include <string>
#include <vector>

#include "tools/curtain/command_line/command_tree.hpp"

namespace curtain::tools {

/// The hidden command that the scripts call: `curtain __complete WORD ...`, where the last word is the one
/// being typed, and may be empty.
inline constexpr const char* kCompleteCommand = "__complete";

/// The possible completions of the last of `words`, one per line, each followed by a tab and its meaning if
/// it has one. The last line has a colon and the further completions that the shell may offer: `:files`,
/// `:folders` or `:nothing`, followed by ` nospace` if a word continues.
std::string completions(const CommandText& program, const std::vector<std::string>& words);

/// The script for "bash", "zsh" or "fish".
std::string completion_script(const std::string& shell);

}  // namespace curtain::tools
