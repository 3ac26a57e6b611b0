#pragma once
// The scheduler: the way of an attempt, queues, and the start and end of executions.
#include <algorithm>
#include <utility>
#include <vector>

#include "models/platform/engine.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

template <class Queue, bool observed>
void Engine<Queue, observed>::route(std::uint32_t request, Time now) {
  const std::uint32_t id = rows_.requests[request].function;
  FunctionRest& rest = rows_.rest[id];
  if (rows_.functions[id].front != kNone) {
    start(request, choose_instance(request, now), now, StartKind::warm);
    mark_unusual(request);
    count_waits(request, {});
    take_provisioned(request);
    return;
  }
  const bool early = parameters_.scheduler.binding == Binding::early;
  if (early && rest.joinable != kNone) {
    bind(request, rest.joinable);
    return;
  }
  if (!cluster_.fits_vm(rest.memory)) {
    turn_away(request, Rejection::too_large, now);
    return;
  }
  const Scale decision =
      may_start(rest, rows_.functions[id]) ? ask_scaling(id, rest.queue.size(), now) : Scale::wait;
  if (decision == Scale::wait) {
    enqueue(request, now);
    return;
  }
  if (decision == Scale::both && rows_.functions[id].live > rest.draining) {
    wait_and_start(request, now);
    return;
  }
  const Request& row = rows_.requests[request];
  const std::uint32_t instance = start_instance(id, Cause::of_attempt(id, row.ordinal, row.attempt), now);
  if (instance != kNone) {
    if (early) {
      bind(request, instance);
    } else {
      enqueue(request, now);
    }
  } else if (parameters_.scheduler.no_room == NoRoom::wait) {
    enqueue(request, now);
    room_.wait(id);
  } else {
    turn_away(request, Rejection::no_room, now);
  }
}

/// Returns whether it waits: it is turned away where the queue is full.
template <class Queue, bool observed>
bool Engine<Queue, observed>::enqueue(std::uint32_t request, Time now) {
  const std::uint32_t id = rows_.requests[request].function;
  if (rows_.rest[id].queue.size() >= parameters_.scheduler.queue_capacity) {
    turn_away(request, Rejection::function_queue, now);
    return false;
  }
  rows_.functions[id].mask |= special::waiting;
  wait_in(rows_.rest[id].queue, request, RequestPlace::function_queue, now);
  return true;
}

template <class Queue, bool observed>
void Engine<Queue, observed>::leave_queue(std::uint32_t request, bool goes_on, Time now) {
  const std::uint32_t id = rows_.requests[request].function;
  rows_.waits[request].queued += now - rows_.requests[request].started;
  tell_leaving(rows_.rest[id].queue, request, true, goes_on, now);
  rows_.rest[id].queue.remove(rows_.requests, request);
  if (rows_.rest[id].queue.empty()) {
    rows_.functions[id].mask &= ~special::waiting;
  }
  room_.head_changed(id);
}

/// The head of the function's queue starts an instance, or joins one that starts.
template <class Queue, bool observed>
auto Engine<Queue, observed>::feed_one(std::uint32_t id, Time now) -> Fed {
  const bool early = parameters_.scheduler.binding == Binding::early;
  FunctionRest& rest = rows_.rest[id];
  if (rest.queue.empty()) {
    return Fed::nobody;
  }
  const std::uint32_t request = rest.queue.front();
  if (early && rest.joinable != kNone) {
    leave_queue(request, true, now);
    bind(request, rest.joinable);
    return Fed::one;
  }
  if (!may_start(rest, rows_.functions[id]) || (!early && rest.starting >= rest.queue.size())) {
    return Fed::nobody;
  }
  const Scale decision = ask_scaling(id, rest.queue.size() - 1, now);
  const bool binds = early && (decision == Scale::start || rows_.functions[id].live == rest.draining);
  if (decision == Scale::wait || (!binds && rest.starting - rest.claimed >= rest.queue.size())) {
    return Fed::nobody;
  }
  // Bound late, the head may have caused a start before, and may cause several here: they draw apart.
  const Request& row = rows_.requests[request];
  const Cause cause =
      binds ? Cause::of_attempt(id, row.ordinal, row.attempt) : Cause::of_pre_warm(id, rest.pre_warmed++);
  const std::uint32_t instance = start_instance(id, cause, now);
  if (instance == kNone) {
    room_.wait(id);  // it has waited, so it goes on waiting whatever a new attempt would meet
    return Fed::no_room;
  }
  if (binds) {
    leave_queue(request, true, now);
    bind(request, instance);
  }
  return Fed::one;
}

/// After an instance of the function is gone: attempts that waited for it may start another.
template <class Queue, bool observed>
void Engine<Queue, observed>::feed(std::uint32_t id, Time now) {
  while (feed_one(id, now) == Fed::one) {
  }
}

