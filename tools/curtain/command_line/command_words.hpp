#pragma once
// Checks the words typed against the declared commands: which command it is, whether help is wanted, and what
// is wrong. The parser alone would report a missing word where the cause is a mistyped one.
#include <string>
#include <vector>

#include "tools/curtain/command_line/command_tree.hpp"

namespace curtain::tools {

struct Typed {
  const CommandText* command = nullptr;  ///< the innermost that was named
  bool wants_help = false;
  bool wants_version = false;
  std::string complaint;  ///< what is wrong and what to do, in up to three lines; empty if nothing is
};

/// Looks at the words after the program's name. Of several mistakes the first is reported.
Typed look_at(const CommandText& program, const std::vector<std::string>& words);

}  // namespace curtain::tools
