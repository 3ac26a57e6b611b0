#pragma once
// The loop of the engine, which merges arrivals with pending events. Arrivals never enter the event queue.
#include <algorithm>
#include <stdexcept>

#include "models/platform/cell/engine.hpp"
#include "sim/mutant.hpp"

namespace curtain {

template <class Queue, bool observed>
void Engine<Queue, observed>::move_clock(Time now) {
  this->set_now(now);
  if (now >= tally().series().current_end()) [[unlikely]] {
    advance_series(now);
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::advance_series(Time now) {
  if (by_time_) {
    const Course sums = course(Time::never());
    tally().series().advance(now, levels(), &sums);
  } else {
    tally().series().advance(now, levels());
  }
}

/// Whether the caller has requested the end of the run.
template <class Queue, bool observed>
bool Engine<Queue, observed>::stop_asked() {
  return pace_.stop_asked(now(), tally().arrivals_total());
}

/// Called during events that may take long, so that after an interrupt the loop ends with the current event
/// and not thousands of events later.
template <class Queue, bool observed>
inline void Engine<Queue, observed>::heed_interrupt() {
  if (pace_.is_interrupt_set()) [[unlikely]] {
    pace_.look_soon();
    reader_.break_off();
  }
}

/// Called after each event. Returns whether the loop must stop.
template <class Queue, bool observed>
inline bool Engine<Queue, observed>::has_to_stop() {
  return pace_.handled() && pace_.look(now(), tally().arrivals_total());
}

/// Handles all arrivals. Earlier events are handled before each arrival. Returns false if the run has to stop
/// before the last arrival.
template <class Queue, bool observed>
bool Engine<Queue, observed>::read_source() {
  sim::Event event;
  const auto stops = [this](const sim::Event&) { return has_to_stop(); };
  while (reader_.has_more()) {
    for (const Arrival* next = reader_.begin(); next < reader_.end(); ++next) {
      const Arrival& arrival = *next;
      const std::size_t coming = next[kPrefetched].function.index();
      if (coming < rows().functions.size()) {
        __builtin_prefetch(&rows().functions[coming]);
        __builtin_prefetch(&tally().functions()[coming]);
      }
      const Time now = arrival.time + this->latency().request();
      if (now >= pace_.limit()) [[unlikely]] {
        reader_.go_to(next);
        while (queue_.pop_before(pace_.limit(), sim::Rank::completion, event) && !take(event, stops)) {
        }
        return false;
      }
      while (queue_.pop_before(now, sim::Rank::arrival, event)) {
        if (take(event, stops)) [[unlikely]] {
          reader_.go_to(next);
          return false;
        }
      }
      move_clock(now);
      if (arrival.function.index() >= rows().functions.size()) [[unlikely]] {
        adopt_functions(arrival.function.index() + 1);
      }
      this->arrive(arrival, now);
    }
    reader_.go_to(reader_.end());
    if (stop_asked()) {
      return false;
    }
  }
  pace_.drain();
  return true;
}

/// Whether the run is past its window and no pending event can help an invocation to end. Then either all
/// pending events are ticks, or instances start and end without serving an invocation (because a floor holds
/// them, or because they are lost before they are ready).
template <class Queue, bool observed>
bool Engine<Queue, observed>::in_vain(const sim::Event& handled) {
  const Time to = tally().window().to() == Time::never() ? tally().window().from() : tally().window().to();
  Patience& patience = pace_.patience();
  const std::uint64_t ended = tally().ended_total() + this->abandoned_ended();
  if (now() < to || this->origins().programmes().pending() > 0) {
    patience.begin_again(ended);
  } else {
    patience.handled(ended, is_of<PolicyTick>(handled), rows().functions.size());
  }
  return patience.is_over(rows().requests.capacity() + rows().instances.capacity(), tally().busy() > 0);
}

template <class Queue, bool observed>
bool Engine<Queue, observed>::stops_draining(const sim::Event& handled) {
  pace_.end_if(in_vain(handled));
  return pace_.is_over() || has_to_stop();
}

/// Continues the run after the last arrival. After the window only invocations in flight, and requests that
/// clients sent before the window's end, keep the run going. An invocation that waits for an event that never
/// happens remains in flight. Returns whether the run has ended.
template <class Queue, bool observed>
bool Engine<Queue, observed>::drain() {
  sim::Event event;
  const Time to = tally().window().to() == Time::never() ? tally().window().from() : tally().window().to();
  const auto has_work = [this] { return rows().requests.size() > 0 || this->origins().pending() > 0; };
  const auto stops = [this](const sim::Event& handled) { return stops_draining(handled); };
  while (has_work() || now() < to) {
    const Time limit = has_work() ? Time::never() : to;
    if (now() >= to && queue_.size() == pending_ticks_) {
      return true;
    }
    if (!queue_.pop_before(std::min(limit, pace_.limit()), sim::Rank::completion, event)) {
      return limit <= pace_.limit();
    }
    if (event.time >= Time::latest() && is_of<Completion>(event)) {
      throw std::range_error(
          "an execution would last beyond the end of simulated time, which is 2^62 ns (146 years)");
    }
    if (take(event, stops)) {
      return pace_.is_over();
    }
  }
  return true;
}

/// Returns the next event of an instant that has timers. Events with a lower rank than timers come first,
/// even if a timer has just scheduled them.
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

/// The key that orders timers of the same kind and instant.
template <class Queue, bool observed>
std::uint64_t Engine<Queue, observed>::number_of(const sim::Event& timer) const {
  const std::uint32_t row = timer.subject;
  switch (events_.subject_of(timer)) {
    case Subject::attempt:
      return rows().waits[row].number;
    case Subject::instance:
      return rows().instance_rest[row].number;
    case Subject::vm:
      return cluster().vm(row).number;
    case Subject::idle_group:
      return this->idle_set().reviews().number(row);
    case Subject::number:
      break;
  }
  return row;
}

/// Registers the part that handles each kind of event.
template <class Queue, bool observed>
void Engine<Queue, observed>::claim_events() {
  events_.handle<InstanceReady, &Engine::become_ready>(*this);
  events_.handle<KeepAliveEnds, &Engine::keep_alive_fired>(*this);
  events_.handle<InstanceLifeEnds, &Engine::life_ended>(*this);
  events_.handle<VmRelease, &Engine::vm_release_fired>(*this);
  events_.handle<VmLifeEnds, &Engine::retire_vm>(*this);
  events_.handle<VmCrashes, &Crashes::vm_crashes>(this->crashes());
  events_.handle<PlannedCrash, &Crashes::planned_crash>(this->crashes());
  events_.handle<OutageChanges, &Outages::changes>(this->outages());
  events_.handle<CodeUpdate, &Updates::update_comes>(this->updates());
  events_.handle<OldCodeEnds, &Updates::old_code_ends>(this->updates());
  events_.handle<WaitedTooLong, &Engine::time_out>(*this);
  events_.handle<GroupReview, &Engine::review_group>(*this);
  events_.handle<PlannedStart, &Engine::start_time_fired>(*this);
  events_.handle<AdmissionAsked, &Engine::admission_timer_fired>(*this);
  events_.handle<LateStart, &Engine::late_start>(*this);
  this->claim_stages(events_);
  this->origins().claim(events_);
  events_.handle<Retry, &Engine::submit>(*this);
  events_.handle<Dispatch, &Engine::submit>(*this);
  events_.handle<PolicyTick, &Engine::tick>(*this);
}

/// Whether the row still holds the subject for which the event was scheduled.
template <class Queue, bool observed>
bool Engine<Queue, observed>::lives(Subject subject, std::uint32_t row, std::uint32_t generation) const {
  switch (subject) {
    case Subject::attempt:
      return rows().requests.live(row, generation);
    case Subject::instance:
      return rows().instances.live(row, generation);
    case Subject::vm:
      return cluster().live(row, generation);
    case Subject::idle_group:
      return this->idle_set().reviews().live(row, generation);
    case Subject::number:
      break;
  }
  return true;
}

/// Handles an event. If the event is a timer, also handles all other timers of its instant. `stops(event)` is
/// called after each event. Returns true if a call of `stops` returned true.
template <class Queue, bool observed>
template <class Stops>
inline bool Engine<Queue, observed>::take(const sim::Event& event, Stops&& stops) {
  if (is_of<Completion>(event)) [[likely]] {
    move_clock(event.time);
    this->complete(event);
    return stops(event);
  }
  if (event.rank() != sim::Rank::timer) {
    handle(event);
    return stops(event);
  }
  timers_.add(event, number_of(event));
  return take_timers(stops);
}

/// Handles the timers of the current instant, and events with a lower rank. Stops in the same cases as
/// take().
template <class Queue, bool observed>
template <class Stops>
bool Engine<Queue, observed>::take_timers(Stops&& stops) {
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
    this->complete(event);
    return;
  }
  events_.dispatch(event, [this](Subject subject, std::uint32_t row, std::uint32_t generation) {
    return lives(subject, row, generation);
  });
  settle(event.time);
}

/// Processes the consequences of the last event in the order of Agenda::Step.
template <class Queue, bool observed>
void Engine<Queue, observed>::work_off(Time now) {
  while (!agenda().empty()) {
    const Agenda::Fact fact = agenda().take();
    switch (fact.step) {
      case Agenda::Step::own_queue:
        if (policies().queueing.needs().across_functions) {
          this->room().wait(fact.subject);  // the attempts are served later, in the order of all functions
          agenda().note_room();
        } else {
          this->feed(fact.subject, now);
        }
        break;
      case Agenda::Step::floor:
        this->ensure_floor(fact.subject, now);
        break;
      case Agenda::Step::room:
        this->pump_starved(now);
        break;
      case Agenda::Step::pool:
        this->pool().fill();
        break;
      case Agenda::Step::admission:
        this->pump_admission(fact.subject, now);
        break;
      case Agenda::Step::nothing:
        break;
    }
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::tick(std::uint32_t policy, Time now) {
  --pending_ticks_;
  ask(*policies().all()[policy], now, [&] { policies().all()[policy]->on_tick(now); });
  if (policies().all()[policy] == policies().pre_warm.get()) {
    this->floors_at_tick(now);
  }
  if (policies().all()[policy] == policies().scaling.get()) {
    this->scale_at_tick(now);
  }
  push(PolicyTick::event(sim::saturating_add(now, policies().all()[policy]->needs().tick), policy));
  ++pending_ticks_;
}

/// Runs before the first arrival: policies begin, declared functions are deployed, and clients start.
template <class Queue, bool observed>
void Engine<Queue, observed>::begin() {
  for (Policy* const policy : policies().all()) {
    ask(*policy, Time{0}, [&] { policy->on_run({epoch_, this->tells_decisions()}); });
  }
  for (std::uint32_t i = 0; i < policies().all().size(); ++i) {
    if (const Duration every = policies().all()[i]->needs().tick; every > Duration{}) {
      push(PolicyTick::event(Time{0} + every, i));
      ++pending_ticks_;
    }
  }
  this->crashes().begin();
  this->outages().begin();
  this->updates().begin();
  const std::size_t known = table().size();  // later functions are deployed with their first arrival
  look_ahead();
  adopt_functions(known);
  for (std::uint32_t function = 0; function < rows().functions.size(); ++function) {
    deploy(function, Time{0});
  }
  if (this->pool().is_wanted()) {
    agenda().note_pool();
  }
  settle(Time{0});
  this->origins().begin();
}

template <class Queue, bool observed>
Stopped Engine<Queue, observed>::advance(Time limit, std::uint64_t most_events) {
  if (pace_.begin_step(limit, most_events)) {
    begin();
  }
  return pace_.may_go_on() && go_on() ? Stopped::drained : pace_.why_stopped();
}

/// Continues the run to the end of the step. Returns whether the run has ended.
template <class Queue, bool observed>
bool Engine<Queue, observed>::go_on() {
  // The last step may have ended between the timers of an instant.
  if (!timers_.empty() && timers_.instant() >= pace_.limit()) {
    return false;
  }
  const bool stops = pace_.is_draining()
                         ? take_timers([this](const sim::Event& handled) { return stops_draining(handled); })
                         : take_timers([this](const sim::Event&) { return has_to_stop(); });
  if (stops || !read_source()) {
    return false;
  }
  pace_.end_if(drain());
  return pace_.is_over();
}

}  // namespace curtain
