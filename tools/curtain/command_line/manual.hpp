#pragma once
// The man page of the program.
#include <string>

#include "tools/curtain/command_line/command_tree.hpp"

namespace curtain::tools {

/// The man page curtain(1) as roff text with the man macros; see man(7).
std::string manual(const CommandText& program);

}  // namespace curtain::tools
