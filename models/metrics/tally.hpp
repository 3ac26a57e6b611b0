#pragma once
// The counts of a run. They are integers that can be merged: counts, sums, histograms, and levels over time.
// Counts cover the invocations that arrive in the window, and levels are integrated over the same window.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/metrics/carry_sum.hpp"
#include "models/metrics/fleet_timelines.hpp"
#include "models/metrics/function_tally.hpp"
#include "models/metrics/responses.hpp"
#include "models/metrics/series.hpp"
#include "models/metrics/shared_use.hpp"
#include "models/metrics/sojourns.hpp"
#include "models/metrics/start_counts.hpp"
#include "models/metrics/window.hpp"
#include "sim/histogram.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// The counts of a run. The platform reports events, and each function here decides how its event is counted.
class Tally {
 public:
  Tally(Time from, Time to, Duration bin, bool by_function = false, Scopes* scopes = nullptr)
      : window_(from, to),
        responses_(by_function, scopes),
        fleet_(from, to),
        shared_use_(from, to),
        series_(bin) {}

  // The following functions record events, in the order of an invocation's life. A function is identified by
  // its row.

  /// Adds the counts of a new function. Rows are numbered from 0.
  void add_function() {
    functions_.emplace_back().busy_ns = kBusyBias;
    extras_.emplace_back();
  }
  [[gnu::always_inline]] void arrived(std::uint32_t function, Time arrival) {
    functions_[function].arrived += window_.counts(arrival) ? 1 : 0;
    ++arrivals_total_;
    sojourns_.arrived(window_, arrival);
    ++series_.current().arrived;
  }
  /// Records the wait in the two queues of an attempt that is admitted or has started.
  void queued(Duration wait) { queueing_ns_ += wait.ns(); }
  /// Records the start of an attempt on an instance. `is_first` means that it is the first attempt on this
  /// instance.
  [[gnu::always_inline]] void started(std::uint32_t function, bool is_counted, StartKind kind,
                                      bool is_first) {
    ++series_.current().started;
    if (kind == StartKind::warm && !is_first) [[likely]] {
      const std::uint64_t one = is_counted ? 1 : 0;
      started_ += one;
      functions_[function].warm += one;
      return;
    }
    started_otherwise(function, is_counted, kind, is_first);
  }
  /// Records that a cold attempt waited for `start_up` of the start of its instance.
  void add_cold_start(std::uint32_t function, std::int64_t start_up) {
    cold_start_.add(start_up);
    responses_.scopes().add_cold_start(function, start_up);
  }
  /// Records that an instance became busy. busy_until() records that it is no longer busy.
  [[gnu::always_inline]] void busy_from(std::uint32_t function, Time now) {
    std::uint64_t& low = functions_[function].busy_ns;
    if (__builtin_sub_overflow(low, window_.clamped(now), &low)) [[unlikely]] {
      --extras_[function].carries.busy_ns;
    }
    ++busy_;
  }
  [[gnu::always_inline]] void busy_until(std::uint32_t function, Time now) {
    add(function, &FunctionTally::busy_ns, &Carries::busy_ns,
        static_cast<std::int64_t>(window_.clamped(now)));
    --busy_;
  }
  /// Records a completed invocation. `execution` is the execution time of its last attempt, `alone` this time
  /// without sharing vCPUs, and `distance` the latency to its host.
  [[gnu::always_inline]] void executed(std::uint32_t function, Duration response, Duration execution,
                                       Duration alone, Duration distance) {
    add(function, &FunctionTally::execution_ns, &Carries::execution_ns, execution.ns());
    add(function, &FunctionTally::slowdown, &Carries::slowdown,
        responses_.add(function, response.ns(), alone.ns()));
    distance_.add(static_cast<std::uint64_t>(distance.ns()));
    if (execution == Duration{}) [[unlikely]] {
      ++extras_[function].instant;
    }
  }
  /// Records that an attempt of a counted invocation is charged for this time.
  [[gnu::always_inline]] void billed(std::uint32_t function, std::int64_t ns) {
    add(function, &FunctionTally::billed_ns, &Carries::billed_ns, ns);
  }
  /// Records the end of an invocation, whose client gets the answer at `client`.
  [[gnu::always_inline]] void ended(std::uint32_t function, Time arrival, Time client, Outcome outcome) {
    ++ended_total_;
    ++series_.current().ended;
    sojourns_.ended(window_, arrival, client);
    if (!window_.counts(arrival)) {
      return;
    }
    const Duration sojourn = client - arrival;
    if (outcome == Outcome::completed) {
      ++functions_[function].completed;
      add(function, &FunctionTally::latency_ns, &Carries::latency_ns, sojourn.ns());
    } else {
      ++extras_[function].outcomes[static_cast<std::size_t>(outcome)];
      sojourns_.lost(sojourn);
    }
  }
  void vm_opened(Time now) { vms_created_ += window_.holds(now) ? 1 : 0; }
  /// Records the creation of an instance. Returns whether it is in the window.
  bool instance_created(std::uint32_t function, Time now) {
    const bool is_counted = window_.holds(now);
    extras_[function].created += is_counted ? 1 : 0;
    extras_[function].live_ns -= static_cast<sim::Int128>(window_.clamped(now));
    fleet_.add_instances(1, now);
    return is_counted;
  }
  void instance_ready(std::uint32_t function, Time now) {
    extras_[function].ready_ns -= static_cast<sim::Int128>(window_.clamped(now));
  }
  /// Records the end of an instance. `was_ready` means that its start had ended, and `for_room` that it was
  /// evicted to make room.
  void instance_reclaimed(std::uint32_t function, bool was_ready, bool for_room, Time now) {
    FunctionExtras& extras = extras_[function];
    const auto until = static_cast<sim::Int128>(window_.clamped(now));
    extras.live_ns += until;
    extras.ready_ns += was_ready ? until : 0;
    const std::uint64_t evicted = for_room && window_.holds(now) ? 1 : 0;
    evicted_ += evicted;
    extras.evicted += evicted;
  }

