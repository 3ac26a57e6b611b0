#pragma once
// The frontend, with arrivals, admission and its queue, and the ends of invocations.
#include "models/platform/core/part.hpp"
#include "models/platform/gate/account.hpp"
#include "models/platform/gate/admission_heads.hpp"
#include "models/platform/gate/admission_rule.hpp"
#include "models/platform/gate/latency.hpp"
#include "models/platform/gate/queue_rule.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

struct WaitedTooLong : EventKind<sim::Rank::timer, 6, Subject::attempt> {};
struct AdmissionAsked : EventKind<sim::Rank::timer, 9, Subject::number> {};  // the subject is a tenant
struct Dispatch : EventKind<sim::Rank::dispatch, 0, Subject::attempt> {};    // dispatch after a random
                                                                             // latency

/// The API gateway: arrivals, admission, and the queue of attempts that are not admitted yet.
template <class Core>
class Frontend : public Part<Core, Frontend<Core>> {
 public:
  /// `cell` must outlive this object. With `asks_always`, policies are called even if they have static
  /// answers.
  Frontend(const CellState& cell, const FrontendParameters& parameters, bool asks_always)
      : latency_(parameters, cell.key(Purpose::frontend_latency)),
        admission_rule_(*cell.policies().admission, asks_always),
        queue_rule_(cell.policies().queueing, asks_always),
        account_(cell.rows(), cell.policies().admission->account()),
        queue_capacity_(parameters.queue_capacity),
        max_wait_(parameters.max_wait) {}

  /// Receives a request of `sender` that was sent at `arrival.time` and reaches the frontend now (see
  /// CoreApi::send()).
  void receive(const Arrival& arrival, const Sender& sender);
  /// See CoreApi::expect_senders().
  void adopt_senders(std::uint32_t function, Origin* of_stream);
  /// Handles an arrival. Contains the warm path, which takes one predicted branch and then starts the
  /// attempt.
  void arrive(const Arrival& arrival, Time now);
  /// Called when an attempt reaches the scheduler, for the first time or as a retry after a crash.
  void submit(std::uint32_t request, Time now);
  /// Considers the attempts in the tenant's queue again, after an invocation of the tenant has ended or
  /// enough time has passed.
  void pump_admission(std::uint32_t tenant, Time now);
  /// Called when an invocation of the tenant is no longer in flight, or an attempt that blocked others has
  /// left the tenant's queue. Does nothing while the queue is being processed, because the processing then
  /// includes the change.
  void note_admission(std::uint32_t tenant);
  /// Handles the timer of the time that was given to ask_again().
  void admission_timer_fired(std::uint32_t tenant, Time now);
  /// Notifies a queueing policy that has declared on_leave that the request leaves the queue. `admitted`
  /// means that the queue is the queue of a function. `goes_on` is true if the request leaves because it is
  /// admitted or starts, and false if it waited too long.
  void tell_leaving(const RequestQueue& queue, std::uint32_t request, bool admitted, bool goes_on, Time now);
  /// Puts the request into the queue at the position `place`.
  void wait_in(RequestQueue& queue, std::uint32_t request, RequestPlace place, Time now);
  /// Handles the timer for the maximum wait of a request.
  void time_out(std::uint32_t request, Time now);
  /// Returns the row with the times before the execution of the request. Creates the row if it does not exist
  /// yet.
  Waits& waits_of(std::uint32_t request);

  /// The network latency of requests and answers between client and scheduler.
  [[nodiscard]] const FrontendLatency& latency() const { return latency_; }
  /// The static answer of the admission policy for the whole run.
  [[nodiscard]] const AdmissionRule& admission_rule() const { return admission_rule_; }
  /// The concurrency that is set aside for single functions.
  [[nodiscard]] Account& account() { return account_; }

 private:
  using P = Part<Core, Frontend<Core>>;
  using P::agenda;
  using P::clock;
  using P::core;
  using P::notices;
  using P::policies;
  using P::push;
  using P::rows;
  using P::tally;
  using P::warm_path;

  /// Counts an arrival. Returns the ordinal of the invocation within its function.
  std::uint64_t count_arrival(const Arrival& arrival);
  /// Makes the row of a request, on the warm path. The function must have few callers, or g++ does not inline
  /// it.
  std::uint32_t new_request(const Arrival& arrival, std::uint64_t ordinal, Time now);
  void arrive_general(const Arrival& arrival, std::uint64_t ordinal, Time now, const Sender& sender);
  void admit(std::uint32_t request, Time now);
  [[nodiscard]] AdmissionQuery admission_query(std::uint32_t request, Time now) const;
  /// Sets a timer for `at`, when an attempt in the tenant's queue may be admitted.
  void ask_again(std::uint32_t tenant, Time at);
  /// The time at which the admission policy must be called again for a waiting attempt.
  Time next_asking(const AdmissionQuery& query);
  /// Removes an attempt from its tenant's queue in the frontend.
  void leave_admission(std::uint32_t request, bool goes_on, Time now);

