#pragma once
// A comparison as a table for people.
#include <string>
#include <vector>

#include "models/experiment/compare.hpp"

namespace curtain::tools {

/// Prints what varies, every variant's figures and its differences to the first; of `metrics`, or of the
/// usual ones if there are none.
void print_comparison(const Comparison& comparison, const std::vector<std::string>& metrics,
                      const std::vector<Variant>& variants);

}  // namespace curtain::tools
