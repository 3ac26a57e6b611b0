#pragma once
// Completion of words in a shell: the shell's script asks the program, which knows its own declarations.
#include <string>
#include <vector>

#include "tools/curtain/command_line/command_tree.hpp"

namespace curtain::tools {

/// The hidden command by which scripts ask: `curtain __complete WORD ...`, the last word being the word that
/// is typed, maybe empty.
inline constexpr const char* kCompleteCommand = "__complete";

/// The possible completions of the last of `words`, one per line, each followed by a tab and its meaning if
/// it has one; then a line with a colon and what else the shell may offer: `:files`, `:folders` or
/// `:nothing`, with ` nospace` behind it if a word goes on.
std::string completions(const CommandText& program, const std::vector<std::string>& words);

/// The script for "bash", "zsh" or "fish".
std::string completion_script(const std::string& shell);

}  // namespace curtain::tools
