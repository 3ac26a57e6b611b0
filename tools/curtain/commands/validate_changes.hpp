#pragma once
// The cases of scenarios under changed settings, for curtain validate.
#include <atomic>

#include "tools/curtain/commands/commands.hpp"

namespace curtain::tools {

/// Prints the settings that move the figure of each case, and the cases whose stated kind is wrong. Returns
/// kExpectationFailed if there is such a case.
int print_sensitivity(const ValidateCommand& command, const std::atomic<bool>& interrupt);

/// Prints the cases that fail without each mechanism. Returns kExpectationFailed if a mechanism fails no case
/// that rests on the mechanism.
int print_mechanisms(const ValidateCommand& command, const std::atomic<bool>& interrupt);

}  // namespace curtain::tools
