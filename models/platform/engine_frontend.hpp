#pragma once
// The frontend: arrivals, admission and its queue, and how invocations end.
#include "models/platform/engine.hpp"

namespace curtain {

template <class Queue, bool observed>
inline std::uint32_t Engine<Queue, observed>::new_request(const Arrival& arrival, std::uint64_t ordinal,
                                                          Time now) {
  const std::uint32_t id = requests_.allocate();
  Request& row = requests_[id];
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
inline std::uint64_t Engine<Queue, observed>::count_arrival(const Arrival& arrival) {
  const std::uint32_t id = arrival.function.value();
  const std::uint64_t ordinal = functions_[id].arrivals++;
  tally_.functions[id].arrived += arrival.time >= tally_.from ? 1 : 0;
  ++tally_.arrivals_total;
  tally_.in_system_ns -= tally_.clamped(arrival.time);
  ++tally_.series.current().arrived;
  return ordinal;
}

/// The warm path is here: one predicted branch, then the attempt starts.
template <class Queue, bool observed>
inline void Engine<Queue, observed>::arrive(const Arrival& arrival, Time now) {
  const std::uint64_t ordinal = count_arrival(arrival);
  Function& function = functions_[arrival.function.index()];
  Tenant& tenant = tenants_[function.tenant];
  if (function.mask == 0 && function.front != kNone && function.in_flight < function.limit &&
      tenant.in_flight < tenant_limit_) [[likely]] {
    ++function.in_flight;
    ++tenant.in_flight;
    const std::uint32_t instance = most_recent_ ? function.front : function.back;
    const std::uint32_t request = new_request(arrival, ordinal, now);
    if constexpr (observed) {
      tell(Change::arrived, now, request, kNone, {}, static_cast<std::uint64_t>(arrival.duration.ns()));
      tell(Change::admitted, now, request, kNone);
    }
    start(request, instance, now, StartKind::warm);
    return;
  }
  arrive_general(arrival, ordinal, now, kNone);
}

template <class Queue, bool observed>
void Engine<Queue, observed>::arrive_general(const Arrival& arrival, std::uint64_t ordinal, Time now,
                                             std::uint32_t client) {
  const std::uint32_t request = new_request(arrival, ordinal, now);
  if ((functions_[arrival.function.index()].mask & special::clients) != 0) {
    set_client(request, client);
  }
  if constexpr (observed) {
    tell(Change::arrived, now, request, kNone, {}, static_cast<std::uint64_t>(arrival.duration.ns()));
  }
  if ((run_mask_ & special::random_frontend) != 0) {
    const Duration latency = parameters_.frontend.request_latency.sample_duration(
        key(Purpose::frontend_latency), arrival.function.value(), ordinal);
    schedule(sim::saturating_add(now, latency), sim::Rank::dispatch, EventKind::dispatch, request,
             requests_.generation(request));
    return;
  }
  submit(request, now);
}

template <class Queue, bool observed>
Admission Engine<Queue, observed>::ask_admission(std::uint32_t request, Time now) {
  const Request& row = requests_[request];
  const Function& function = functions_[row.function];
  const AdmissionQuery query{now,
                             TenantId{function.tenant},
                             FunctionId{row.function},
                             tenants_[function.tenant].in_flight,
                             function.in_flight,
                             rest_[row.function].concurrency_limit};
  return ask(*policies_.admission, now, [&] { return policies_.admission->decide(query); });
}

/// An attempt reaches the scheduler's door: a first one, or a retry after a crash.
template <class Queue, bool observed>
void Engine<Queue, observed>::submit(std::uint32_t request, Time now) {
  Request& row = requests_[request];
  const Function& function = functions_[row.function];
  row.dispatched = now;  // until it is admitted: when the attempt came
  for (Policy* const policy : told_of_arrivals_) {
    ask(*policy, now, [&] {
      policy->on_arrival({now, FunctionId{row.function}, TenantId{function.tenant}, function.in_flight});
    });
  }
  switch (ask_admission(request, now)) {
    case Admission::admit:
      admit(request, now);
      return;
    case Admission::queue: {
      Tenant& tenant = tenants_[function.tenant];
      if (tenant.waiting < parameters_.frontend.queue_capacity) {
        ++tenant.waiting;
        wait_in(tenant.queue, request, RequestPlace::admission_queue, now);
        return;
      }
      break;
    }
    case Admission::throttle:
      break;
  }
  finish(request, Outcome::throttled, now);
}

template <class Queue, bool observed>
void Engine<Queue, observed>::admit(std::uint32_t request, Time now) {
  Request& row = requests_[request];
  Function& function = functions_[row.function];
  ++function.in_flight;
  ++tenants_[function.tenant].in_flight;
  if (asks_start_times_) {
    rest_[row.function].start_at = Time::never();
  }
  if (counted(row)) {
    // The difference is its wait in the frontend's queue.
    tally_.queueing_ns += (now - row.dispatched).ns();
  }
  row.dispatched = now;
  row.place = static_cast<std::uint8_t>(RequestPlace::bound);
  if constexpr (observed) {
    tell(Change::admitted, now, request, kNone);
  }
  route(request, now);
}

/// An invocation of the tenant has ended: those in its queue are asked for again.
template <class Queue, bool observed>
void Engine<Queue, observed>::pump_admission(std::uint32_t tenant, Time now) {
  if (pumping_) {
    return;  // an admitted one ended at once: the loop below goes on
  }
  pumping_ = true;
  // One whose own function is at its limit lets those behind it pass; at the tenant's limit nobody goes.
  while (tenants_[tenant].waiting > 0 && tenants_[tenant].in_flight < tenant_limit_) {
    Admission decision = Admission::queue;
    const std::uint32_t request = tenants_[tenant].queue.first_where(requests_, [&](std::uint32_t waiting) {
      decision = ask_admission(waiting, now);
      return decision != Admission::queue;
    });
    if (decision == Admission::queue) {
      break;
    }
    --tenants_[tenant].waiting;
    tenants_[tenant].queue.remove(requests_, request);
    if (decision == Admission::admit) {
      admit(request, now);
    } else {
      finish(request, Outcome::throttled, now);
    }
  }
  pumping_ = false;
}

template <class Queue, bool observed>
void Engine<Queue, observed>::wait_in(RequestQueue& queue, std::uint32_t request, RequestPlace place,
                                      Time now) {
  Request& row = requests_[request];
  row.place = static_cast<std::uint8_t>(place);
  row.started = now;  // while it waits: since when
  const std::uint64_t position = queue_position_++;
  const std::int64_t rank_key =
      queue_order_ == QueueOrder::keyed
          ? ask(*policies_.queueing, now,
                [&] {
                  return policies_.queueing->key({now, row.arrival, TenantId{functions_[row.function].tenant},
                                                  FunctionId{row.function}, row.duration, position});
                })
          : 0;
  queue.push(requests_, request, queue_order_, rank_key, position);
  if constexpr (observed) {
    tell(Change::queued, now, request, kNone);
  }
  const Duration longest = parameters_.frontend.max_wait;
  if (!longest.is_infinite()) {
    schedule(sim::saturating_add(now, longest), sim::Rank::timer, EventKind::queue_timeout, request,
             requests_.generation(request));
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::time_out(std::uint32_t request, Time now) {
  const Request& row = requests_[request];
  const auto place = static_cast<RequestPlace>(row.place);
  const bool waits = place == RequestPlace::admission_queue || place == RequestPlace::function_queue;
  if (!waits || sim::saturating_add(row.started, parameters_.frontend.max_wait) != now) {
    return;  // it has moved on; if it waits again it has another timer
  }
  const std::uint32_t function = row.function;
  if (place == RequestPlace::admission_queue) {
    Tenant& tenant = tenants_[functions_[function].tenant];
    --tenant.waiting;
    tenant.queue.remove(requests_, request);
  } else {
    leave_queue(request);
  }
  finish(request, Outcome::expired, now);
  if (place == RequestPlace::admission_queue) {
    pump_admission(functions_[function].tenant, now);  // it may have held up those behind it
  }
}

/// What every invocation's end adds, whatever the outcome.
template <class Queue, bool observed>
inline void Engine<Queue, observed>::count_end(const Request& row, Outcome outcome, Time client) {
  ++tally_.ended_total;
  ++tally_.series.current().ended;
  tally_.in_system_ns += tally_.clamped(client);
  last_client_ = std::max(last_client_, client);
  if (client > tally_.to || row.arrival < tally_.from) [[unlikely]] {
    if (counted(row)) {
      tally_.late_overhang += (client - tally_.to).ns();
    } else if (client > tally_.from) {
      tally_.early_overlap += (std::min(client, tally_.to) - tally_.from).ns();
    }
  }
  if (!counted(row)) {
    return;
  }
  const Duration sojourn = client - row.arrival;
  if (outcome == Outcome::completed) {
    FunctionTally& tally = tally_.functions[row.function];
    ++tally.completed;
    tally_.add(tally.latency_ns, sojourn.ns());
  } else {
    ++tally_.extras[row.function].outcomes[static_cast<std::size_t>(outcome)];
    tally_.other_sojourn_ns += sojourn.ns();
  }
}

/// Ends an invocation that is not running: it was turned away, gave up waiting, or lost its last attempt.
template <class Queue, bool observed>
void Engine<Queue, observed>::finish(std::uint32_t request, Outcome outcome, Time now) {
  const Time client = now + response_latency_;
  const Request row = requests_[request];
  if constexpr (observed) {
    tell(Change::finished, now, request, kNone, client, 0, outcome);
  }
  count_end(row, outcome, client);
  tally_.series.current().refused += outcome == Outcome::failed ? 0 : 1;
  Function& function = functions_[row.function];
  function.hash.add(static_cast<std::uint64_t>(now.ns()));
  function.hash.add((row.ordinal << 4) | static_cast<std::uint64_t>(outcome));
  const auto place = static_cast<RequestPlace>(row.place);
  requests_.release(request);
  if ((function.mask & special::clients) != 0) {
    answer_client(request, client);
  }
  if (place != RequestPlace::frontend && place != RequestPlace::admission_queue) {
    --function.in_flight;
    --tenants_[function.tenant].in_flight;
    if (tenants_[function.tenant].waiting > 0) {
      pump_admission(function.tenant, now);
    }
  }
}

}  // namespace curtain