  // The following functions are called at the end of the run.

  /// Records an invocation that is in flight at the end of the run and of its window.
  void is_in_flight(Time arrival, Time end) { sojourns_.is_in_flight(window_, arrival, end); }
  /// Records an instance that is live at the end. `ready` is the time since which it is ready, or empty. Its
  /// times end at `close`, but not before their beginning.
  void is_live(std::uint32_t function, Time created, std::optional<Time> ready, std::uint64_t close) {
    FunctionExtras& extras = extras_[function];
    extras.live_ns += static_cast<sim::Int128>(std::max(close, window_.clamped(created)));
    if (ready) {
      extras.ready_ns += static_cast<sim::Int128>(std::max(close, window_.clamped(*ready)));
    }
  }
  /// Records an instance that is busy at the end. Its busy time ends at `close`.
  void is_busy(std::uint32_t function, std::uint64_t close) {
    add(function, &FunctionTally::busy_ns, &Carries::busy_ns, static_cast<std::int64_t>(close));
  }
  /// Completes the sums of all functions. It is called once, after the functions above. `to_and_fro` is the
  /// latency of a request and its answer for every completed invocation, to which twice the distance of the
  /// host is added.
  void settle(Duration to_and_fro);

  // Write access to parts that have their own counts.

  [[nodiscard]] FunctionExtras& extras_of(std::uint32_t function) { return extras_[function]; }
  [[nodiscard]] PlatformTime& platform() { return platform_; }
  [[nodiscard]] Responses& responses() { return responses_; }
  [[nodiscard]] FleetTimelines& fleet() { return fleet_; }
  [[nodiscard]] Series& series() { return series_; }
  [[nodiscard]] SharedUse& shared_use() { return shared_use_; }
  [[nodiscard]] StartCounts& starts() { return starts_; }

  // The following functions return the counts.

