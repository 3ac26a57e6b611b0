#pragma once
// Expectations beside what was measured.
#include <string>
#include <vector>

#include "models/experiment/expectations.hpp"

namespace curtain::tools {

/// Prints each expectation of the scenario with its result, of one run or of the mean over replications.
void print_expectations(const Scenario& scenario, const std::vector<ExpectationResult>& results);

/// The same as a JSON array, whose closing bracket stands at `indent`. Over replications each entry has the
/// half-width of the mean's interval and the number of replications that have a value.
std::string expectations_json(const Scenario& scenario, const std::vector<ExpectationResult>& results,
                              bool over_replications, const std::string& indent);

}  // namespace curtain::tools
