#pragma once
// Sums over one function, over the functions of a tenant, or over all functions.
#include <array>
#include <cstdint>
#include <optional>

#include "models/metrics/tally.hpp"

namespace curtain {

/// The counts of some functions together. The counts are sums of integers, so the order of addition has no
/// effect.
struct Figures {
  std::uint64_t functions = 0;
  std::uint64_t arrived = 0;
  std::uint64_t completed = 0;
  std::array<std::uint64_t, kOutcomes> outcomes{};      ///< invocations by outcome, except completed ones
  std::array<std::uint64_t, kRejections> rejections{};  ///< throttled, expired and refused invocations, by
                                                        ///< reason
  std::uint64_t warm = 0;
  std::uint64_t cold = 0;
  std::uint64_t waited = 0;
  std::uint64_t thawed = 0;         ///< attempts that started on a frozen instance
  std::uint64_t old_attempts = 0;   ///< attempts that started on an instance with old code after an update
  std::uint64_t old_instances = 0;  ///< instances created in the window with old code after an update
  std::uint64_t retried = 0;
  std::uint64_t async_received = 0;  ///< asynchronous invocations among `arrived`
  std::uint64_t async_dropped = 0;   ///< asynchronous invocations that the platform dropped
  std::uint64_t first_use = 0;
  std::uint64_t created = 0;
  std::uint64_t created_mib = 0;  ///< memory of the created instances
  std::uint64_t charged = 0;
  std::uint64_t instant = 0;     ///< completed invocations whose execution took no time
  sim::Int128 latency_ns = 0;    ///< sum over completed invocations
  sim::Int128 execution_ns = 0;  ///< sum over completed invocations
  sim::Int128 slowdown = 0;      ///< sum over completed invocations that have a slowdown, see Responses
  sim::Int128 busy_mib_ns = 0;
  sim::Int128 ready_mib_ns = 0;
  sim::Int128 live_mib_ns = 0;
  sim::Int128 billed_mib_ns = 0;
  std::uint64_t evicted = 0;
  sim::Int128 live_ns = 0;      ///< sum of the times of instances from creation to reclaim
  sim::Int128 shared_ns = 0;    ///< execution time of completed invocations that share resources
  sim::Int128 alone_ns = 0;     ///< execution time of the same invocations without sharing
  sim::Int128 queueing_ns = 0;  ///< sum of the waits of started attempts in the two queues
  PlatformTime platform;        ///< times of completed invocations; the frontend's part is the remainder

  Figures& operator+=(const Figures& other);

  [[nodiscard]] std::uint64_t ended(Outcome how) const {
    return how == Outcome::completed ? completed : outcomes[static_cast<std::size_t>(how)];
  }
  [[nodiscard]] std::uint64_t rejected(Rejection why) const {
    return rejections[static_cast<std::size_t>(why)];
  }
  /// Invocations that were throttled, expired or refused.
  [[nodiscard]] std::uint64_t turned_away() const {
    return ended(Outcome::throttled) + ended(Outcome::expired) + ended(Outcome::refused);
  }
  /// Invocations that ended without completing.
  [[nodiscard]] std::uint64_t lost() const {
    return turned_away() + ended(Outcome::failed) + ended(Outcome::timed_out) + ended(Outcome::errored) +
           ended(Outcome::abandoned);
  }
  /// Invocations that had not ended at the end of the run.
  [[nodiscard]] std::uint64_t in_flight() const { return arrived - completed - lost(); }
  /// Attempts that started.
  [[nodiscard]] std::uint64_t started() const { return warm + cold + waited; }
  /// Cold attempts divided by all attempts that started. Empty if no attempt started.
  [[nodiscard]] std::optional<double> cold_ratio() const;
  /// The mean latency in seconds. Empty if no invocation completed.
  [[nodiscard]] std::optional<double> latency_mean() const;
  [[nodiscard]] std::optional<double> execution_mean() const;
  /// The mean of response time divided by execution time. Empty if no completed invocation has a slowdown.
  [[nodiscard]] std::optional<double> slowdown_mean() const;
  /// Completed invocations divided by arrived invocations. Empty if no invocation arrived.
  [[nodiscard]] std::optional<double> completed_share() const;
};

}  // namespace curtain
