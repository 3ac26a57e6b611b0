#pragma once
// The figures of a run by function, by tenant and by time.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "models/metrics/figures.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The figures of each function, indexed by FunctionId.
std::vector<Figures> figures_by_function(const RunOutcome& outcome, const FunctionTable& functions);
/// The sums of the functions' figures for each tenant, indexed by TenantId.
std::vector<Figures> figures_by_tenant(const std::vector<Figures>& by_function,
                                       const FunctionTable& functions);

/// The latency counts with each function's id replaced by the id of its tenant, sorted by id and bucket.
std::vector<sim::BucketCount> by_tenant(std::vector<sim::BucketCount> by_function,
                                        const FunctionTable& functions);

/// Latency of completed invocations, in seconds. Quantiles are within 1 %; the maximum is exact.
struct LatencyFigures {
  double p50 = 0;
  double p90 = 0;
  double p95 = 0;
  double p99 = 0;
  double max = 0;
  bool operator==(const LatencyFigures&) const = default;
};

/// One bin of the run's series, or several merged bins. Counts are summed, and levels are the levels at the
/// end. Response times are those of completed invocations that were answered in this interval, even if they
/// arrived outside the window. Memory and charges cover only the window, as in the summary, so that the sum
/// over all bins equals the summary.
struct Interval {
  Time from;
  Time to;
  SeriesBin counts;
  std::uint64_t answered = 0;
  std::uint64_t most_arrived = 0;         ///< number of invocations that arrived in the busiest bin of the
                                          ///< interval
  std::optional<LatencyFigures> latency;  ///< empty if no invocation was answered in the interval
  std::optional<Accrued>
      accrued;  ///< sums of this interval; empty if the run did not keep them (RunOptions::by_time)
  std::optional<Standing> standing;  ///< state at the end; empty if the run did not keep states
};
/// Merges `together` bins (at least 1) into each interval, from bin `first` on and before bin `end`. The last
/// interval may have fewer bins.
std::vector<Interval> intervals(const RunOutcome& outcome, std::size_t together = 1, std::size_t first = 0,
                                std::size_t end = std::numeric_limits<std::size_t>::max());

}  // namespace curtain
