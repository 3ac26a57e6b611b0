#pragma once
// A comparison as a JSON document and as rows of a CSV file.
#include <string>

#include "models/experiment/compare.hpp"

namespace curtain::tools {

/// `expected` is the value of the member "expect" (expectations_json()); empty: there is no such member.
std::string comparison_json(const Comparison& comparison, const Scenario& scenario,
                            const std::string& expected = "");

/// A row for each metric and variant, below a heading.
std::string comparison_csv(const Comparison& comparison);

}  // namespace curtain::tools
