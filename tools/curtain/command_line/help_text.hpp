#pragma once
// What --help prints.
#include <string>

#include "tools/curtain/command_line/command_tree.hpp"

namespace curtain::tools {

/// The page of one command; of the program itself the commands by group, and examples.
std::string help_text(const CommandText& command);

}  // namespace curtain::tools
