#pragma once
// A comparison as a table for people.
#include <string>
#include <vector>

#include "models/experiment/compare.hpp"

namespace curtain::tools {

/// Prints the settings that vary, every variant's figures and its differences to the first variant, for
/// `metrics`, or for the usual ones if it is empty.
void print_comparison(const Comparison& comparison, const std::vector<std::string>& metrics,
                      const std::vector<Variant>& variants);

/// "{fixed: {timeout: 5min}}" as "fixed 5min", and with more parameters as "fixed timeout: 5min, ..".
std::string without_braces(const std::string& policy);

}  // namespace curtain::tools
