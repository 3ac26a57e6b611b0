#pragma once
// Sums over functions: of one function, of a tenant's, of all.
#include <array>
#include <cstdint>
#include <optional>

#include "models/metrics/tally.hpp"

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
  std::uint64_t evicted = 0;
  sim::Int128 live_ns = 0;      ///< instance time from creation to reclaim
  sim::Int128 shared_ns = 0;    ///< over completed invocations that shared CPU: their executions
  sim::Int128 alone_ns = 0;     ///< of these: the executions as they would have been alone
  sim::Int128 queueing_ns = 0;  ///< waits in the two queues of attempts that started
  PlatformTime platform;        ///< of completed invocations; the frontend's part is what the others leave

  Figures& operator+=(const Figures& other);

  [[nodiscard]] std::uint64_t ended(Outcome how) const {
    return how == Outcome::completed ? completed : outcomes[static_cast<std::size_t>(how)];
  }
  [[nodiscard]] std::uint64_t rejected(Rejection why) const {
    return rejections[static_cast<std::size_t>(why)];
  }
  /// Throttled, expired or refused.
  [[nodiscard]] std::uint64_t turned_away() const {
    return ended(Outcome::throttled) + ended(Outcome::expired) + ended(Outcome::refused);
  }
  /// Ended, but did not complete.
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

}  // namespace curtain
