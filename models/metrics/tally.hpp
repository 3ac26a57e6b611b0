#pragma once
// The counts of a run, all of them integers that can be merged: counts, sums, histograms, levels over time.
// Counts cover invocations that arrive in the window [from, to); levels are integrated over the same window.
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/metrics/fleet_timelines.hpp"
#include "models/metrics/responses.hpp"
#include "models/metrics/series.hpp"
#include "models/words.hpp"
#include "sim/histogram.hpp"
#include "sim/level_timeline.hpp"
#include "sim/mutant.hpp"
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
  sim::Int128 init_on_provisioned_ns = 0;    ///< part of init_ns, likewise
  sim::Int128 provisioned_ns = 0;            ///< provisioned concurrency over time
  sim::Int128 shared_ns = 0;                 ///< execution time of completed invocations that shared CPU
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

/// A 128-bit sum at the cost of a 64-bit one: the upper half is touched only when the lower half carries. The
/// lower half begins in the middle, because a sum of ends less starts would otherwise cross 0 again and
/// again.
class CarrySum {
 public:
  void add(std::uint64_t amount) {
    if (__builtin_add_overflow(low_, amount, &low_)) [[unlikely]] {
      ++high_;
    }
  }
  void subtract(std::uint64_t amount) {
    if (__builtin_sub_overflow(low_, amount, &low_)) [[unlikely]] {
      --high_;
    }
  }
  [[nodiscard]] sim::Int128 value() const {
    return (static_cast<sim::Int128>(high_) << 64) + static_cast<sim::Int128>(low_) -
           static_cast<sim::Int128>(kMiddle);
  }

 private:
  static constexpr std::uint64_t kMiddle = std::uint64_t{1} << 63;
  std::uint64_t low_ = kMiddle;
  std::int64_t high_ = 0;
};

struct Tally {
  Tally(Time window_from, Time window_to, Duration bin, bool by_function = false, Scopes* scopes = nullptr)
      : from(window_from),
        to(window_to),
        responses(by_function, scopes),
        fleet(window_from, window_to),
        cpu_used(window_from, window_to),
        series(bin) {}

  /// Adds a duration, or another amount of at least 0, to one of a function's sums.
  void add(std::uint32_t function, std::uint64_t FunctionTally::*sum, std::uint64_t Carries::*carry,
           std::int64_t amount) {
    std::uint64_t& low = functions[function].*sum;
    if (__builtin_add_overflow(low, static_cast<std::uint64_t>(amount), &low)) [[unlikely]] {
      CURTAIN_MUTANT_SKIPS(sums_wrap)
      ++(extras[function].carries.*carry);
    }
  }

  /// Adds the part of a start-up that a cold attempt has waited for.
  void add_cold_start(std::uint32_t function, std::int64_t start_up) {
    cold_start.add(start_up);
    responses.scopes().add_cold_start(function, start_up);
  }

  /// The initial value of a sum of busy time during a run. Starts subtract and ends add, so a sum that began
  /// at 0 would cross 0, where it has to carry, again and again.
  static constexpr std::uint64_t kBusyBias = std::uint64_t{1} << 63;
  void busy_from(std::uint32_t function, Time t) {
    std::uint64_t& low = functions[function].busy_ns;
    if (__builtin_sub_overflow(low, clamped(t), &low)) [[unlikely]] {
      --extras[function].carries.busy_ns;
    }
  }
  [[gnu::always_inline]] void busy_until(std::uint32_t function, Time t) {
    add(function, &FunctionTally::busy_ns, &Carries::busy_ns, static_cast<std::int64_t>(clamped(t)));
  }
  /// Removes that initial value from all sums of busy time, once at the end of the run.
  void settle_busy() {
    for (std::size_t id = 0; id < functions.size(); ++id) {
      const sim::Int128 sum = busy_ns(id) - static_cast<sim::Int128>(kBusyBias);
      functions[id].busy_ns = static_cast<std::uint64_t>(sum);
      extras[id].carries.busy_ns = static_cast<std::uint64_t>(sum >> 64);
    }
  }

  /// The whole sums of one function; busy time is right after settle_busy() only.
  [[nodiscard]] sim::Int128 latency_ns(std::size_t function) const {
    return whole(extras[function].carries.latency_ns, functions[function].latency_ns);
  }
  [[nodiscard]] sim::Int128 execution_ns(std::size_t function) const {
    return whole(extras[function].carries.execution_ns, functions[function].execution_ns);
  }
  [[nodiscard]] sim::Int128 billed_ns(std::size_t function) const {
    return whole(extras[function].carries.billed_ns, functions[function].billed_ns);
  }
  [[nodiscard]] sim::Int128 busy_ns(std::size_t function) const {
    return whole(extras[function].carries.busy_ns, functions[function].busy_ns);
  }
  [[nodiscard]] sim::Int128 slowdown(std::size_t function) const {
    return whole(extras[function].carries.slowdown, functions[function].slowdown);
  }

  [[nodiscard]] std::uint64_t clamped(Time t) const {
    const Time held = t < from ? from : (t > to ? to : t);
    return static_cast<std::uint64_t>(held.ns());
  }

  Time from;
  Time to;
  // Hot: one line or two for every invocation.
  CarrySum in_system;                ///< nanoseconds of invocations in the system; exact when the run is over
  CarrySum distance;                 ///< nanoseconds from frontend to host, of completed invocations
  std::uint64_t busy = 0;            ///< instances running something now
  sim::Int128 early_overlap = 0;     ///< time inside the window of invocations that arrived before it
  sim::Int128 late_overhang = 0;     ///< time after the window of invocations that arrived inside it
  sim::Int128 queueing_ns = 0;       ///< waits in the two queues of attempts that started
  PlatformTime platform;             ///< of completed invocations
  std::uint64_t arrivals_total = 0;  ///< in the window or not
  std::uint64_t ended_total = 0;     ///< in the window or not
  Responses responses;               ///< of completed invocations
  sim::Histogram cold_start;         ///< the part of the start-up that each cold attempt waited for
  sim::Int128 other_sojourn_ns =
      0;                          ///< time from arrival to end of counted invocations that did not complete
  sim::Int128 unfinished_ns = 0;  ///< time inside the window of invocations in flight at the end
  std::uint64_t started = 0;      ///< attempts of counted invocations that started
  std::uint64_t vms_created = 0;  ///< in the window
  std::uint64_t evicted = 0;      ///< instances evicted to make room for another one, in the window
  std::vector<FunctionTally> functions;
  std::vector<FunctionExtras> extras;
  FleetTimelines fleet;
  std::uint64_t cpu_of_vm = 0;  ///< millionths of vCPUs of a VM; 0: no function has CPU work
  sim::LevelTimeline cpu_used;  ///< millionths of vCPUs in use, by functions that have CPU work
  Series series;

 private:
  static sim::Int128 whole(std::uint64_t high, std::uint64_t low) {
    return static_cast<sim::Int128>((sim::UInt128{high} << 64) | low);
  }
};

}  // namespace curtain
