#pragma once
// The loop: arrivals, which never enter the queue, merged with pending events.
#include <algorithm>
#include <stdexcept>
#include <string>

#include "models/platform/engine.hpp"
#include "models/workload/memory_source.hpp"

namespace curtain {

template <class Queue, bool observed>
void Engine<Queue, observed>::schedule(Time at, sim::Rank rank, EventKind kind, std::uint32_t subject,
                                       std::uint32_t generation) {
  queue_.push(sim::Event::make(at, rank, static_cast<std::uint8_t>(kind), subject, generation));
}

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

template <class Queue, bool observed>
void Engine<Queue, observed>::read_source() {
  ArrivalSource& source = replay_ != nullptr ? *replay_ : source_;
  constexpr std::size_t batch = 1024;
  constexpr std::size_t ahead = 12;
  std::vector<Arrival> arrivals(batch + ahead);
  sim::Event event;
  bool beyond = false;
  std::uint64_t handled = 0;
  while (!beyond) {
    std::size_t count = source.fill({arrivals.data(), batch});
    if (count == 0) {
      return;
    }
    if (arrivals[count - 1].time >= tally_.to) {  // the window ends before the source does
      beyond = true;
      count = static_cast<std::size_t>(
          std::lower_bound(arrivals.begin(), arrivals.begin() + static_cast<std::ptrdiff_t>(count), tally_.to,
                           [](const Arrival& arrival, Time to) { return arrival.time < to; }) -
          arrivals.begin());
    }
    for (std::size_t i = 0; i < count; ++i) {
      const Arrival& arrival = arrivals[i];
      const std::size_t coming = arrivals[i + ahead].function.index();
      if (coming < functions_.size()) {
        __builtin_prefetch(&functions_[coming]);
        __builtin_prefetch(&tally_.functions[coming]);
      }
      const Time now = arrival.time + request_latency_;
      while (queue_.pop_before(now, sim::Rank::arrival, event)) {
        handle(event);
        if ((++handled & 0xFFFFu) == 0 && stop_asked()) [[unlikely]] {
          return;
        }
      }
      move_clock(now);
      if (arrival.function.index() >= functions_.size()) [[unlikely]] {
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
  std::uint64_t handled = 0;
  std::uint64_t ended = tally_.ended_total;
  std::uint64_t in_vain = 0;
  std::uint64_t looked = 0;
  const Time to = tally_.to == Time::never() ? tally_.from : tally_.to;
  const auto has_work = [this] { return requests_.size() > 0 || pending_clients_ > 0; };
  while (has_work() || now_ < to) {
    const Time limit = has_work() ? Time::never() : to;
    if (now_ >= to && queue_.size() == pending_ticks_) {
      return;
    }
    if (!queue_.pop_before(limit, sim::Rank::completion, event)) {
      return;
    }
    if (event.time >= Time::latest() && event.kind() == static_cast<std::uint8_t>(EventKind::completion)) {
      throw std::range_error(
          "an execution reaches the end of simulated time, 2^62 ns (146 years): its length would be cut");
    }
    handle(event);
    const bool is_tick = event.kind() == static_cast<std::uint8_t>(EventKind::tick);
    in_vain += is_tick ? 0 : 1;
    looked += is_tick ? 1 + functions_.size() : 0;
    if (tally_.ended_total != ended || now_ < to) {
      ended = tally_.ended_total;
      in_vain = 0;
      looked = 0;
    } else if (in_vain > patience + 2 * requests_.capacity() + 2 * instances_.capacity() ||
               (looked > looks && tally_.busy == 0)) {
      return;
    }
    if ((++handled & 1023u) == 0 && stop_asked()) {
      return;
    }
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::handle(const sim::Event& event) {
  move_clock(event.time);
  const std::uint32_t subject = event.subject;
  const Time now = event.time;
  switch (static_cast<EventKind>(event.kind())) {
    case EventKind::completion:
      complete(event);
      break;
    case EventKind::ready:
      if (instances_.live(subject, event.generation())) {
        become_ready(subject, now);
      }
      break;
    case EventKind::keep_alive:
      if (instances_.live(subject, event.generation())) {
        keep_alive_fired(subject, now);
      }
      break;
    case EventKind::instance_lifetime:
      if (instances_.live(subject, event.generation())) {
        const std::uint32_t function = instances_[subject].function;
        retire_instance(subject, now);
        after_loss(function, now);
      }
      break;
    case EventKind::vm_release:
      if (cluster_.live(subject, event.generation())) {
        vm_release_fired(subject, now);
      }
      break;
    case EventKind::vm_lifetime:
      if (cluster_.live(subject, event.generation())) {
        retire_vm(subject, now);
      }
      break;
    case EventKind::vm_crash:
      if (cluster_.live(subject, event.generation())) {
        crash_vm(subject, now);
      }
      break;
    case EventKind::planned_crash: {
      const auto [vm, generation] = crash_targets_[subject];
      const bool is_there = vm != kNone && cluster_.live(vm, generation);
      crash_ends_[subject] = is_there      ? CrashEnd::lost_a_vm
                             : vm == kNone ? CrashEnd::no_such_vm
                                           : CrashEnd::vm_is_gone;
      if (is_there) {
        crash_vm(vm, now);
      }
      break;
    }
    case EventKind::queue_timeout:
      if (requests_.live(subject, event.generation())) {
        time_out(subject, now);
      }
      break;
    case EventKind::retry:
    case EventKind::dispatch:
      submit(subject, now);
      break;
    case EventKind::tick:
      tick(subject, now);
      break;
    case EventKind::admission:
      admission_timer_fired(subject, now);
      break;
    case EventKind::client:
      send(subject, now);
      break;
    case EventKind::review:
      if (idle_groups_.live(subject, event.generation())) {
        review_fired(subject, now);
      }
      break;
    case EventKind::start_time:
      start_time_fired(subject, now);
      break;
    case EventKind::late_start:
      if (requests_.live(subject, event.generation())) {
        late_start(subject, now);
      }
      break;
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::tick(std::uint32_t policy, Time now) {
  --pending_ticks_;
  ask(*policies_.all()[policy], now, [&] { policies_.all()[policy]->on_tick(now); });
  if (policies_.all()[policy] == policies_.pre_warm.get()) {
    for (std::uint32_t function = 0; function < functions_.size(); ++function) {
      if ((functions_[function].mask & special::not_deployed) != 0) {
        continue;
      }
      const PreWarmQuery query{now, FunctionId{function}, rest_[function].provisioned,
                               functions_[function].live, functions_[function].in_flight};
      const std::uint32_t floor =
          ask(*policies_.pre_warm, now, [&] { return policies_.pre_warm->floor(query); });
      tell_floor(function, floor, now);
      set_floor(function, floor, now);
      lower_floor(function, now);
      ensure_floor(function, now);
    }
    pump_starved(now);
    fill_pool(now);
    for (std::uint32_t tenant = 0; tenant < tenants_.size() && account_ && heeds_.provisioned; ++tenant) {
      if (tenants_[tenant].waiting > 0) {
        pump_admission(tenant, now);  // other concurrency may be set aside now
      }
    }
  }
  if (policies_.all()[policy] == policies_.scaling.get()) {
    scale_at_tick(now);
  }
  schedule(sim::saturating_add(now, ticks_[policy]), sim::Rank::tick, EventKind::tick, policy);
  ++pending_ticks_;
}

template <class Queue, bool observed>
RunOutcome Engine<Queue, observed>::run() {
  for (Policy* const policy : policies_.all()) {
    ask(*policy, Time{0}, [&] { policy->on_run({options_.epoch, tells_decisions()}); });
  }
  for (std::uint32_t i = 0; i < ticks_.size(); ++i) {
    if (ticks_[i] > Duration{}) {
      schedule(Time{0} + ticks_[i], sim::Rank::tick, EventKind::tick, i);
      ++pending_ticks_;
    }
  }
  for (std::uint32_t i = 0; i < crash_targets_.size(); ++i) {
    schedule(Time{0} + parameters_.faults.vm_crashes[i].at, sim::Rank::timer, EventKind::planned_crash, i);
  }
  const std::size_t known = table_.size();  // others come with their first arrival, foreseen or not
  look_ahead();
  fill_pool(Time{0});
  adopt_functions(known);
  for (std::uint32_t function = 0; function < functions_.size(); ++function) {
    deploy(function, Time{0});
  }
  start_clients();
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
  for (std::uint32_t id = 0; id < requests_.capacity(); ++id) {
    if (requests_.live(id)) {
      const Request& row = requests_[id];
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
  for (std::uint32_t id = 0; id < instances_.capacity(); ++id) {
    if (instances_.live(id) && instances_[id].function != kNone) {
      const Instance& row = instances_[id];
      FunctionExtras& extras = tally_.extras[row.function];
      extras.live_ns += static_cast<sim::Int128>(std::max(close, tally_.clamped(instance_rest_[id].created)));
      if (row.state != InstanceState::starting) {
        extras.ready_ns +=
            static_cast<sim::Int128>(std::max(close, tally_.clamped(instance_rest_[id].ready)));
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
  for (std::size_t id = 0; id < functions_.size(); ++id) {
    fingerprint += sim::entity_fingerprint(id, functions_[id].hash.value());
  }
  return {std::move(tally_), fingerprint, end, interrupted_, in_flight, crashes_without_effect()};
}

}  // namespace curtain
