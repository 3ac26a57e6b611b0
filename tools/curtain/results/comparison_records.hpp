#pragma once
// A comparison as a JSON document and as rows of a CSV file.
#include <string>
#include <vector>

#include "models/experiment/compare.hpp"
#include "models/experiment/expectations.hpp"

namespace curtain::tools {

/// `expected` are the results of the scenario's expectations; without them there is no member "expect".
std::string comparison_json(const Comparison& comparison, const Scenario& scenario,
                            const std::vector<ExpectationResult>* expected = nullptr);

/// A row for each metric and variant, below a heading.
std::string comparison_csv(const Comparison& comparison);

}  // namespace curtain::tools
