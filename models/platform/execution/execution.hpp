#pragma once
// Executions: binding an attempt to an instance that is starting, the start of an execution, and its end.
#include <optional>

#include "models/platform/cell/engine.hpp"
#include "sim/mutant.hpp"

namespace curtain {

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

/// The instance is ready, or is lost: no attempt is bound to it any longer.
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

/// After start(), of an attempt whose function has special::unusual_ends: marks what its end has to see to.
template <class Queue, bool observed>
void Engine<Queue, observed>::mark_end(std::uint32_t request) {
  Request& row = rows_.requests[request];
  const std::uint32_t mask = rows_.functions[row.function].mask;
  row.unusual |= (mask & special::set_aside) != 0 ? unusual::set_aside : 0;
  if ((mask & special::errors) != 0) {
    const std::uint8_t attempt = CURTAIN_MUTANT(retries_err_alike, row.attempt, std::uint8_t{0});
    const bool errs = ends_in_error(rows_.rest[row.function].error_rate, key(Purpose::function_error),
                                    Cause::of_attempt(row.function, row.ordinal, attempt));
    row.unusual |= errs ? unusual::errs : 0;
  }
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

/// After start(), of an attempt that did not take the warm path: counts its waits. `start_up` is the part of
/// its instance's start-up that a cold attempt waited for. An attempt that was bound late waited for the
/// start-up in its function's queue, so both figures have it.
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
  if (waits.queued > Duration{}) {
    tally_.queueing_ns += waits.queued.ns();
    tally_.extras[row.function].queueing_ns += waits.queued.ns();
  }
  if (row.start == static_cast<std::uint8_t>(StartKind::cold)) {
    tally_.add_cold_start(row.function, start_up.ns());
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::finish_execution(std::uint32_t attempt, bool cut_off) {
  rows_.requests[attempt].unusual |= cut_off ? unusual::cut_off : 0;
  end_unusual(attempt, now_);
}

/// The event of an execution's end.
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

/// Charges the attempt, ends its invocation unless the sender tries again, and gives the slot to the next
/// attempt.
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