  [[nodiscard]] const Window& window() const { return window_; }
  [[nodiscard]] const Sojourns& sojourns() const { return sojourns_; }
  [[nodiscard]] const std::vector<FunctionTally>& functions() const { return functions_; }
  [[nodiscard]] const std::vector<FunctionExtras>& extras() const { return extras_; }
  /// The times of completed invocations.
  [[nodiscard]] const PlatformTime& platform() const { return platform_; }
  [[nodiscard]] const Responses& responses() const { return responses_; }
  /// For each cold attempt, the time for which it waited for the start-up.
  [[nodiscard]] const sim::Histogram& cold_start() const { return cold_start_; }
  [[nodiscard]] const FleetTimelines& fleet() const { return fleet_; }
  [[nodiscard]] const Series& series() const { return series_; }
  /// The use of the resources of VMs by the functions that share them.
  [[nodiscard]] const SharedUse& shared_use() const { return shared_use_; }
  /// The counts of starts.
  [[nodiscard]] const StartCounts& starts() const { return starts_; }
  /// The sum of the latencies from frontend to host of completed invocations.
  [[nodiscard]] sim::Int128 distance_ns() const { return distance_.value(); }
  /// The sum of the waits of started attempts in the two queues.
  [[nodiscard]] sim::Int128 queueing_ns() const { return queueing_ns_; }
  /// The number of busy instances.
  [[nodiscard]] std::uint64_t busy() const { return busy_; }
  /// The number of all invocations, including those outside the window.
  [[nodiscard]] std::uint64_t arrivals_total() const { return arrivals_total_; }
  [[nodiscard]] std::uint64_t ended_total() const { return ended_total_; }
  /// The number of started attempts of counted invocations.
  [[nodiscard]] std::uint64_t started() const { return started_; }
  /// The number of VMs created in the window.
  [[nodiscard]] std::uint64_t vms_created() const { return vms_created_; }
  /// The number of instances that were evicted in the window to make room for another instance.
  [[nodiscard]] std::uint64_t evicted() const { return evicted_; }

  /// The whole sums of one function.
  [[nodiscard]] sim::Int128 latency_ns(std::size_t function) const {
    return whole(extras_[function].carries.latency_ns, functions_[function].latency_ns);
  }
  [[nodiscard]] sim::Int128 execution_ns(std::size_t function) const {
    return whole(extras_[function].carries.execution_ns, functions_[function].execution_ns);
  }
  [[nodiscard]] sim::Int128 billed_ns(std::size_t function) const {
    return whole(extras_[function].carries.billed_ns, functions_[function].billed_ns);
  }
  [[nodiscard]] sim::Int128 slowdown(std::size_t function) const {
    return whole(extras_[function].carries.slowdown, functions_[function].slowdown);
  }
  /// The busy time of a function. Valid after settle().
  [[nodiscard]] sim::Int128 busy_ns(std::size_t function) const {
    return whole(extras_[function].carries.busy_ns, functions_[function].busy_ns);
  }
  /// The busy time of a function during the run: the ends minus the beginnings of busy times so far, in ns of
  /// the window.
  [[nodiscard]] sim::Int128 busy_so_far_ns(std::size_t function) const {
    return busy_ns(function) - static_cast<sim::Int128>(kBusyBias);
  }

 private:
  /// The initial value of a sum of busy time during a run. Starts are subtracted and ends are added, so a sum
  /// that began at 0 would frequently cross 0, where it has to carry.
  static constexpr std::uint64_t kBusyBias = std::uint64_t{1} << 63;

  static sim::Int128 whole(std::uint64_t high, std::uint64_t low) {
    return static_cast<sim::Int128>((sim::UInt128{high} << 64) | low);
  }
  /// Adds a duration, or another amount of at least 0, to one of the sums of a function.
  [[gnu::always_inline]] void add(std::uint32_t function, std::uint64_t FunctionTally::*sum,
                                  std::uint64_t Carries::*carry, std::int64_t amount) {
    std::uint64_t& low = functions_[function].*sum;
    if (__builtin_add_overflow(low, static_cast<std::uint64_t>(amount), &low)) [[unlikely]] {
      CURTAIN_MUTANT_SKIPS(sums_wrap)
      ++(extras_[function].carries.*carry);
    }
  }
  void started_otherwise(std::uint32_t function, bool is_counted, StartKind kind, bool is_first);

  Window window_;
  // These members are hot: every invocation uses one or two of their cache lines.
  Sojourns sojourns_;
  CarrySum distance_;
  std::uint64_t busy_ = 0;
  std::uint64_t arrivals_total_ = 0;
  std::uint64_t ended_total_ = 0;
  std::uint64_t started_ = 0;
  std::vector<FunctionTally> functions_;
  std::vector<FunctionExtras> extras_;
  Responses responses_;  // response times of completed invocations
  sim::Int128 queueing_ns_ = 0;
  PlatformTime platform_;
  sim::Histogram cold_start_;
  std::uint64_t vms_created_ = 0;
  std::uint64_t evicted_ = 0;
  FleetTimelines fleet_;
  SharedUse shared_use_;
  StartCounts starts_;
  Series series_;
};

}  // namespace curtain
