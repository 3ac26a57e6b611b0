#pragma once
// What a run counts, all of it integers that can be merged: counts, sums, histograms, levels over time.
// Counts are of invocations that arrive in the window [from, to); levels are integrated over the same window.
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/metrics/responses.hpp"
#include "models/metrics/series.hpp"
#include "models/words.hpp"
#include "sim/histogram.hpp"
#include "sim/level_timeline.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// How an invocation ends; exactly one of these, or it is still in flight.
enum class Outcome : std::uint8_t { completed, failed, throttled, timed_out, expired, refused };
inline constexpr std::size_t kOutcomes = 6;

/// What an invocation that is turned away for this reason ends as.
[[nodiscard]] constexpr Outcome outcome_of(Rejection why) {
  return why <= Rejection::unstated          ? Outcome::throttled
         : why == Rejection::waited_too_long ? Outcome::expired
                                             : Outcome::refused;
}

/// What is counted of one function; one cache line for what every warm invocation touches.
struct FunctionTally {
  std::uint64_t arrived = 0;
  std::uint64_t warm = 0;
  std::uint64_t completed = 0;
  std::uint64_t latency_ns = 0;    ///< over completed invocations
  std::uint64_t execution_ns = 0;  ///< over completed invocations
  std::uint64_t billed_ns = 0;     ///< rounded up to the granularity, over charged attempts
  std::uint64_t busy_ns = 0;       ///< instance time busy, modulo 2^64 while the run lasts
  std::uint64_t slowdown = 0;      ///< over completed invocations of a positive execution, see Responses
};
static_assert(sizeof(FunctionTally) == 64);

/// The rest of it, touched when something unusual happens.
struct FunctionExtras {
  std::uint64_t instant = 0;  ///< completed invocations whose execution took no time: they have no slowdown
  std::array<std::uint64_t, kOutcomes> outcomes{};      ///< all but completed, which is in FunctionTally
  std::array<std::uint64_t, kRejections> rejections{};  ///< throttled, expired and refused ones by reason
  std::uint64_t cold = 0;
  std::uint64_t waited = 0;
  std::uint64_t first_use = 0;
  std::uint64_t created = 0;  ///< instances, in the window
  sim::Int128 live_ns = 0;    ///< instance time from creation to reclaim
  sim::Int128 ready_ns = 0;   ///< instance time from ready to reclaim
  std::uint64_t init_ns = 0;  ///< billed initialisation: what it adds to what its instance ran first
  std::uint64_t billed_on_provisioned_ns = 0;  ///< of billed_ns, within provisioned concurrency
  std::uint64_t init_on_provisioned_ns = 0;    ///< of init_ns, likewise
  sim::Int128 provisioned_ns = 0;              ///< provisioned concurrency over time
};

/// Attempts that a function is charged for: what ran to its end or was cut off at the timeout.
[[nodiscard]] inline std::uint64_t charged_attempts(const FunctionTally& tally,
                                                    const FunctionExtras& extras) {
  return tally.completed + extras.outcomes[static_cast<std::size_t>(Outcome::timed_out)];
}

struct Tally {
  Tally(Time window_from, Time window_to, Duration bin, bool by_function = false)
      : from(window_from),
        to(window_to),
        responses(by_function),
        instances(window_from, window_to),
        vms(window_from, window_to),
        hosts(window_from, window_to),
        placed_mib(window_from, window_to),
        used_capacity_mib(window_from, window_to),
        vm_lower_bound(window_from, window_to),
        series(bin) {}

  /// Adds to one of a function's sums of time. A sum beyond 2^64 ns (584 years) is noticed, never wrapped in
  /// silence.
  void add(std::uint64_t& sum, std::int64_t amount) {
    sum += static_cast<std::uint64_t>(amount);
    beyond_range |= sum < static_cast<std::uint64_t>(amount);
  }

  [[nodiscard]] std::uint64_t clamped(Time t) const {
    const Time held = t < from ? from : (t > to ? to : t);
    return static_cast<std::uint64_t>(held.ns());
  }

  Time from;
  Time to;
  // Hot: one line or two for every invocation.
  std::uint64_t in_system_ns = 0;    ///< integral of invocations in the system, telescoped, modulo 2^64
  bool beyond_range = false;         ///< a sum of one function did not fit: its numbers mean nothing
  std::uint64_t busy = 0;            ///< instances running something now
  sim::Int128 early_overlap = 0;     ///< time inside the window of invocations that arrived before it
  sim::Int128 late_overhang = 0;     ///< time after the window of invocations that arrived inside it
  sim::Int128 queueing_ns = 0;       ///< in the frontend's queue till admitted, in a function's till started
  std::uint64_t arrivals_total = 0;  ///< window or not
  std::uint64_t ended_total = 0;     ///< window or not
  Responses responses;               ///< of completed invocations
  sim::Histogram cold_start;         ///< dispatch to start of cold attempts
  sim::Int128 other_sojourn_ns = 0;  ///< arrival to end of counted invocations that did not complete
  sim::Int128 unfinished_ns = 0;     ///< time inside the window of invocations still in flight at the end
  std::uint64_t started = 0;         ///< attempts of counted invocations
  std::uint64_t vms_created = 0;     ///< in the window
  std::uint64_t evicted = 0;         ///< instances that made room for another one, in the window
  std::vector<FunctionTally> functions;
  std::vector<FunctionExtras> extras;
  sim::LevelTimeline instances;
  sim::LevelTimeline vms;
  sim::LevelTimeline hosts;
  sim::LevelTimeline placed_mib;         ///< memory of live instances
  sim::LevelTimeline used_capacity_mib;  ///< instance memory of VMs that hold at least one instance
  sim::LevelTimeline vm_lower_bound;
  Series series;
};

}  // namespace curtain
