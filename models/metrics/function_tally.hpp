#pragma once
// The counts of one function in a run. They are integers, which can be merged.
#include <array>
#include <cstddef>
#include <cstdint>

#include "models/words.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// How an invocation ends. An invocation has exactly one of these outcomes, or is still in flight.
enum class Outcome : std::uint8_t {
  completed,
  failed,
  throttled,
  timed_out,
  expired,
  refused,
  errored,
  abandoned,  ///< the client left before the answer, independently of the end of the attempts
};
inline constexpr std::size_t kOutcomes = 8;

/// How an attempt got its instance. The attempt used a free instance (warm), an instance that was starting
/// for it (cold), or an instance for which it waited (waited).
enum class StartKind : std::uint8_t { warm, cold, waited };

/// True if an attempt with this outcome ran to its end, with or without an error, or until its timeout.
[[nodiscard]] constexpr bool is_executed(Outcome outcome) {
  return outcome == Outcome::completed || outcome == Outcome::timed_out || outcome == Outcome::errored;
}

/// The outcome of an invocation that was turned away for this reason.
[[nodiscard]] constexpr Outcome outcome_of(Rejection why) {
  return why <= Rejection::unstated || why == Rejection::end_tenants ? Outcome::throttled
         : why == Rejection::waited_too_long                         ? Outcome::expired
                                                                     : Outcome::refused;
}

/// The counts of one function that every warm invocation changes. They fit into one cache line.
struct FunctionTally {
  std::uint64_t arrived = 0;
  std::uint64_t warm = 0;
  std::uint64_t completed = 0;
  // Sums modulo 2^64. FunctionExtras::carries has their upper halves. Tally::latency_ns() and similar
  // functions return the whole sums.
  std::uint64_t latency_ns = 0;    ///< sum over completed invocations
  std::uint64_t execution_ns = 0;  ///< sum over completed invocations
  std::uint64_t billed_ns = 0;     ///< sum over charged attempts, rounded up to the granularity
  std::uint64_t busy_ns = 0;       ///< busy time of instances; during the run, 2^63 is added
  std::uint64_t slowdown = 0;      ///< sum over completed invocations with an execution time above 0, see
                                   ///< Responses
};
static_assert(sizeof(FunctionTally) == 64);

/// The upper 64 bits of the sums in FunctionTally. 2^64 ns are 584 years. The sum of the waits in one day of
/// overload can exceed this.
struct Carries {
  std::uint64_t latency_ns = 0;
  std::uint64_t execution_ns = 0;
  std::uint64_t billed_ns = 0;
  std::uint64_t busy_ns = 0;  ///< modulo 2^64
  std::uint64_t slowdown = 0;
};

/// The parts of a completed invocation's latency without its execution, summed over the counted invocations.
/// Each part is measured independently. Their sum is exactly latency minus execution time (a law of every
/// run).
struct PlatformTime {
  sim::Int128 frontend_ns = 0;  ///< latency of the request to the scheduler and the host, and of the answer
  sim::Int128 queueing_ns = 0;  ///< wait of the last attempt in the queues of the frontend and the function
  sim::Int128 start_ns = 0;     ///< wait of the last attempt for the instance to which it was bound
  sim::Int128 thaw_ns = 0;      ///< time to thaw the instance of the last attempt
  sim::Int128 retry_ns = 0;     ///< time between the first and the last attempt's arrival at the scheduler

  [[nodiscard]] sim::Int128 total() const {
    return frontend_ns + queueing_ns + start_ns + thaw_ns + retry_ns;
  }
  PlatformTime& operator+=(const PlatformTime& other) {
    frontend_ns += other.frontend_ns;
    queueing_ns += other.queueing_ns;
    start_ns += other.start_ns;
    thaw_ns += other.thaw_ns;
    retry_ns += other.retry_ns;
    return *this;
  }
};

/// The other counts of one function. Only unusual events change them.
struct FunctionExtras {
  Carries carries;
  std::uint64_t instant = 0;  ///< completed invocations whose execution took no time, so that they have no
                              ///< slowdown
  std::array<std::uint64_t, kOutcomes> outcomes{};      ///< invocations by outcome, except completed ones,
                                                        ///< which FunctionTally counts
  std::array<std::uint64_t, kRejections> rejections{};  ///< throttled, expired and refused invocations, by
                                                        ///< reason
  std::uint64_t cold = 0;
  std::uint64_t waited = 0;
  std::uint64_t thawed = 0;         ///< attempts that started on a frozen instance
  std::uint64_t old_attempts = 0;   ///< attempts that started on an instance with old code after an update
  std::uint64_t old_instances = 0;  ///< instances created in the window with old code after an update
  std::uint64_t first_use = 0;
  std::uint64_t created = 0;  ///< instances created in the window
  std::uint64_t retried = 0;  ///< attempts of counted invocations that were followed by another attempt
  /// Executions of such attempts that ran to their end or timeout, which are charged.
  std::uint64_t charged_again = 0;
  /// Executions that ran to their end or timeout after their client had left. They are also charged.
  std::uint64_t charged_abandoned = 0;
  sim::Int128 live_ns = 0;   ///< sum of the times of instances from creation to reclaim
  sim::Int128 ready_ns = 0;  ///< sum of the times of instances from ready to reclaim
  sim::Int128 init_ns = 0;  ///< billed time of initialisations, added to the first execution of each instance
  sim::Int128 billed_on_provisioned_ns = 0;  ///< the part of the billed time on provisioned concurrency
  sim::Int128 init_on_provisioned_ns = 0;    ///< the part of init_ns on provisioned concurrency
  sim::Int128 provisioned_ns = 0;            ///< provisioned concurrency, integrated over time
  sim::Int128 snapshot_ns = 0;  ///< time for which the function was deployed, if it has a snapshot
  std::uint64_t restored = 0;   ///< restores of the function's snapshot in the window
  sim::Int128 shared_ns = 0;    ///< execution time of completed invocations that share resources
  sim::Int128 alone_ns = 0;     ///< execution time of the same invocations without sharing
  std::uint64_t evicted = 0;    ///< instances of the function that were evicted to make room for another
                                ///< instance
  sim::Int128 queueing_ns = 0;  ///< sum of the waits of started attempts in the two queues
  PlatformTime platform;        ///< times of completed invocations; the frontend's part is not stored
};

/// The number of charged attempts of a function. These are the attempts that ran to their end, with or
/// without an error, or to their timeout. Attempts of invocations that were retried or abandoned are
/// included.
[[nodiscard]] inline std::uint64_t charged_attempts(const FunctionTally& tally,
                                                    const FunctionExtras& extras) {
  return tally.completed + extras.outcomes[static_cast<std::size_t>(Outcome::timed_out)] +
         extras.outcomes[static_cast<std::size_t>(Outcome::errored)] + extras.charged_again +
         extras.charged_abandoned;
}

}  // namespace curtain
