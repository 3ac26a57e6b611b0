#pragma once
// The counts of one function in a run: integers that can be merged.
#include <array>
#include <cstddef>
#include <cstdint>

#include "models/words.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// How an invocation ends; exactly one of these, or it is still in flight.
enum class Outcome : std::uint8_t {
  completed,
  failed,
  throttled,
  timed_out,
  expired,
  refused,
  errored,
  abandoned,  ///< its client left before the answer, whatever became of its attempts
};
inline constexpr std::size_t kOutcomes = 8;

/// The way in which an attempt got its instance: it took one that was free, caused one to start, or waited
/// for one.
enum class StartKind : std::uint8_t { warm, cold, waited };

/// Whether an attempt with that outcome ran: to its own end, with or without an error, or until its timeout.
[[nodiscard]] constexpr bool is_executed(Outcome outcome) {
  return outcome == Outcome::completed || outcome == Outcome::timed_out || outcome == Outcome::errored;
}

/// The outcome of an invocation that is turned away for this reason.
[[nodiscard]] constexpr Outcome outcome_of(Rejection why) {
  return why <= Rejection::unstated          ? Outcome::throttled
         : why == Rejection::waited_too_long ? Outcome::expired
                                             : Outcome::refused;
}

/// The counts of one function that every warm invocation touches, in one cache line.
struct FunctionTally {
  std::uint64_t arrived = 0;
  std::uint64_t warm = 0;
  std::uint64_t completed = 0;
  // Sums modulo 2^64. FunctionExtras::carries has the upper halves; Tally::latency_ns() and its siblings
  // return the whole sums.
  std::uint64_t latency_ns = 0;    ///< over completed invocations
  std::uint64_t execution_ns = 0;  ///< over completed invocations
  std::uint64_t billed_ns = 0;     ///< rounded up to the granularity, over charged attempts
  std::uint64_t busy_ns = 0;       ///< busy instance time; during the run 2^63 is added to it
  std::uint64_t slowdown = 0;      ///< over completed invocations of a positive execution, see Responses
};
static_assert(sizeof(FunctionTally) == 64);

/// The upper 64 bits of the sums in FunctionTally. 2^64 ns are 584 years, which the waits of one day of
/// overload can exceed.
struct Carries {
  std::uint64_t latency_ns = 0;
  std::uint64_t execution_ns = 0;
  std::uint64_t billed_ns = 0;
  std::uint64_t busy_ns = 0;  ///< modulo 2^64
  std::uint64_t slowdown = 0;
};

/// The parts of a completed invocation's latency other than its execution, summed over the counted
/// invocations. Each part is measured independently, yet their sum is exactly latency less execution (a law
/// of every run).
struct PlatformTime {
  sim::Int128 frontend_ns = 0;  ///< latency of the request to scheduler and host, and of the answer
  sim::Int128 queueing_ns = 0;  ///< in the frontend's and the function's queue, of the last attempt
  sim::Int128 start_ns = 0;     ///< bound to an instance that was starting, of the last attempt
  sim::Int128 retry_ns = 0;     ///< from first reaching the scheduler to reaching it for the last attempt

  [[nodiscard]] sim::Int128 total() const { return frontend_ns + queueing_ns + start_ns + retry_ns; }
  PlatformTime& operator+=(const PlatformTime& other) {
    frontend_ns += other.frontend_ns;
    queueing_ns += other.queueing_ns;
    start_ns += other.start_ns;
    retry_ns += other.retry_ns;
    return *this;
  }
};

/// The other counts of one function, touched only in unusual cases.
struct FunctionExtras {
  Carries carries;
  std::uint64_t instant = 0;  ///< completed invocations whose execution took no time: they have no slowdown
  std::array<std::uint64_t, kOutcomes> outcomes{};      ///< all but completed, which is in FunctionTally
  std::array<std::uint64_t, kRejections> rejections{};  ///< throttled, expired and refused ones by reason
  std::uint64_t cold = 0;
  std::uint64_t waited = 0;
  std::uint64_t first_use = 0;
  std::uint64_t created = 0;  ///< instances, in the window
  std::uint64_t retried = 0;  ///< attempts of counted invocations that ended and were followed by another
  /// Executions of such attempts that ran to their end or timeout; they are charged.
  std::uint64_t charged_again = 0;
  /// Executions that ran to their end or timeout, and whose client was gone before the answer: charged, too.
  std::uint64_t charged_abandoned = 0;
  sim::Int128 live_ns = 0;   ///< instance time from creation to reclaim
  sim::Int128 ready_ns = 0;  ///< instance time from ready to reclaim
  sim::Int128 init_ns = 0;  ///< billed initialisation: the part added to the first execution of each instance
  sim::Int128 billed_on_provisioned_ns = 0;  ///< part of the billed time, within provisioned concurrency
  sim::Int128 init_on_provisioned_ns = 0;    ///< part of init_ns, within provisioned concurrency
  sim::Int128 provisioned_ns = 0;            ///< provisioned concurrency over time
  sim::Int128 shared_ns = 0;                 ///< execution time of completed invocations that share resources
  sim::Int128 alone_ns = 0;                  ///< the same executions' time as if each had run alone
  std::uint64_t evicted = 0;    ///< instances of the function that were evicted to make room for another one
  sim::Int128 queueing_ns = 0;  ///< waits in the two queues of attempts that started
  PlatformTime platform;        ///< of completed invocations; the frontend's part is not kept
};

/// The number of attempts that a function is charged for: those that ran to their end, with or without an
/// error, or to the timeout, including those of invocations that were tried again or abandoned.
[[nodiscard]] inline std::uint64_t charged_attempts(const FunctionTally& tally,
                                                    const FunctionExtras& extras) {
  return tally.completed + extras.outcomes[static_cast<std::size_t>(Outcome::timed_out)] +
         extras.outcomes[static_cast<std::size_t>(Outcome::errored)] + extras.charged_again +
         extras.charged_abandoned;
}

}  // namespace curtain
