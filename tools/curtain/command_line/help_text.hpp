#pragma once
// The text that --help prints.
#include <string>

#include "tools/curtain/command_line/command_tree.hpp"

namespace curtain::tools {

/// The help page of one command. The page of the program itself has the commands by group, and examples.
std::string help_text(const CommandText& command);

}  // namespace curtain::tools
