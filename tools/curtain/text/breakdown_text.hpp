#pragma once
// Tables of a run by function, by tenant and by time, for people.
#include <cstddef>
#include <optional>

#include "models/experiment/run.hpp"

namespace curtain::tools {

/// Prints the `top` functions, or tenants, with the most invocations. The run must have recorded latency by
/// function.
void print_by_function(const Scenario& scenario, const RunResult& result, std::size_t top);
void print_by_tenant(const Scenario& scenario, const RunResult& result, std::size_t top);

/// A part of a run.
struct Stretch {
  Time from;
  Time to;
};
/// The bins [first, end) of a run's series that cover the window, or a part of the window. Nothing if the run
/// ended before this part.
struct BinRange {
  std::size_t first;
  std::size_t end;
};
std::optional<BinRange> bins_of(const RunOutcome& outcome, const std::optional<Stretch>& part);

/// Prints the run, or a part of it, in at most `top` rows of equal length. The length is a multiple of the
/// scenario's `bin`. Times are times of day if the scenario has an `epoch`.
void print_by_time(const Scenario& scenario, const RunResult& result, std::size_t top,
                   const std::optional<Stretch>& part);

}  // namespace curtain::tools
