#pragma once
// Prints and writes expectations with the measured values.
#include <vector>

#include "models/experiment/expectations.hpp"
#include "sim/json_writer.hpp"

namespace curtain::tools {

/// Prints each expectation of the scenario with its result, from one run or from the mean over replications.
void print_expectations(const Scenario& scenario, const std::vector<ExpectationResult>& results);

/// Writes an array with one object for each expectation. With replications, an object also has the half-width
/// of the mean's interval and the number of replications that have a value.
void write_expectations(const Scenario& scenario, const std::vector<ExpectationResult>& results,
                        bool over_replications, sim::JsonWriter& json);

}  // namespace curtain::tools