  FrontendLatency latency_;
  AdmissionRule admission_rule_;
  QueueRule queue_rule_;
  Account account_;
  AdmissionHeads admission_heads_;  // used if the admission rule differs by function
  std::uint32_t queue_capacity_;    // capacity of a tenant's queue
  Duration max_wait_;
  std::uint32_t pumping_ = kNone;  // the tenant whose admission queue is being processed
};

template <class Core>
[[gnu::always_inline]] inline std::uint32_t Frontend<Core>::new_request(const Arrival& arrival,
                                                                        std::uint64_t ordinal, Time now) {
  const std::uint32_t id = rows().requests.allocate();
  Request& row = rows().requests[id];
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

template <class Core>
[[gnu::always_inline]] inline std::uint64_t Frontend<Core>::count_arrival(const Arrival& arrival) {
  const std::uint32_t id = arrival.function.value();
  const std::uint64_t ordinal = rows().functions[id].arrivals++;
  tally().arrived(id, arrival.time);
  return ordinal;
}

template <class Core>
[[gnu::always_inline]] inline void Frontend<Core>::arrive(const Arrival& arrival, Time now) {
  const std::uint64_t ordinal = count_arrival(arrival);
  Function& function = rows().functions[arrival.function.index()];
  Tenant& tenant = rows().tenants[function.tenant];
  if (function.mask == 0 && function.front != kNone && function.in_flight < function.limit &&
      tenant.in_flight < tenant.limit) [[likely]] {
    ++function.in_flight;
    ++tenant.in_flight;
    const std::uint32_t instance = CURTAIN_MUTANT(least_recent_on_warm_path, warm_path().takes_most_recent(),
                                                  !warm_path().takes_most_recent())
                                       ? function.front
                                       : function.back;
    const std::uint32_t request = new_request(arrival, ordinal, now);
    core().template start<true>(request, instance, now, StartKind::warm);
    return;
  }
  arrive_general(arrival, ordinal, now, {});
  core().settle(now);
}

template <class Core>
void Frontend<Core>::arrive_general(const Arrival& arrival, std::uint64_t ordinal, Time now,
                                    const Sender& sender) {
  const Function& function = rows().functions[arrival.function.index()];
  if ((function.mask & special::not_deployed) != 0) {
    core().deploy(arrival.function.value(), now);
    core().settle(now);  // pre-warmed instances start before the first request looks for an instance
  }
  const std::uint32_t request = new_request(arrival, ordinal, now);
  Waits& waits = waits_of(request);
  waits.number = tally().arrivals_total();
  if ((function.mask & special::end_tenants) != 0) [[unlikely]] {
    core().end_tenants().arrives(request, arrival.function.value(), arrival.end_tenant, ordinal);
  }
  waits.frontend = latency_.request();
  waits.lost = {};  // submit() sets the other times
  if ((function.mask & (special::senders | special::client_timeout | special::shared_work)) != 0) {
    if ((function.mask & special::shared_work) != 0) {
      rows().requests[request].duration =
          core().shared_work()->alone(arrival.function.value(), arrival.duration);
    }
    if ((function.mask & special::senders) != 0) {
      core().origins().senders().set(request, sender, arrival.function.value());
    }
    if ((function.mask & special::client_timeout) != 0) {
      core().origins().client_timeout().watch(request);
    }
  }
  if constexpr (Core::kObserved) {
    const Duration length = rows().requests[request].duration;
    core().tell(Change::arrived, now, request, kNone, {}, static_cast<std::uint64_t>(length.ns()));
  }
  if (latency_.is_drawn()) {
    const Duration latency = latency_.request(arrival.function.value(), ordinal);
    waits.frontend = latency;
    push(Dispatch::event(sim::saturating_add(now, latency), request, rows().requests.generation(request)));
    return;
  }
  submit(request, now);
}

template <class Core>
void Frontend<Core>::receive(const Arrival& arrival, const Sender& sender) {
  arrive_general(arrival, count_arrival(arrival), clock(), sender);
}

template <class Core>
void Frontend<Core>::adopt_senders(std::uint32_t function, Origin* of_stream) {
  rows().functions[function].mask |= special::senders;
  if (of_stream != nullptr) {
    core().origins().senders().adopt(function, of_stream);
  }
}

template <class Core>
Waits& Frontend<Core>::waits_of(std::uint32_t request) {
  if (request >= rows().waits.size()) {
    rows().waits.resize(rows().requests.capacity());
  }
  return rows().waits[request];
}

template <class Core>
AdmissionQuery Frontend<Core>::admission_query(std::uint32_t request, Time now) const {
  const Request& row = rows().requests[request];
  const Function& function = rows().functions[row.function];
  const FunctionRest& rest = rows().rest[row.function];
  const bool joins = core().binds_early() && rest.joinable != kNone;
  AdmissionQuery query{now,
                       TenantId{function.tenant},
                       FunctionId{row.function},
                       rows().tenants[function.tenant].in_flight,
                       function.in_flight,
                       rest.concurrency_limit,
                       function.front == kNone && !joins && core().may_start(rest, function),
                       0,
                       false,
                       0,
                       rows().tenants[function.tenant].in_flight};
  account_.show(row.function, query);
  return query;
}

template <class Core>
Time Frontend<Core>::next_asking(const AdmissionQuery& query) {
  const Time at = ask(*policies().admission, query.now, [&] { return policies().admission->again(query); });
  if (at <= query.now) [[unlikely]] {
    blame(*policies().admission, query.now,
          fmt::format("wants to be called again at {} s, which is not in the future",
                      static_cast<double>(at.ns()) / 1e9));
  }
  return at;
}

template <class Core>
void Frontend<Core>::ask_again(std::uint32_t tenant, Time at) {
  SIM_CHECK(at > clock());  // a call at the same instant would repeat forever
  if (rows().tenants[tenant].asked_again.set_no_later(at)) {
    CURTAIN_MUTANT_SKIPS(admission_timer_not_set)
    push(AdmissionAsked::event(at, tenant));
  }
}

template <class Core>
void Frontend<Core>::admission_timer_fired(std::uint32_t tenant, Time now) {
  if (rows().tenants[tenant].asked_again.fired(now)) {
    agenda().note_admission(tenant);
  }
}

template <class Core>
void Frontend<Core>::submit(std::uint32_t request, Time now) {
  Request& row = rows().requests[request];
  const Function& function = rows().functions[row.function];
  row.dispatched = now;  // the arrival of the attempt, until it is admitted
  Waits& waits = rows().waits[request];
  waits.submitted = now;
  waits.queued = {};
  waits.starting = {};
  waits.thaw = {};
  notices().arrived(now, [&] {
    return ArrivalNotice{now, FunctionId{row.function}, TenantId{function.tenant}, function.in_flight};
  });
  if ((function.mask & special::end_tenants) != 0 && core().turns_away_end_tenant(request, now)) {
    return;
  }
  const AdmissionQuery query = admission_query(request, now);
  const Admission decision =
      ask(*policies().admission, now, [&] { return policies().admission->decide(query); });
  core().tell_admission(request, decision, now);
  switch (decision) {
    case Admission::admit:
      admit(request, now);
      return;
    case Admission::queue:
    case Admission::queue_tenant: {
      Tenant& tenant = rows().tenants[function.tenant];
      if (tenant.waiting < queue_capacity_) {
        ++tenant.waiting;
        wait_in(tenant.queue, request, RequestPlace::admission_queue, now);
        if (policies().admission.needs().asked_again) {
          ask_again(function.tenant, next_asking(query));
        }
        return;
      }
      core().turn_away(request, Rejection::frontend_queue, now);
      return;
    }
    case Admission::throttle:
      break;
  }
  core().throttle(request, now);
}

template <class Core>
void Frontend<Core>::admit(std::uint32_t request, Time now) {
  Request& row = rows().requests[request];
  Function& function = rows().functions[row.function];
  ++function.in_flight;
  ++rows().tenants[function.tenant].in_flight;
  account_.entered(row.function);
  if (CURTAIN_MUTANT(start_not_cancelled, policies().pre_warm.needs().start_times, false)) {
    rows().rest[row.function].planned_start.cancel();
  }
  if (policies().scaling.needs().concurrency) {
    rows().rest[row.function].concurrency_ns -= static_cast<std::uint64_t>(now.ns());
  }
  const Duration queued = now - row.dispatched;  // time in the frontend's queue
  rows().waits[request].queued +=
      CURTAIN_MUTANT(queueing_of_the_refused, queued, (tally().queued(queued), queued));
  row.dispatched = now;
  row.place = static_cast<std::uint8_t>(RequestPlace::bound);
  if constexpr (Core::kObserved) {
    core().tell(Change::admitted, now, request, kNone);
  }
  core().route(request, now);
}

template <class Core>
void Frontend<Core>::pump_admission(std::uint32_t tenant, Time now) {
  pumping_ = tenant;
  core().heed_interrupt();
  // An attempt whose own function is at its limit does not block the attempts behind it. If the tenant is at
  // its limit, no attempt is admitted.
  while (rows().tenants[tenant].waiting > 0 &&
         rows().tenants[tenant].in_flight < admission_rule_.tenant_limit()) {
    Admission decision = Admission::queue;
    Time again = Time::never();
    const auto goes = [&](std::uint32_t waiting) {
      const std::uint32_t function = rows().requests[waiting].function;
      if ((rows().functions[function].mask & special::end_tenants) != 0) {
        core().show_end_tenant(function, core().end_tenants().of_request(waiting));
      }
      const AdmissionQuery query = admission_query(waiting, now);
      decision = ask(*policies().admission, now, [&] { return policies().admission->decide(query); });
      core().tell_admission(waiting, decision, now);
      const bool waits_on = decision == Admission::queue || decision == Admission::queue_tenant;
      if (waits_on && policies().admission.needs().asked_again) {
        again = std::min(again, next_asking(query));
      }
      return decision != Admission::queue;
    };
    const std::uint32_t request = admission_rule_.holds_by_function()
                                      ? admission_heads_.first_where(tenant, goes)
                                      : rows().tenants[tenant].queue.first_where(rows().requests, goes);
    if (decision == Admission::queue || decision == Admission::queue_tenant) {
      ask_again(tenant, again);
      break;
    }
    leave_admission(request, decision == Admission::admit, now);
    if (decision == Admission::admit) {
      admit(request, now);
    } else {
      core().throttle(request, now);
    }
  }
  pumping_ = kNone;
}

template <class Core>
inline void Frontend<Core>::note_admission(std::uint32_t tenant) {
  if (CURTAIN_MUTANT(admission_queue_not_pumped, rows().tenants[tenant].waiting > 0, false) &&
      tenant != pumping_) [[unlikely]] {
    agenda().note_admission(tenant);
  }
}

template <class Core>
void Frontend<Core>::leave_admission(std::uint32_t request, bool goes_on, Time now) {
  Tenant& tenant = rows().tenants[rows().functions[rows().requests[request].function].tenant];
  --tenant.waiting;
  tell_leaving(tenant.queue, request, false, goes_on, now);
  tenant.queue.remove(rows().requests, request);
  if (admission_rule_.holds_by_function()) {
    admission_heads_.remove(request);
  }
}

template <class Core>
void Frontend<Core>::tell_leaving(const RequestQueue& queue, std::uint32_t request, bool admitted,
                                  bool goes_on, Time now) {
  if (policies().queueing.needs().on_leave) {
    const std::uint32_t function = rows().requests[request].function;
    const auto [key, position] = queue.place_of(request);
    ask(*policies().queueing, now, [&, key = key, position = position] {
      policies().queueing->on_leave({now, TenantId{rows().functions[function].tenant}, FunctionId{function},
                                     key, position, admitted, goes_on});
    });
  }
}

template <class Core>
void Frontend<Core>::wait_in(RequestQueue& queue, std::uint32_t request, RequestPlace place, Time now) {
  Request& row = rows().requests[request];
  row.place = static_cast<std::uint8_t>(place);
  row.started = now;  // beginning of the wait, while the request waits
  const std::uint64_t position = queue_rule_.next_position();
  const FunctionRest& rest = rows().rest[row.function];
  const std::int64_t rank_key =
      queue_rule_.is_keyed()
          ? ask(*policies().queueing, now,
                [&] {
                  return policies().queueing->key(
                      {now, row.arrival, TenantId{rest.tenant}, FunctionId{row.function}, row.duration,
                       position, rest.priority, rest.deadline, place == RequestPlace::function_queue});
                })
          : 0;
  core().tell_key(row.function, rank_key, now);
  queue.push(rows().requests, request, queue_rule_.order(), rank_key, position);
  if (admission_rule_.holds_by_function() && place == RequestPlace::admission_queue) {
    admission_heads_.add(request, rest.tenant, row.function, {rank_key, queue_rule_.rank(position)});
  }
  if constexpr (Core::kObserved) {
    core().tell(Change::queued, now, request, kNone);
  }
  if (!max_wait_.is_infinite()) {
    push(WaitedTooLong::event(sim::saturating_add(now, max_wait_), request,
                              rows().requests.generation(request)));
  }
}

template <class Core>
void Frontend<Core>::time_out(std::uint32_t request, Time now) {
  const Request& row = rows().requests[request];
  const auto place = static_cast<RequestPlace>(row.place);
  const bool waits = place == RequestPlace::admission_queue || place == RequestPlace::function_queue;
  if (!waits || sim::saturating_add(row.started, max_wait_) != now) {
    return;  // the request left the queue; a new wait has another timer
  }
  const std::uint32_t function = row.function;
  if (place == RequestPlace::admission_queue) {
    leave_admission(request, false, now);
  } else {
    core().leave_queue(request, false, now);
  }
  core().turn_away(request, Rejection::waited_too_long, now);
  if (place == RequestPlace::admission_queue) {
    note_admission(rows().functions[function].tenant);  // the request may have blocked attempts behind it
  }
}

}  // namespace curtain
