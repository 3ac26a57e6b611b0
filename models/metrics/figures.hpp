#pragma once
// Sums over functions: over a single one, over those of a tenant, or over all.
#include <array>
#include <cstdint>
#include <optional>

#include "models/metrics/tally.hpp"

namespace curtain {

/// The counts of some functions together: a single one, those of a tenant, or all. These are sums of
/// integers, so the order of addition has no effect.
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
  std::uint64_t async_dropped = 0;   ///< asynchronous ones that the platform gave up
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
  std::uint64_t evicted = 0;
  sim::Int128 live_ns = 0;      ///< instance time from creation to reclaim
  sim::Int128 shared_ns = 0;    ///< execution time of completed invocations that share resources
  sim::Int128 alone_ns = 0;     ///< the same executions' time as if each had run alone
  sim::Int128 queueing_ns = 0;  ///< waits of started attempts in the two queues
  PlatformTime platform;        ///< of completed invocations; the frontend's part is the remainder

  Figures& operator+=(const Figures& other);

  [[nodiscard]] std::uint64_t ended(Outcome how) const {
    return how == Outcome::completed ? completed : outcomes[static_cast<std::size_t>(how)];
  }
  [[nodiscard]] std::uint64_t rejected(Rejection why) const {
    return rejections[static_cast<std::size_t>(why)];
  }
  /// Throttled, expired or refused invocations.
  [[nodiscard]] std::uint64_t turned_away() const {
    return ended(Outcome::throttled) + ended(Outcome::expired) + ended(Outcome::refused);
  }
  /// Invocations that ended without completing.
  [[nodiscard]] std::uint64_t lost() const {
    return turned_away() + ended(Outcome::failed) + ended(Outcome::timed_out) + ended(Outcome::errored) +
           ended(Outcome::abandoned);
  }
  /// Invocations that had not ended when the run did.
  [[nodiscard]] std::uint64_t in_flight() const { return arrived - completed - lost(); }
  /// Attempts that started.
  [[nodiscard]] std::uint64_t started() const { return warm + cold + waited; }
  /// Cold attempts over all attempts that started; empty if none started.
  [[nodiscard]] std::optional<double> cold_ratio() const;
  /// In seconds; empty if no invocation completed.
  [[nodiscard]] std::optional<double> latency_mean() const;
  [[nodiscard]] std::optional<double> execution_mean() const;
  /// Mean of response over execution; empty if no completed invocation has a slowdown.
  [[nodiscard]] std::optional<double> slowdown_mean() const;
  /// Completed over arrived; empty if none arrived.
  [[nodiscard]] std::optional<double> completed_share() const;
};

}  // namespace curtain
