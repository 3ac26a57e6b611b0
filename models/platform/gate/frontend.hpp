#pragma once
// The frontend: arrivals, admission and its queue, and how invocations end.
#include "models/platform/cell/engine.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// On the warm path, where g++ would no longer inline it once it has many callers around it.
template <class Queue, bool observed>
[[gnu::always_inline]] inline std::uint32_t Engine<Queue, observed>::new_request(const Arrival& arrival,
                                                                                 std::uint64_t ordinal,
                                                                                 Time now) {
  const std::uint32_t id = rows_.requests.allocate();
  Request& row = rows_.requests[id];
  row.arrival = arrival.time;
  row.dispatched = now;
  row.duration = arrival.duration;
  row.ordinal = ordinal;
  row.function = arrival.function.value();
  row.instance = kNone;
  row.attempt = 0;
  row.place = static_cast<std::uint8_t>(RequestPlace::frontend);
  return id;
}

/// Counts an arrival; returns its ordinal within its function.
template <class Queue, bool observed>
[[gnu::always_inline]] inline std::uint64_t Engine<Queue, observed>::count_arrival(const Arrival& arrival) {
  const std::uint32_t id = arrival.function.value();
  const std::uint64_t ordinal = rows_.functions[id].arrivals++;
  tally_.functions[id].arrived += arrival.time >= tally_.from ? 1 : 0;
  ++tally_.arrivals_total;
  tally_.in_system.subtract(tally_.clamped(arrival.time));
  ++tally_.series.current().arrived;
  return ordinal;
}

/// The warm path is here: one predicted branch, then the attempt starts.
template <class Queue, bool observed>
[[gnu::always_inline]] inline void Engine<Queue, observed>::arrive(const Arrival& arrival, Time now) {
  const std::uint64_t ordinal = count_arrival(arrival);
  Function& function = rows_.functions[arrival.function.index()];
  Tenant& tenant = rows_.tenants[function.tenant];
  if (function.mask == 0 && function.front != kNone && function.in_flight < function.limit &&
      tenant.in_flight < tenant.limit) [[likely]] {
    ++function.in_flight;
    ++tenant.in_flight;
    const std::uint32_t instance = CURTAIN_MUTANT(least_recent_on_warm_path, warm_path_.takes_most_recent(),
                                                  !warm_path_.takes_most_recent())
                                       ? function.front
                                       : function.back;
    const std::uint32_t request = new_request(arrival, ordinal, now);
    if constexpr (observed) {
      tell(Change::arrived, now, request, kNone, {}, static_cast<std::uint64_t>(arrival.duration.ns()));
      tell(Change::admitted, now, request, kNone);
    }
    start<true>(request, instance, now, StartKind::warm);
    return;
  }
  arrive_general(arrival, ordinal, now, {});
  settle(now);
}

template <class Queue, bool observed>
void Engine<Queue, observed>::arrive_general(const Arrival& arrival, std::uint64_t ordinal, Time now,
                                             const Sender& sender) {
  if ((rows_.functions[arrival.function.index()].mask & special::not_deployed) != 0) {
    deploy(arrival.function.value(), now);
    settle(now);  // what pre-warm holds starts before the first request looks for an instance
  }
  const std::uint32_t request = new_request(arrival, ordinal, now);
  waits_of(request) = {tally_.arrivals_total, latency_.request(), {}, {}, {}, {}};
  if ((rows_.functions[arrival.function.index()].mask & special::senders) != 0) {
    origins_.senders().set(request, sender, arrival.function.value());
  }
  if constexpr (observed) {
    tell(Change::arrived, now, request, kNone, {}, static_cast<std::uint64_t>(arrival.duration.ns()));
  }
  if (latency_.is_drawn()) {
    const Duration latency = latency_.request(arrival.function.value(), ordinal);
    rows_.waits[request].frontend = latency;
    schedule<Dispatch>(sim::saturating_add(now, latency), request, rows_.requests.generation(request));
    return;
  }
  submit(request, now);
}

template <class Queue, bool observed>
void Engine<Queue, observed>::send(const Arrival& arrival, const Sender& sender) {
  arrive_general(arrival, count_arrival(arrival), now_, sender);
}

template <class Queue, bool observed>
void Engine<Queue, observed>::expect_senders(std::uint32_t function, Origin* of_stream) {
  rows_.functions[function].mask |= special::senders;
  if (of_stream != nullptr) {
    origins_.senders().adopt(function, of_stream);
  }
}

/// Its row, which is made if it is new.
template <class Queue, bool observed>
Waits& Engine<Queue, observed>::waits_of(std::uint32_t request) {
  if (request >= rows_.waits.size()) {
    rows_.waits.resize(rows_.requests.capacity());
  }
  return rows_.waits[request];
}