/// Room may have come free: functions whose attempts wait for it try again, the head of whose queue goes
/// first by the queueing policy.
template <class Queue, bool observed>
void Engine<Queue, observed>::pump_starved(Time now) {
  if (room_.empty()) {
    return;
  }
  if (room_.skips_groups()) {
    room_.begin_round();
    for (std::uint32_t id = room_.next(); id != kNone; id = room_.next()) {
      feed(id, now);
    }
    return;
  }
  if (policies_.queueing.needs().across_functions) {
    pump_turns(now);
    return;
  }
  std::vector<std::pair<std::int64_t, std::uint32_t>> order;
  for (const std::uint32_t id : room_.take_all()) {
    if (rows_.rest[id].queue.empty()) {
      continue;
    }
    const Request& row = rows_.requests[rows_.rest[id].queue.front()];
    const auto since =
        static_cast<std::uint64_t>(row.started.ns());  // stands for the position in one queue of all
    const std::int64_t rank_key = ask(*policies_.queueing, now, [&] {
      return policies_.queueing->key({now, row.arrival, TenantId{rows_.functions[id].tenant}, FunctionId{id},
                                      row.duration, since, rows_.rest[id].priority, rows_.rest[id].deadline});
    });
    tell_key(id, rank_key, now);
    order.emplace_back(rank_key, id);
  }
  std::sort(order.begin(), order.end());
  for (const auto& head : order) {
    feed(head.second, now);
  }
}

/// A ready instance with free slots takes what waits.
template <class Queue, bool observed>
void Engine<Queue, observed>::take_from_queue(std::uint32_t instance, Time now) {
  const FunctionRest& rest = rows_.rest[rows_.instances[instance].function];
  while (!rest.queue.empty() && rows_.instances[instance].in_flight < rows_.instances[instance].slots) {
    take_one(instance, now);
  }
}

/// A ready instance with a free slot takes the head of its function's queue.
template <class Queue, bool observed>
void Engine<Queue, observed>::take_one(std::uint32_t instance, Time now) {
  const std::uint32_t request = rows_.rest[rows_.instances[instance].function].queue.front();
  leave_queue(request, true, now);
  // Cold if this instance was not up when the attempt was dispatched and serves it first.
  const bool cold = rows_.instance_rest[instance].ready >= rows_.requests[request].dispatched &&
                    rows_.instances[instance].uses == 0;
  const InstanceRest& more = rows_.instance_rest[instance];
  const Time from = std::max(more.created, rows_.requests[request].dispatched);
  start(request, instance, now, cold ? StartKind::cold : StartKind::waited);
  mark_unusual(request);
  count_waits(request, more.ready - from);
  if (!cold) {
    take_provisioned(request);
  }
}

/// The attempt will run on an instance that is still starting.
template <class Queue, bool observed>
void Engine<Queue, observed>::bind(std::uint32_t request, std::uint32_t instance) {
  Instance& row = rows_.instances[instance];
  Request& bound = rows_.requests[request];
  bound.place = static_cast<std::uint8_t>(RequestPlace::bound);
  bound.instance = instance;
  bound.started = now_;  // until it starts: since when it is bound
  bound.previous = kNone;
  bound.next = row.first_request;
  if (row.first_request != kNone) {
    rows_.requests[row.first_request].previous = request;
  }
  row.first_request = request;
  FunctionRest& rest = rows_.rest[row.function];
  rest.claimed += row.in_flight == 0 ? 1 : 0;
  ++rest.bound;
  ++row.in_flight;
  rest.joinable = row.in_flight < row.slots ? instance : (rest.joinable == instance ? kNone : rest.joinable);
  if (rest.joinable != kNone) {
    room_.may_join(row.function);
  }
}

/// The instance starts no more, or is lost: nothing is bound to it any longer.
template <class Queue, bool observed>
void Engine<Queue, observed>::release_claim(std::uint32_t instance) {
  const Instance& row = rows_.instances[instance];
  if (row.first_request == kNone ||
      rows_.requests[row.first_request].place != static_cast<std::uint8_t>(RequestPlace::bound)) {
    return;
  }
  rows_.rest[row.function].bound -= row.in_flight;
  --rows_.rest[row.function].claimed;
}

/// After start(), of an attempt that did not take the warm path: what its end has to see to. (No function
/// that may err, or for which concurrency may be set aside, takes the warm path.)
template <class Queue, bool observed>
void Engine<Queue, observed>::mark_unusual(std::uint32_t request) {
  Request& row = rows_.requests[request];
  row.unusual |= account_.sets_aside(row.function) ? unusual::set_aside : 0;
  if ((rows_.functions[row.function].mask & special::errors) != 0) [[unlikely]] {
    draw_error(request);
  }
}

