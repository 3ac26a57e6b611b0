#pragma once
// A run by function, by tenant and by time, for people.
#include <cstddef>
#include <optional>

#include "models/experiment/run.hpp"

namespace curtain::tools {

/// The `top` functions or tenants with the most invocations; the run must have kept latency by function.
void print_by_function(const Scenario& scenario, const RunResult& result, std::size_t top);
void print_by_tenant(const Scenario& scenario, const RunResult& result, std::size_t top);

/// A part of a run.
struct Stretch {
  Time from;
  Time to;
};
/// The bins of the run's series that cover the window, or a part of it: [first, end). Nothing if the run
/// ended before the part.
struct BinRange {
  std::size_t first;
  std::size_t end;
};
std::optional<BinRange> bins_of(const RunOutcome& outcome, const std::optional<Stretch>& part);

/// The run, or the part of it, in at most `top` rows of equal length, which is a multiple of the scenario's
/// `bin`. Times are times of day if the scenario has an `epoch`.
void print_by_time(const Scenario& scenario, const RunResult& result, std::size_t top,
                   const std::optional<Stretch>& part);

}  // namespace curtain::tools
