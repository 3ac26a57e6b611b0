#pragma once
// The figures of a run broken down by function, by tenant and by time.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "models/metrics/figures.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The figures of each function, by FunctionId.
std::vector<Figures> figures_by_function(const RunOutcome& outcome, const FunctionTable& functions);
/// The sums of the functions' figures for each tenant, by TenantId.
std::vector<Figures> figures_by_tenant(const std::vector<Figures>& by_function,
                                       const FunctionTable& functions);

/// The same latency counts with the functions' ids replaced by their tenants' ids, in order of id and bucket.
std::vector<sim::BucketCount> by_tenant(std::vector<sim::BucketCount> by_function,
                                        const FunctionTable& functions);

/// Latency of completed invocations, in seconds. Quantiles are within 1 %; the largest value is exact.
struct LatencyFigures {
  double p50 = 0;
  double p90 = 0;
  double p95 = 0;
  double p99 = 0;
  double max = 0;
  bool operator==(const LatencyFigures&) const = default;
};

/// One bin of the run's series, or several merged bins: counts are summed, and levels are those at the end.
/// Response times are of the completed invocations answered in this interval, whether they arrived in the
/// window or not. Memory and charges cover the window only, as in the summary, so that they sum to the
/// summary over all bins.
struct Interval {
  Time from;
  Time to;
  SeriesBin counts;
  std::uint64_t answered = 0;
  std::uint64_t most_arrived = 0;         ///< invocations that arrived in its busiest bin
  std::optional<LatencyFigures> latency;  ///< empty if no invocation was answered in it
  std::optional<Accrued>
      accrued;  ///< accrued in this interval; empty if the run did not keep it (RunOptions::by_time)
  std::optional<Standing> standing;  ///< at its end; empty likewise
};
/// Merges `together` bins (at least 1) into one interval, from bin `first` on and before bin `end`; the last
/// interval may have fewer bins.
std::vector<Interval> intervals(const RunOutcome& outcome, std::size_t together = 1, std::size_t first = 0,
                                std::size_t end = std::numeric_limits<std::size_t>::max());

}  // namespace curtain
