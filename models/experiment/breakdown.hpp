#pragma once
// A run taken apart: by function, by tenant, by time.
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// What is counted of some functions together: of one, of a tenant's, of all. Sums of integers, so that the
/// order in which they are added does not show.
struct Figures {
  std::uint64_t functions = 0;
  std::uint64_t arrived = 0;
  std::uint64_t completed = 0;
  std::array<std::uint64_t, kOutcomes> outcomes{};      ///< all but completed
  std::array<std::uint64_t, kRejections> rejections{};  ///< throttled, expired and refused ones by reason
  std::uint64_t warm = 0;
  std::uint64_t cold = 0;
  std::uint64_t waited = 0;
  std::uint64_t retried = 0;
  std::uint64_t async_received = 0;  ///< asynchronous ones among `arrived`
  std::uint64_t async_dropped = 0;   ///< asynchronous ones that were given up
  std::uint64_t first_use = 0;
  std::uint64_t created = 0;
  std::uint64_t charged = 0;
  std::uint64_t instant = 0;     ///< completed invocations whose execution took no time
  sim::Int128 latency_ns = 0;    ///< over completed invocations
  sim::Int128 execution_ns = 0;  ///< over completed invocations
  sim::Int128 slowdown = 0;      ///< over completed invocations that have one, see Responses
  sim::Int128 busy_mib_ns = 0;
  sim::Int128 ready_mib_ns = 0;
  sim::Int128 live_mib_ns = 0;
  sim::Int128 billed_mib_ns = 0;

  Figures& operator+=(const Figures& other);

  [[nodiscard]] std::uint64_t ended(Outcome how) const {
    return how == Outcome::completed ? completed : outcomes[static_cast<std::size_t>(how)];
  }
  /// Throttled, expired or refused.
  [[nodiscard]] std::uint64_t turned_away() const {
    return ended(Outcome::throttled) + ended(Outcome::expired) + ended(Outcome::refused);
  }
  /// Ended without a result of the function.
  [[nodiscard]] std::uint64_t lost() const {
    return turned_away() + ended(Outcome::failed) + ended(Outcome::timed_out) + ended(Outcome::errored);
  }
  /// Attempts that started.
  [[nodiscard]] std::uint64_t started() const { return warm + cold + waited; }
  /// Cold attempts over all that started; nothing if none did.
  [[nodiscard]] std::optional<double> cold_ratio() const;
  /// Seconds; nothing if none completed.
  [[nodiscard]] std::optional<double> latency_mean() const;
  [[nodiscard]] std::optional<double> execution_mean() const;
  /// Mean of response over execution; nothing if no completed invocation has one.
  [[nodiscard]] std::optional<double> slowdown_mean() const;
  /// Completed over arrived; nothing if none arrived.
  [[nodiscard]] std::optional<double> completed_share() const;
};

/// Of each function, by FunctionId.
std::vector<Figures> figures_by_function(const RunOutcome& outcome, const FunctionTable& functions);
/// Their sums by tenant, by TenantId.
std::vector<Figures> figures_by_tenant(const std::vector<Figures>& by_function,
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
/// Of each function, by FunctionId, nothing for one without completed invocations; empty if the run did not
/// keep them (RunOptions::by_function).
std::vector<std::optional<LatencyFigures>> latency_by_function(const RunOutcome& outcome);
/// The same by tenant.
std::vector<std::optional<LatencyFigures>> latency_by_tenant(const RunOutcome& outcome,
                                                             const FunctionTable& functions);

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

/// A distribution over functions or tenants in a few numbers: nearest-rank quantiles, each one's value
/// counting once however many calls it has.
struct Spread {
  double mean = 0;
  double p50 = 0;
  double p75 = 0;
  double p90 = 0;
  double max = 0;
};
/// Nothing for no values.
std::optional<Spread> spread_of(std::vector<double> values);

/// Jain's fairness index (sum x)^2 / (n sum x^2): 1 if all are equal, 1/n if one has everything (R. Jain, D.
/// Chiu, W. Hawe, "A Quantitative Measure of Fairness and Discrimination for Resource Allocation in Shared
/// Computer Systems", DEC-TR-301, 1984). Nothing for no values, and if all are 0: nothing was shared out,
/// evenly or not.
std::optional<double> jain_index(const std::vector<double>& values);

}  // namespace curtain