template <class Queue, bool observed>
[[gnu::noinline]] void Engine<Queue, observed>::draw_error(std::uint32_t request) {
  Request& row = rows_.requests[request];
  const std::uint8_t attempt = CURTAIN_MUTANT(retries_err_alike, row.attempt, std::uint8_t{0});
  const bool errs = ends_in_error(rows_.rest[row.function].error_rate, key(Purpose::function_error),
                                  Cause::of_attempt(row.function, row.ordinal, attempt));
  row.unusual |= errs ? unusual::errs : 0;
}

/// An attempt begins on a ready instance with a free slot.
template <class Queue, bool observed>
template <bool warm_path>
inline void Engine<Queue, observed>::start(std::uint32_t request, std::uint32_t instance_id, Time now,
                                           StartKind kind) {
  Request& row = rows_.requests[request];
  Instance& instance = rows_.instances[instance_id];
  const Function& function = rows_.functions[row.function];
  const bool full = instance.in_flight + 1 == instance.slots;
  if (instance.listed && full) {
    unlist(instance_id);
  }
  if (idle_.attends_starts()) [[unlikely]] {
    attend_start(row.function, instance_id, now);
  }
  if (instance.in_flight == 0) {
    tally_.busy_from(row.function, now);
    ++tally_.busy;
  }
  ++instance.in_flight;
  if (!full && candidates_.has_keys() && instance.listed) [[unlikely]] {
    candidates_.renew(instance_id, now);
  }
  row.instance = instance_id;
  row.place = static_cast<std::uint8_t>(RequestPlace::running);
  row.start = static_cast<std::uint8_t>(kind);
  row.first_use = instance.uses == 0;
  ++instance.uses;
  row.started = now + instance.distance;
  const bool is_known = warm_path || (function.mask & special::shared_cpu) == 0;
  if (is_known) [[likely]] {
    const bool cut_off = row.duration > function.timeout;
    row.unusual = cut_off ? unusual::cut_off : 0;
    schedule<Completion>(sim::saturating_add(row.started, cut_off ? function.timeout : row.duration), request,
                         rows_.requests.generation(request));
  } else {
    row.unusual = unusual::shared_cpu;
  }
  row.previous = kNone;
  row.next = instance.first_request;
  if (row.next != kNone) {
    rows_.requests[row.next].previous = request;
  }
  instance.first_request = request;
  count_start(row, kind);
  if constexpr (observed) {
    tell(Change::started, now, request, instance_id, row.started);
  }
  if constexpr (!warm_path) {
    if (!is_known) {
      shared_cpu_->begins(request);
    }
  }
}

template <class Queue, bool observed>
inline void Engine<Queue, observed>::count_start(Request& row, StartKind kind) {
  ++tally_.series.current().started;
  if (kind == StartKind::warm && !row.first_use) [[likely]] {
    const std::uint64_t one = counted(row) ? 1 : 0;
    tally_.started += one;
    tally_.functions[row.function].warm += one;
    return;
  }
  tally_.series.current().cold += kind == StartKind::cold ? 1 : 0;
  if (!counted(row)) {
    return;
  }
  ++tally_.started;
  FunctionExtras& extras = tally_.extras[row.function];
  extras.first_use += row.first_use ? 1 : 0;
  switch (kind) {
    case StartKind::warm:
      ++tally_.functions[row.function].warm;
      break;
    case StartKind::cold:
      ++extras.cold;
      row.unusual |= CURTAIN_MUTANT(init_charged_twice, row.first_use, true) &&
                             parameters_.billing.init == BilledInit::all
                         ? unusual::pays_init
                         : 0;
      break;
    case StartKind::waited:
      ++extras.waited;
      break;
  }
}