template <class Queue, bool observed>
AdmissionQuery Engine<Queue, observed>::admission_query(std::uint32_t request, Time now) const {
  const Request& row = rows_.requests[request];
  const Function& function = rows_.functions[row.function];
  const FunctionRest& rest = rows_.rest[row.function];
  const bool joins = parameters_.scheduler.binding == Binding::early && rest.joinable != kNone;
  AdmissionQuery query{now,
                       TenantId{function.tenant},
                       FunctionId{row.function},
                       rows_.tenants[function.tenant].in_flight,
                       function.in_flight,
                       rest.concurrency_limit,
                       function.front == kNone && !joins && may_start(rest, function),
                       0,
                       false,
                       0,
                       rows_.tenants[function.tenant].in_flight};
  account_.show(row.function, query);
  return query;
}

/// When admission wants to be asked again about one who waits.
template <class Queue, bool observed>
Time Engine<Queue, observed>::next_asking(const AdmissionQuery& query) {
  const Time at = ask(*policies_.admission, query.now, [&] { return policies_.admission->again(query); });
  if (at <= query.now) [[unlikely]] {
    blame(*policies_.admission, query.now,
          fmt::format("wants to be asked again at {} s, which is not ahead",
                      static_cast<double>(at.ns()) / 1e9));
  }
  return at;
}

