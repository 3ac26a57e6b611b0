#pragma once
// The ends of invocations, and of attempts that do not run.
#include <algorithm>
#include <optional>

#include "models/platform/core/part.hpp"
#include "models/platform/origins/origins.hpp"
#include "sim/mutant.hpp"

namespace curtain {

struct Retry : EventKind<sim::Rank::arrival, 0, Subject::attempt> {};  // handled by Frontend::submit()

/// Ends invocations, and attempts that do not run.
template <class Core>
class Ends : public Part<Core, Ends<Core>> {
 public:
  /// The arguments are those of Origins.
  Ends(CoreApi& cell, const FunctionTable& functions, const AsyncParameters& async, Duration request_latency,
       Time end, const ArrivalSource& source, Duration client_timeout)
      : origins_(cell, functions, async, request_latency, end, source, client_timeout) {}

  /// The time at which the sender of the request retries, or an empty value if it does not retry.
  [[nodiscard]] std::optional<Time> asks_sender(std::uint32_t request, const AttemptEnd& end);
  /// Ends an invocation whose last attempt does not run, unless the invocation was abandoned before, and
  /// releases its row. An invocation whose last attempt runs ends in core().end_execution().
  void end_invocation(std::uint32_t request, const AttemptEnd& end);
  /// Ends an attempt that does not run because it was rejected, waited too long, or was lost. The invocation
  /// also ends, unless its sender retries.
  void end_attempt(std::uint32_t request, const AttemptEnd& end);
  /// Ends the invocation as abandoned. The attempt continues, because the platform does not notice that the
  /// client has left.
  void client_leaves(std::uint32_t request);
  /// Records what the execution of the request, which begins in the instance, can see of the platform.
  void show(std::uint32_t request, std::uint32_t instance, Time now);
  /// Called when the last attempt of an abandoned invocation has ended and the row of the invocation is about
  /// to be released.
  void forget_abandoned(std::uint32_t request);
  /// The number of abandoned invocations whose last attempt has ended.
  [[nodiscard]] std::uint64_t abandoned_ended() const { return abandoned_ended_; }
  /// Whether clients of the request's function have a timeout.
  [[nodiscard]] bool has_client_timeout(std::uint32_t request) const {
    return (rows().functions[rows().requests[request].function].mask & special::client_timeout) != 0;
  }
  /// Whether an answer that arrives at `answered` comes too late for the client of the request, which must
  /// have a timeout.
  [[nodiscard]] bool is_too_late(std::uint32_t request, Time answered) const {
    const Request& row = rows().requests[request];
    return row.is_abandoned || !origins_.client_timeout().is_in_time(row.arrival, answered);
  }
  /// Prepares the next attempt of the invocation, which reaches the frontend at `again`. Time::never() means
  /// that its origin decides later (CoreApi::give_up()). An attempt that was never in flight has drawn no
  /// random number, so the next attempt gets the same attempt number.
  void back_off(std::uint32_t request, Time again, const AttemptEnd& end);
  /// Called when an attempt of the function no longer counts as concurrency.
  void leave_flight(std::uint32_t function, Time now);
  /// Counts an invocation that did not complete, by outcome in the series, and by reason.
  void count_failure(const Request& row, Outcome outcome, Rejection why);
  /// Ends an attempt that was not admitted or for which no VM had room.
  void turn_away(std::uint32_t request, Rejection why, Time now);
  /// Ends an attempt that the admission policy has just throttled. Calls the policy for the reason.
  void throttle(std::uint32_t request, Time now);
  /// Counts the end of an invocation, whatever its outcome. `client` is the time when the answer reaches the
  /// client.
  void count_end(const Request& row, Outcome outcome, Time client);

  /// All senders of invocations.
  [[nodiscard]] Origins& origins() { return origins_; }
  [[nodiscard]] const Origins& origins() const { return origins_; }
  /// The latest time at which any of the answers so far reaches its client.
  [[nodiscard]] Time last_client() const { return last_client_; }

 private:
  using P = Part<Core, Ends<Core>>;
  using P::clock;
  using P::cluster;
  using P::core;
  using P::counted;
  using P::policies;
  using P::push;
  using P::rows;
  using P::tally;

