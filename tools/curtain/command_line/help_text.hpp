#pragma once
// The output of --help.
#include <string>

#include "tools/curtain/command_line/command_tree.hpp"

namespace curtain::tools {

/// The page of one command; for the program itself, the commands by group, and examples.
std::string help_text(const CommandText& command);

}  // namespace curtain::tools
