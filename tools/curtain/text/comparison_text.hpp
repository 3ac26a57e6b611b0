#pragma once
// Prints a comparison as a table for people.
#include <string>
#include <vector>

#include "models/experiment/compare.hpp"

namespace curtain::tools {

/// Prints the settings that vary, the figures of every variant and the differences to the first variant. If
/// `metrics` is empty, the most common metrics are printed.
void print_comparison(const Comparison& comparison, const std::vector<std::string>& metrics,
                      const std::vector<Variant>& variants);

/// The policy without braces: "fixed 5min" for "{fixed: {timeout: 5min}}", and "fixed timeout: 5min, .." for
/// a policy with more parameters.
std::string without_braces(const std::string& policy);

}  // namespace curtain::tools
