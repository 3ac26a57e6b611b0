#pragma once
// A run by function, by tenant and by time, for people.
#include <cstddef>

#include "models/experiment/run.hpp"

namespace curtain::tools {

/// The `top` functions or tenants with the most invocations; the run must have kept latency by function.
void print_by_function(const Scenario& scenario, const RunResult& result, std::size_t top);
void print_by_tenant(const Scenario& scenario, const RunResult& result, std::size_t top);
/// The window in at most `top` intervals of equal length, a multiple of the scenario's `bin`.
void print_by_time(const RunResult& result, std::size_t top);

}  // namespace curtain::tools
