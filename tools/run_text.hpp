#pragma once
// A run as tables for people.
#include <cstdint>

#include "models/experiment/run.hpp"

namespace curtain::tools {

/// Prints what was measured: outcomes, times, the fleet, memory, billing and their course.
void print_table(const Scenario& scenario, const RunResult& result, std::uint32_t replication);

/// Prints each expectation with what was measured. Returns false if one is not met.
bool print_expectations(const Scenario& scenario, const Report& report);

/// Whether all expectations are met, without a word.
bool all_met(const Scenario& scenario, const Report& report);

}  // namespace curtain::tools