/// After start(), of an attempt that did not take the warm path: what it has waited for. `start_up` is the
/// part of its instance's start-up that it waited for, of a cold one. An attempt that was bound late has
/// waited for it in its function's queue, so that it is in both figures.
template <class Queue, bool observed>
void Engine<Queue, observed>::count_waits(std::uint32_t request, Duration start_up) {
  Request& row = rows_.requests[request];
  const Waits& waits = rows_.waits[request];
  const bool random = latency_.is_drawn();
  if (random || waits.queued + waits.starting + waits.lost > Duration{}) {
    row.unusual |= unusual::waited;
  }
  if (!counted(row)) {
    return;
  }
  tally_.queueing_ns += waits.queued.ns();
  if (row.start == static_cast<std::uint8_t>(StartKind::cold)) {
    tally_.cold_start.add(start_up.ns());
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::finish_execution(std::uint32_t attempt, bool cut_off) {
  rows_.requests[attempt].unusual |= cut_off ? unusual::cut_off : 0;
  end_unusual(attempt, now_);
}

/// An execution ends.
template <class Queue, bool observed>
inline void Engine<Queue, observed>::complete(const sim::Event& event) {
  const std::uint32_t request = event.subject;
  if (!rows_.requests.live(request, event.generation())) [[unlikely]] {
    return;  // its VM crashed
  }
  if (rows_.requests[request].unusual == 0) [[likely]] {
    end_execution<true>(request, event.time);
  } else {
    end_unusual(request, event.time);
  }
}

template <class Queue, bool observed>
[[gnu::noinline]] void Engine<Queue, observed>::end_unusual(std::uint32_t request, Time now) {
  end_execution<false>(request, now);
}

/// Charges the attempt, ends its invocation unless that is tried again, and gives the slot to the next one.
template <class Queue, bool observed>
template <bool usual>
[[gnu::always_inline]] inline void Engine<Queue, observed>::end_execution(std::uint32_t request, Time now) {
  const Request& row = rows_.requests[request];
  const std::uint32_t instance_id = row.instance;
  Instance& instance = rows_.instances[instance_id];
  const std::uint32_t function_id = row.function;
  Function& function = rows_.functions[function_id];
  const Duration execution = now - row.started;
  const Outcome outcome = usual ? Outcome::completed : settle_charges(request, execution);
  const Time client =
      now + CURTAIN_MUTANT(answer_does_not_travel, instance.distance, Duration{}) + latency_.response();
  std::optional<Time> again;
  if constexpr (!usual) {
    if (outcome != Outcome::completed) {
      again = asks_sender(request, {outcome, Rejection::unstated, now});
      if (!again) {
        count_failure(row, outcome, Rejection::unstated);
      }
    }
  }
  if constexpr (observed) {
    tell(Change::ended, now, request, instance_id);
  }
  if (!again) {
    if constexpr (observed) {
      tell(Change::finished, now, request, instance_id, client, 0, outcome);
    }
    count_end(row, outcome, client);
  }
  const std::int64_t response = (client - row.arrival).ns();
  if (outcome == Outcome::completed) {
    tally_.series.add_response(client, response);
  }
  if (counted(row)) {
    if (outcome == Outcome::completed) {
      tally_.add(function_id, &FunctionTally::execution_ns, &Carries::execution_ns, execution.ns());
      tally_.add(function_id, &FunctionTally::slowdown, &Carries::slowdown,
                 tally_.responses.add(function_id, response, (usual ? execution : row.duration).ns()));
      tally_.distance.add(static_cast<std::uint64_t>(instance.distance.ns()));
      if (execution == Duration{}) [[unlikely]] {
        ++tally_.extras[function_id].instant;
      }
    }
    tally_.add(function_id, &FunctionTally::billed_ns, &Carries::billed_ns, rounding_.billed(execution));
  }
  function.hash.add(static_cast<std::uint64_t>(row.started.ns()) + (std::uint64_t{instance.serial} << 40));
  function.hash.add(static_cast<std::uint64_t>(client.ns()) ^ (row.ordinal << 8) ^ row.attempt);

  const std::uint32_t next = row.next;
  const std::uint32_t previous = row.previous;
  (previous == kNone ? instance.first_request : rows_.requests[previous].next) = next;
  if (next != kNone) {
    rows_.requests[next].previous = previous;
  }
  if (again) [[unlikely]] {
    tally_.extras[function_id].charged_again += counted(row) ? 1 : 0;
    back_off(request, *again, {outcome, Rejection::unstated, now});
  } else {
    rows_.requests.release(request);
  }
  --function.in_flight;
  const std::uint32_t tenant = function.tenant;
  --rows_.tenants[tenant].in_flight;
  notices_.completed(now, [&] {
    return CompletionNotice{now, FunctionId{function_id}, InstanceId{instance_id}, execution,
                            function.in_flight};
  });
  const bool is_plain = release_slot(instance_id, now);
  if (!is_plain) {
    rows_.rest[function_id].concurrency_ns +=
        policies_.scaling.needs().concurrency ? static_cast<std::uint64_t>(now.ns()) : 0;
    if (policies_.pre_warm.needs().start_times &&
        CURTAIN_MUTANT(asked_while_busy, function.in_flight == 0, true)) {
      plan_start(function_id, now);
    }
    if ((function.mask & special::senders) != 0 && !again) {
      origins_.senders().answer(request, {outcome, client});
    }
  }
  note_admission(tenant);
  if (!is_plain || rows_.tenants[tenant].waiting > 0) [[unlikely]] {
    settle(now);
  }
}

}  // namespace curtain
