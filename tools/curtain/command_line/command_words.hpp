#pragma once
// Checks the typed words against the declared commands. The result states which command is meant, whether
// help is requested, and which error there is. This check is needed because the parser reports a missing word
// if a word is mistyped.
#include <string>
#include <vector>

#include "tools/curtain/command_line/command_tree.hpp"

namespace curtain::tools {

struct Typed {
  const CommandText* command = nullptr;  ///< the innermost command that the words name
  bool wants_help = false;
  bool wants_version = false;
  std::string complaint;  ///< the error and its remedy, in up to three lines; empty if there is no error
};

/// Checks the words after the program's name. If there are several errors, only the first is reported.
Typed look_at(const CommandText& program, const std::vector<std::string>& words);

}  // namespace curtain::tools
