#pragma once
// The scheduler: the way of an attempt, queues, and the start and end of executions.
#include <algorithm>
#include <utility>
#include <vector>

#include "models/platform/cell/engine.hpp"

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
    return Fed::none;
  }
  const std::uint32_t request = rest.queue.front();
  if (early && rest.joinable != kNone) {
    leave_queue(request, true, now);
    bind(request, rest.joinable);
    return Fed::one;
  }
  if (!may_start(rest, rows_.functions[id]) || (!early && rest.starting >= rest.queue.size())) {
    return Fed::none;
  }
  const Scale decision = ask_scaling(id, rest.queue.size() - 1, now);
  const bool binds = early && (decision == Scale::start || rows_.functions[id].live == rest.draining);
  if (decision == Scale::wait || (!binds && rest.starting - rest.claimed >= rest.queue.size())) {
    return Fed::none;
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

}  // namespace curtain
