#pragma once
// Prints the results of a run as tables for people.
#include <cstdint>
#include <optional>

#include "models/experiment/run.hpp"
#include "tools/curtain/text/breakdown_text.hpp"

namespace curtain::tools {

/// Prints the outcomes, the times, the fleet, memory, billing, and the curves of arrivals and instances. The
/// curves cover `part` of the run if it is given.
void print_table(const Scenario& scenario, const RunResult& result, std::uint32_t replication,
                 const std::optional<Stretch>& part = std::nullopt);

}  // namespace curtain::tools
