#pragma once
// A run taken apart: by function, by tenant, by time.
#include <cstdint>
#include <optional>
#include <vector>

#include "models/metrics/figures.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// Of each function, by FunctionId.
std::vector<Figures> figures_by_function(const RunOutcome& outcome, const FunctionTable& functions);
/// Their sums by tenant, by TenantId.
std::vector<Figures> figures_by_tenant(const std::vector<Figures>& by_function,
                                       const FunctionTable& functions);

/// The same counts of latencies with the tenants' ids in place of the functions', in order of id and bucket.
std::vector<sim::BucketCount> by_tenant(std::vector<sim::BucketCount> by_function,
                                        const FunctionTable& functions);

/// Latency of completed invocations, in seconds: quantiles up to 1 %, the largest exact.
struct LatencyFigures {
  double p50 = 0;
  double p90 = 0;
  double p95 = 0;
  double p99 = 0;
  double max = 0;
  bool operator==(const LatencyFigures&) const = default;
};

/// A bin of the run's series, or several together: counts are their sums, levels those at the end. Responses
/// are of the completed invocations answered in it, in the window or not. Memory and charges are those of the
/// window, as in the summary: over all bins they sum to it.
struct Interval {
  Time from;
  Time to;
  SeriesBin counts;
  std::uint64_t answered = 0;
  std::optional<LatencyFigures> latency;  ///< nothing if none was answered
  std::optional<Accrued> accrued;         ///< in it; nothing if the run did not keep it (RunOptions::by_time)
};
/// `together` (at least 1) bins to an interval; the last may have fewer.
std::vector<Interval> intervals(const RunOutcome& outcome, std::size_t together = 1);

}  // namespace curtain
