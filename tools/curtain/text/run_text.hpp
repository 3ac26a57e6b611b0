#pragma once
// A run as tables for people.
#include <cstdint>

#include "models/experiment/run.hpp"

namespace curtain::tools {

/// Prints the results: outcomes, times, the fleet, memory, billing, and their course over time.
void print_table(const Scenario& scenario, const RunResult& result, std::uint32_t replication);

}  // namespace curtain::tools
