#pragma once
// A run as tables for people.
#include <cstdint>
#include <optional>

#include "models/experiment/run.hpp"
#include "tools/curtain/text/breakdown_text.hpp"

namespace curtain::tools {

/// Prints the results: outcomes, times, the fleet, memory, billing, and the course over time of arrivals and
/// instances, in `part` of the run if it is given.
void print_table(const Scenario& scenario, const RunResult& result, std::uint32_t replication,
                 const std::optional<Stretch>& part = std::nullopt);

}  // namespace curtain::tools