/// Time may let in one of the tenant's queue then.
template <class Queue, bool observed>
void Engine<Queue, observed>::ask_again(std::uint32_t tenant, Time at) {
  SIM_CHECK(at > now_);  // a policy that is asked within the instant would be asked forever
  if (rows_.tenants[tenant].asked_again.set_no_later(at)) {
    CURTAIN_MUTANT_SKIPS(admission_timer_not_set)
    schedule<AdmissionAsked>(at, tenant);
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::admission_timer_fired(std::uint32_t tenant, Time now) {
  if (rows_.tenants[tenant].asked_again.fired(now)) {
    agenda_.note_admission(tenant);
  }
}

/// An attempt reaches the scheduler's door: a first one, or a retry after a crash.
template <class Queue, bool observed>
void Engine<Queue, observed>::submit(std::uint32_t request, Time now) {
  Request& row = rows_.requests[request];
  const Function& function = rows_.functions[row.function];
  row.dispatched = now;  // until it is admitted: when the attempt came
  Waits& waits = rows_.waits[request];
  waits.submitted = now;
  waits.queued = {};
  waits.starting = {};
  notices_.arrived(now, [&] {
    return ArrivalNotice{now, FunctionId{row.function}, TenantId{function.tenant}, function.in_flight};
  });
  const AdmissionQuery query = admission_query(request, now);
  const Admission decision =
      ask(*policies_.admission, now, [&] { return policies_.admission->decide(query); });
  tell_admission(request, decision, now);
  switch (decision) {
    case Admission::admit:
      admit(request, now);
      return;
    case Admission::queue:
    case Admission::queue_tenant: {
      Tenant& tenant = rows_.tenants[function.tenant];
      if (tenant.waiting < parameters_.frontend.queue_capacity) {
        ++tenant.waiting;
        wait_in(tenant.queue, request, RequestPlace::admission_queue, now);
        if (policies_.admission.needs().asked_again) {
          ask_again(function.tenant, next_asking(query));
        }
        return;
      }
      turn_away(request, Rejection::frontend_queue, now);
      return;
    }
    case Admission::throttle:
      break;
  }
  throttle(request, now);
}

template <class Queue, bool observed>
void Engine<Queue, observed>::admit(std::uint32_t request, Time now) {
  Request& row = rows_.requests[request];
  Function& function = rows_.functions[row.function];
  ++function.in_flight;
  ++rows_.tenants[function.tenant].in_flight;
  account_.entered(row.function);
  if (CURTAIN_MUTANT(start_not_cancelled, policies_.pre_warm.needs().start_times, false)) {
    rows_.rest[row.function].planned_start.cancel();
  }
  if (policies_.scaling.needs().concurrency) {
    rows_.rest[row.function].concurrency_ns -= static_cast<std::uint64_t>(now.ns());
  }
  const Duration queued = now - row.dispatched;  // in the frontend's queue
  rows_.waits[request].queued +=
      CURTAIN_MUTANT(queueing_of_the_refused, queued, (tally_.queueing_ns += queued.ns(), queued));
  row.dispatched = now;
  row.place = static_cast<std::uint8_t>(RequestPlace::bound);
  if constexpr (observed) {
    tell(Change::admitted, now, request, kNone);
  }
  route(request, now);
}

/// An invocation of the tenant has ended, or time may let one in: those in its queue are asked for again.
template <class Queue, bool observed>
void Engine<Queue, observed>::pump_admission(std::uint32_t tenant, Time now) {
  pumping_ = tenant;
  heed_interrupt();
  // One whose own function is at its limit lets those behind it pass; at the tenant's limit none is admitted.
  while (rows_.tenants[tenant].waiting > 0 &&
         rows_.tenants[tenant].in_flight < admission_rule_.tenant_limit()) {
    Admission decision = Admission::queue;
    Time again = Time::never();
    const auto goes = [&](std::uint32_t waiting) {
      const AdmissionQuery query = admission_query(waiting, now);
      decision = ask(*policies_.admission, now, [&] { return policies_.admission->decide(query); });
      tell_admission(waiting, decision, now);
      const bool waits_on = decision == Admission::queue || decision == Admission::queue_tenant;
      if (waits_on && policies_.admission.needs().asked_again) {
        again = std::min(again, next_asking(query));
      }
      return decision != Admission::queue;
    };
    const std::uint32_t request = admission_rule_.holds_by_function()
                                      ? admission_heads_.first_where(tenant, goes)
                                      : rows_.tenants[tenant].queue.first_where(rows_.requests, goes);
    if (decision == Admission::queue || decision == Admission::queue_tenant) {
      ask_again(tenant, again);
      break;
    }
    leave_admission(request, decision == Admission::admit, now);
    if (decision == Admission::admit) {
      admit(request, now);
    } else {
      throttle(request, now);
    }
  }
  pumping_ = kNone;
}

/// An invocation of the tenant is in flight no longer, or one that held up others has left its queue. (While
/// the queue is being asked for, the asking goes on by itself.)
template <class Queue, bool observed>
inline void Engine<Queue, observed>::note_admission(std::uint32_t tenant) {
  if (CURTAIN_MUTANT(admission_queue_not_pumped, rows_.tenants[tenant].waiting > 0, false) &&
      tenant != pumping_) [[unlikely]] {
    agenda_.note_admission(tenant);
  }
}

/// Out of its tenant's queue in the frontend.
template <class Queue, bool observed>
void Engine<Queue, observed>::leave_admission(std::uint32_t request, bool goes_on, Time now) {
  Tenant& tenant = rows_.tenants[rows_.functions[rows_.requests[request].function].tenant];
  --tenant.waiting;
  tell_leaving(tenant.queue, request, false, goes_on, now);
  tenant.queue.remove(rows_.requests, request);
  if (admission_rule_.holds_by_function()) {
    admission_heads_.remove(request);
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::tell_leaving(const RequestQueue& queue, std::uint32_t request, bool admitted,
                                           bool goes_on, Time now) {
  if (policies_.queueing.needs().on_leave) {
    const std::uint32_t function = rows_.requests[request].function;
    const auto [key, position] = queue.place_of(request);
    ask(*policies_.queueing, now, [&, key = key, position = position] {
      policies_.queueing->on_leave({now, TenantId{rows_.functions[function].tenant}, FunctionId{function},
                                    key, position, admitted, goes_on});
    });
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::wait_in(RequestQueue& queue, std::uint32_t request, RequestPlace place,
                                      Time now) {
  Request& row = rows_.requests[request];
  row.place = static_cast<std::uint8_t>(place);
  row.started = now;  // while it waits: since when
  const std::uint64_t position = queue_rule_.next_position();
  const FunctionRest& rest = rows_.rest[row.function];
  const std::int64_t rank_key =
      queue_rule_.is_keyed()
          ? ask(*policies_.queueing, now,
                [&] {
                  return policies_.queueing->key(
                      {now, row.arrival, TenantId{rest.tenant}, FunctionId{row.function}, row.duration,
                       position, rest.priority, rest.deadline, place == RequestPlace::function_queue});
                })
          : 0;
  tell_key(row.function, rank_key, now);
  queue.push(rows_.requests, request, queue_rule_.order(), rank_key, position);
  if (admission_rule_.holds_by_function() && place == RequestPlace::admission_queue) {
    admission_heads_.add(request, rest.tenant, row.function, {rank_key, queue_rule_.rank(position)});
  }
  if constexpr (observed) {
    tell(Change::queued, now, request, kNone);
  }
  const Duration longest = parameters_.frontend.max_wait;
  if (!longest.is_infinite()) {
    schedule<WaitedTooLong>(sim::saturating_add(now, longest), request, rows_.requests.generation(request));
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::time_out(std::uint32_t request, Time now) {
  const Request& row = rows_.requests[request];
  const auto place = static_cast<RequestPlace>(row.place);
  const bool waits = place == RequestPlace::admission_queue || place == RequestPlace::function_queue;
  if (!waits || sim::saturating_add(row.started, parameters_.frontend.max_wait) != now) {
    return;  // it has moved on; if it waits again it has another timer
  }
  const std::uint32_t function = row.function;
  if (place == RequestPlace::admission_queue) {
    leave_admission(request, false, now);
  } else {
    leave_queue(request, false, now);
  }
  turn_away(request, Rejection::waited_too_long, now);
  if (place == RequestPlace::admission_queue) {
    note_admission(rows_.functions[function].tenant);  // it may have held up those behind it
  }
}

}  // namespace curtain
