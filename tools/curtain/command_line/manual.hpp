#pragma once
// The man page.
#include <string>

#include "tools/curtain/command_line/command_tree.hpp"

namespace curtain::tools {

/// curtain(1) in roff with the man macros; see man(7).
std::string manual(const CommandText& program);

}  // namespace curtain::tools