  Origins origins_;
  Time last_client_{};
  std::uint64_t abandoned_ended_ = 0;
};

template <class Core>
inline void Ends<Core>::count_end(const Request& row, Outcome outcome, Time client) {
  tally().ended(row.function, row.arrival, client, outcome);
  last_client_ = std::max(last_client_, client);
}

template <class Core>
void Ends<Core>::turn_away(std::uint32_t request, Rejection why, Time now) {
  end_attempt(request, {outcome_of(why), why, now});
}

template <class Core>
void Ends<Core>::throttle(std::uint32_t request, Time now) {
  const Rejection why = ask(*policies().admission, now, [&] { return policies().admission->reason(); });
  if (why > Rejection::unstated) [[unlikely]] {
    blame(*policies().admission, now,
          fmt::format("throttled for the reason {}, which an admission policy cannot give",
                      static_cast<unsigned>(why)));
  }
  turn_away(request, why, now);
}

template <class Core>
std::optional<Time> Ends<Core>::asks_sender(std::uint32_t request, const AttemptEnd& end) {
  const Request& row = rows().requests[request];
  if ((rows().functions[row.function].mask & special::senders) == 0) {
    return std::nullopt;
  }
  CURTAIN_MUTANT_SKIPS(ends_of_lost_attempts_count)
  rows().requests.renew(request);  // pending events of the attempt are now stale
  return origins_.senders().tries_again(request, row.arrival, end);
}

template <class Core>
void Ends<Core>::end_attempt(std::uint32_t request, const AttemptEnd& end) {
  const auto again = asks_sender(request, end);
  if (!again) {
    end_invocation(request, end);
    return;
  }
  const bool was_in_flight = is_in_flight(rows().requests[request]);
  back_off(request, *again, end);
  if (was_in_flight) {
    leave_flight(rows().requests[request].function, end.at);
  }
}

template <class Core>
void Ends<Core>::back_off(std::uint32_t request, Time again, const AttemptEnd& end) {
  Request& row = rows().requests[request];
  if constexpr (Core::kObserved) {
    core().tell(Change::retried, end.at, request, kNone, again, 0, end.outcome, end.why);
  }
  if (is_in_flight(row) && again != Time::never()) {
    ++row.attempt;
  }
  row.instance = kNone;
  row.place = static_cast<std::uint8_t>(RequestPlace::frontend);
  row.dispatched = again;
  if (again == Time::never()) {
    return;
  }
  tally().extras_of(row.function).retried += counted(row) ? 1 : 0;
  Waits& waits = rows().waits[request];
  waits.lost += again - waits.submitted;
  push(Retry::event(again, request, rows().requests.generation(request)));
  if (CURTAIN_MUTANT(client_of_a_retry_stays, has_client_timeout(request), false)) {
    origins_.client_timeout().watch(request);
  }
}

template <class Core>
void Ends<Core>::leave_flight(std::uint32_t id, Time now) {
  Function& function = rows().functions[id];
  core().account().leaves(id);
  --function.in_flight;
  --rows().tenants[function.tenant].in_flight;
  rows().rest[id].concurrency_ns +=
      policies().scaling.needs().concurrency ? static_cast<std::uint64_t>(now.ns()) : 0;
  core().note_admission(function.tenant);
}

template <class Core>
void Ends<Core>::count_failure(const Request& row, Outcome outcome, Rejection why) {
  SeriesBin& now = tally().series().current();
  if (outcome == Outcome::abandoned) {
    ++now.abandoned;
  } else if (outcome == Outcome::failed) {
    ++now.failed;
  } else if (is_executed(outcome)) {
    ++(outcome == Outcome::timed_out ? now.timed_out : now.errored);
  } else {
    ++now.rejections[static_cast<std::size_t>(why)];
    tally().extras_of(row.function).rejections[static_cast<std::size_t>(why)] += counted(row) ? 1 : 0;
  }
}

template <class Core>
void Ends<Core>::client_leaves(std::uint32_t request) {
  Request& row = rows().requests[request];
  row.is_abandoned = true;
  if constexpr (Core::kObserved) {
    core().tell(Change::left, clock(), request, kNone, clock(), 0, Outcome::abandoned);
  }
  count_end(row, Outcome::abandoned, clock());
  count_failure(row, Outcome::abandoned, Rejection::unstated);
  Function& function = rows().functions[row.function];
  function.hash.add(static_cast<std::uint64_t>(clock().ns()));
  function.hash.add((row.ordinal << 4) | static_cast<std::uint64_t>(Outcome::abandoned));
  if ((function.mask & special::senders) != 0) {
    origins_.senders().answer(request, {Outcome::abandoned, clock()});
    origins_.senders().forget(request);
  }
}

template <class Core>
void Ends<Core>::show(std::uint32_t request, std::uint32_t instance, Time now) {
  const Request& row = rows().requests[request];
  const Vm& vm = cluster().vm(rows().instances[instance].vm);
  origins_.senders().sees(request, {rows().instance_rest[instance].number, vm.number, now - vm.created,
                                    row.started, row.first_use, core().updates().has_old_code(instance)});
}

template <class Core>
void Ends<Core>::forget_abandoned(std::uint32_t request) {
  rows().requests[request].is_abandoned = CURTAIN_MUTANT(next_in_the_row_abandoned, false, true);
  ++abandoned_ended_;
}

template <class Core>
void Ends<Core>::end_invocation(std::uint32_t request, const AttemptEnd& end) {
  auto [outcome, why, now] = end;
  Time client = now + core().latency().response();
  const Request row = rows().requests[request];
  if (has_client_timeout(request) && is_too_late(request, client)) {
    client = origins_.client_timeout().leaves_at(row.arrival);
    outcome = Outcome::abandoned;
    why = Rejection::unstated;
  }
  if constexpr (Core::kObserved) {
    core().tell(Change::finished, now, request, kNone, client, 0, outcome, why);
  }
  if (row.is_abandoned) {
    forget_abandoned(request);
  } else {
    count_end(row, outcome, client);
    count_failure(row, outcome, why);
  }
  Function& function = rows().functions[row.function];
  function.hash.add(static_cast<std::uint64_t>(now.ns()));
  function.hash.add((row.ordinal << 4) | static_cast<std::uint64_t>(outcome));
  rows().requests.release(request);
  if ((function.mask & special::senders) != 0 &&
      CURTAIN_MUTANT(crash_forgets_client, true, outcome != Outcome::failed)) {
    origins_.senders().answer(request, {outcome, client});
  }
  if (is_in_flight(row)) {
    leave_flight(row.function, now);
  }
}

}  // namespace curtain
