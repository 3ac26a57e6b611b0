#pragma once
// The loop: arrivals, which never enter the queue, merged with pending events.
#include <algorithm>
#include <stdexcept>
#include <string>

#include "models/platform/engine.hpp"
#include "models/workload/memory_source.hpp"
#include "sim/mutant.hpp"

namespace curtain {

template <class Queue, bool observed>
void Engine<Queue, observed>::move_clock(Time now) {
  now_ = now;
  if (now >= tally_.series.current_end()) [[unlikely]] {
    advance_series(now);
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::advance_series(Time now) {
  if (options_.by_time) {
    const Course sums = course(Time::never());
    tally_.series.advance(now, levels(), &sums);
  } else {
    tally_.series.advance(now, levels());
  }
}

/// Has someone asked the run to end? Looked at now and then, between events, and the time to tell how far it
/// is.
template <class Queue, bool observed>
bool Engine<Queue, observed>::stop_asked() {
  interrupted_ =
      interrupted_ || (options_.interrupt != nullptr && options_.interrupt->load(std::memory_order_relaxed));
  if (options_.progress && !interrupted_) {
    options_.progress({now_, tally_.arrivals_total});
  }
  return interrupted_;
}

/// Called where an event may take long. At an interrupt the loop then ends after this event instead of after
/// thousands.
template <class Queue, bool observed>
inline void Engine<Queue, observed>::heed_interrupt() {
  if (options_.interrupt != nullptr && options_.interrupt->load(std::memory_order_relaxed)) [[unlikely]] {
    batch_end_ = 0;
    handled_ |= 0xFFFFu;
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::read_source() {
  ArrivalSource& source = replay_ != nullptr ? *replay_ : source_;
  constexpr std::size_t batch = 1024;
  constexpr std::size_t ahead = 12;
  std::vector<Arrival> arrivals(batch + ahead);
  sim::Event event;
  bool beyond = false;
  const auto stops = [this](const sim::Event&) { return (++handled_ & 0xFFFFu) == 0 && stop_asked(); };
  while (!beyond) {
    std::size_t count = source.fill({arrivals.data(), batch});
    if (count == 0) {
      return;
    }
    // The window ends before the source does.
    if (arrivals[count - 1].time >= CURTAIN_MUTANT(window_open_at_end, tally_.to, Time::never())) {
      beyond = true;
      count = static_cast<std::size_t>(
          std::lower_bound(arrivals.begin(), arrivals.begin() + static_cast<std::ptrdiff_t>(count), tally_.to,
                           [](const Arrival& arrival, Time to) { return arrival.time < to; }) -
          arrivals.begin());
    }
    batch_end_ = count;
    for (std::size_t i = 0; i < batch_end_; ++i) {
      const Arrival& arrival = arrivals[i];
      const std::size_t coming = arrivals[i + ahead].function.index();
      if (coming < rows_.functions.size()) {
        __builtin_prefetch(&rows_.functions[coming]);
        __builtin_prefetch(&tally_.functions[coming]);
      }
      const Time now = arrival.time + request_latency_;
      while (queue_.pop_before(now, sim::Rank::arrival, event)) {
        if (take(event, stops)) [[unlikely]] {
          return;
        }
      }
      move_clock(now);
      if (arrival.function.index() >= rows_.functions.size()) [[unlikely]] {
        adopt_functions(arrival.function.index() + 1);
      }
      arrive(arrival, now);
    }
    if (stop_asked()) {
      return;
    }
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::drain() {
  // Beyond the window only invocations in flight, and requests that clients have sent before its end, keep
  // the run going. Where they wait for what never comes
  // (all that is pending are ticks; or instances come and go, held by a floor or lost before they are ready,
  // and serve none of them), they stay in flight.
  constexpr std::uint64_t patience = 1'000'000;  // events, besides one for each row that may have a timer
  constexpr std::uint64_t looks = 50'000'000;    // of ticks at functions, while nothing runs
  sim::Event event;
  std::uint64_t ended = tally_.ended_total;
  std::uint64_t in_vain = 0;
  std::uint64_t looked = 0;
  const Time to = tally_.to == Time::never() ? tally_.from : tally_.to;
  const auto has_work = [this] { return rows_.requests.size() > 0 || clients_.pending() > 0; };
  const auto stops = [&](const sim::Event& handled) {
    const bool is_tick = is_of<PolicyTick>(handled);
    in_vain += is_tick ? 0 : 1;
    looked += is_tick ? 1 + rows_.functions.size() : 0;
    if (tally_.ended_total != ended || now_ < to) {
      ended = tally_.ended_total;
      in_vain = 0;
      looked = 0;
    } else if (in_vain > patience + 2 * rows_.requests.capacity() + 2 * rows_.instances.capacity() ||
               (looked > looks && tally_.busy == 0)) {
      return true;
    }
    return (++handled_ & 1023u) == 0 && stop_asked();
  };
  while (has_work() || now_ < to) {
    const Time limit = has_work() ? Time::never() : to;
    if (now_ >= to && queue_.size() == pending_ticks_) {
      return;
    }
    if (!queue_.pop_before(limit, sim::Rank::completion, event)) {
      return;
    }
    if (event.time >= Time::latest() && is_of<Completion>(event)) {
      throw std::range_error(
          "an execution reaches the end of simulated time, 2^62 ns (146 years): its length would be cut");
    }
    if (take(event, stops)) {
      return;
    }
  }
}

/// The next event of an instant that has timers: what goes before timers, also where a timer has scheduled
/// it, or the timer whose turn it is.
template <class Queue, bool observed>
sim::Event Engine<Queue, observed>::pop_among_timers() {
  constexpr auto after_timers = static_cast<sim::Rank>(static_cast<int>(sim::Rank::timer) + 1);
  sim::Event event;
  while (queue_.pop_before(timers_.instant(), after_timers, event)) {
    if (event.rank() != sim::Rank::timer) {
      return event;
    }
    timers_.add(event, number_of(event));
  }
  return timers_.take();
}

/// By which timers of one kind and instant are ordered.
template <class Queue, bool observed>
std::uint64_t Engine<Queue, observed>::number_of(const sim::Event& timer) const {
  const std::uint32_t row = timer.subject;
  switch (events_.subject_of(timer)) {
    case Subject::attempt:
      return rows_.waits[row].number;
    case Subject::instance:
      return rows_.instance_rest[row].number;
    case Subject::vm:
      return vm_serials_[row];
    case Subject::idle_group:
      return idle_groups_[row].number;
    case Subject::number:
      break;
  }
  return row;
}

/// Whose handler each kind of event calls.
template <class Queue, bool observed>
void Engine<Queue, observed>::claim_events() {
  events_.handle<InstanceReady, &Engine::become_ready>(*this);
  events_.handle<KeepAliveEnds, &Engine::keep_alive_fired>(*this);
  events_.handle<InstanceLifeEnds, &Engine::life_ended>(*this);
  events_.handle<VmRelease, &Engine::vm_release_fired>(*this);
  events_.handle<VmLifeEnds, &Engine::retire_vm>(*this);
  events_.handle<VmCrashes, &Crashes::vm_crashes>(crashes_);
  events_.handle<PlannedCrash, &Crashes::planned_crash>(crashes_);
  events_.handle<WaitedTooLong, &Engine::time_out>(*this);
  events_.handle<GroupReview, &Engine::review_fired>(*this);
  events_.handle<PlannedStart, &Engine::start_time_fired>(*this);
  events_.handle<AdmissionAsked, &Engine::admission_timer_fired>(*this);
  events_.handle<LateStart, &Engine::late_start>(*this);
  events_.handle<Retry, &Engine::submit>(*this);
  events_.handle<ClientSends, &Clients::sends>(clients_);
  events_.handle<Dispatch, &Engine::submit>(*this);
  events_.handle<PolicyTick, &Engine::tick>(*this);
}

/// Whether the subject of an event is still the one that the event was scheduled for.
template <class Queue, bool observed>
bool Engine<Queue, observed>::lives(Subject subject, std::uint32_t row, std::uint32_t generation) const {
  switch (subject) {
    case Subject::attempt:
      return rows_.requests.live(row, generation);
    case Subject::instance:
      return rows_.instances.live(row, generation);
    case Subject::vm:
      return cluster_.live(row, generation);
    case Subject::idle_group:
      return idle_groups_.live(row, generation);
    case Subject::number:
      break;
  }
  return true;
}

/// Handles an event, and with a timer all of its instant; `stops(event)` is asked after each. Returns whether
/// it said so.
template <class Queue, bool observed>
template <class Stops>
inline bool Engine<Queue, observed>::take(const sim::Event& event, Stops&& stops) {
  if (is_of<Completion>(event)) [[likely]] {
    move_clock(event.time);
    complete(event);
    return stops(event);
  }
  if (event.rank() != sim::Rank::timer) {
    handle(event);
    return stops(event);
  }
  timers_.add(event, number_of(event));
  while (!timers_.empty()) {
    const sim::Event next = pop_among_timers();
    handle(next);
    if (stops(next)) {
      return true;
    }
  }
  return false;
}

template <class Queue, bool observed>
void Engine<Queue, observed>::handle(const sim::Event& event) {
  move_clock(event.time);
  if (is_of<Completion>(event)) {
    complete(event);
    return;
  }
  events_.dispatch(event, [this](Subject subject, std::uint32_t row, std::uint32_t generation) {
    return lives(subject, row, generation);
  });
  settle(event.time);
}

/// Works off what has to follow from the last event, in the order of Agenda::Step.
template <class Queue, bool observed>
void Engine<Queue, observed>::work_off(Time now) {
  while (!agenda_.empty()) {
    const Agenda::Fact fact = agenda_.take();
    switch (fact.step) {
      case Agenda::Step::own_queue:
        if (across_) {
          starve(fact.subject);  // its turn comes among the others'
          agenda_.note_room();
        } else {
          feed(fact.subject, now);
        }
        break;
      case Agenda::Step::floor:
        ensure_floor(fact.subject, now);
        break;
      case Agenda::Step::room:
        pump_starved(now);
        break;
      case Agenda::Step::pool:
        pool_.fill();
        break;
      case Agenda::Step::admission:
        pump_admission(fact.subject, now);
        break;
      case Agenda::Step::nothing:
        break;
    }
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::tick(std::uint32_t policy, Time now) {
  --pending_ticks_;
  ask(*policies_.all()[policy], now, [&] { policies_.all()[policy]->on_tick(now); });
  if (policies_.all()[policy] == policies_.pre_warm.get()) {
    for (std::uint32_t function = 0; function < rows_.functions.size(); ++function) {
      if (CURTAIN_MUTANT(ticks_look_at_the_unknown,
                         (rows_.functions[function].mask & special::not_deployed) != 0, false)) {
        continue;
      }
      const PreWarmQuery query{now, FunctionId{function}, rows_.rest[function].provisioned,
                               rows_.functions[function].live, rows_.functions[function].in_flight};
      const std::uint32_t floor =
          ask(*policies_.pre_warm, now, [&] { return policies_.pre_warm->floor(query); });
      tell_floor(function, floor, now);
      set_floor(function, floor, now);
      lower_floor(function, now);
      agenda_.note_floor(function);
    }
    note_room();
  }
  if (policies_.all()[policy] == policies_.scaling.get()) {
    scale_at_tick(now);
  }
  schedule<PolicyTick>(sim::saturating_add(now, ticks_[policy]), policy);
  ++pending_ticks_;
}

template <class Queue, bool observed>
RunOutcome Engine<Queue, observed>::run() {
  for (Policy* const policy : policies_.all()) {
    ask(*policy, Time{0}, [&] { policy->on_run({options_.epoch, tells_decisions()}); });
  }
  for (std::uint32_t i = 0; i < ticks_.size(); ++i) {
    if (ticks_[i] > Duration{}) {
      schedule<PolicyTick>(Time{0} + ticks_[i], i);
      ++pending_ticks_;
    }
  }
  crashes_.begin();
  const std::size_t known = table_.size();  // others come with their first arrival, foreseen or not
  look_ahead();
  adopt_functions(known);
  for (std::uint32_t function = 0; function < rows_.functions.size(); ++function) {
    deploy(function, Time{0});
  }
  if (pool_.is_wanted()) {
    agenda_.note_pool();
  }
  settle(Time{0});
  clients_.begin(source_.clients());
  read_source();
  if (!interrupted_) {
    drain();
  }
  return outcome();
}

template <class Queue, bool observed>
RunOutcome Engine<Queue, observed>::outcome() {
  const Time last = std::max(now_, last_client_);
  Time end = tally_.to;
  if (end == Time::never() || interrupted_) {
    end = std::max(tally_.from, std::min(end, last));
  }
  tally_.responses.finish();
  const Time settled = std::max(end, now_);
  tally_.instances.finish(settled);
  tally_.vms.finish(settled);
  tally_.hosts.finish(settled);
  tally_.placed_mib.finish(settled);
  tally_.used_capacity_mib.finish(settled);
  tally_.vm_lower_bound.finish(settled);
  const Time last_covered =
      end - Duration{1};  // the series reaches to the window's end, whatever happens last
  if (last_covered >= tally_.series.current_end()) {
    advance_series(last_covered);
  }
  const Course sums = options_.by_time ? course(end) : Course{};
  tally_.series.finish(levels(), options_.by_time ? &sums : nullptr);

  // What is still open is closed at the window's end.
  const auto close = static_cast<std::uint64_t>(std::min(end, tally_.to).ns());
  std::uint64_t in_flight = 0;
  for (std::uint32_t id = 0; id < rows_.requests.capacity(); ++id) {
    if (rows_.requests.live(id)) {
      const Request& row = rows_.requests[id];
      tally_.in_system.add(std::max(close, tally_.clamped(row.arrival)));
      const Time from = std::max(row.arrival, tally_.from);
      tally_.unfinished_ns += end > from ? (end - from).ns() : 0;
      in_flight += counted(row) ? 1 : 0;
    }
  }
  close_provisioned(close);
  sim::Int128 completed = 0;
  for (const FunctionTally& function : tally_.functions) {
    completed += function.completed;
  }
  tally_.platform.frontend_ns +=
      completed * (request_latency_ + response_latency_).ns() + 2 * tally_.distance.value();
  tally_.in_system_ns = tally_.in_system.value();
  for (std::uint32_t id = 0; id < rows_.instances.capacity(); ++id) {
    if (rows_.instances.live(id) && rows_.instances[id].function != kNone) {
      const Instance& row = rows_.instances[id];
      FunctionExtras& extras = tally_.extras[row.function];
      extras.live_ns +=
          static_cast<sim::Int128>(std::max(close, tally_.clamped(rows_.instance_rest[id].created)));
      if (row.state != InstanceState::starting) {
        extras.ready_ns +=
            static_cast<sim::Int128>(std::max(close, tally_.clamped(rows_.instance_rest[id].ready)));
        if (row.in_flight > 0) {
          tally_.busy_until(row.function, Time{static_cast<std::int64_t>(close)});
        }
      }
    }
  }
  tally_.settle_busy();
  for (std::uint32_t id = 0; id < cluster_.vm_rows(); ++id) {
    if (cluster_.live(id)) {
      hash_sum_ += vm_fingerprint(cluster_.vm(id));
    }
  }
  std::uint64_t fingerprint = hash_sum_;
  for (std::size_t id = 0; id < rows_.functions.size(); ++id) {
    fingerprint += sim::entity_fingerprint(id, rows_.functions[id].hash.value());
  }
  return {std::move(tally_), fingerprint, end,
          interrupted_,      in_flight,   crashes_.without_effect(interrupted_)};
}

}  // namespace curtain
