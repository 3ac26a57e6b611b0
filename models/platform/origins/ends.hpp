#pragma once
// The ends of attempts that do not run, and of invocations.
#include <algorithm>
#include <optional>

#include "models/platform/cell/engine.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Counts the end of an invocation, whatever its outcome. `client`: when the answer reaches the client.
template <class Queue, bool observed>
inline void Engine<Queue, observed>::count_end(const Request& row, Outcome outcome, Time client) {
  ++tally_.ended_total;
  ++tally_.series.current().ended;
  tally_.in_system.add(tally_.clamped(client));
  last_client_ = std::max(last_client_, client);
  if (client > tally_.to || row.arrival < tally_.from) [[unlikely]] {
    if (counted(row)) {
      tally_.late_overhang += CURTAIN_MUTANT(late_overhang_forgotten, (client - tally_.to).ns(), 0);
    } else if (client > tally_.from) {
      tally_.early_overlap += (std::min(client, tally_.to) - tally_.from).ns();
    }
  }
  if (!counted(row)) {
    return;
  }
  const Duration sojourn = client - row.arrival;
  if (outcome == Outcome::completed) {
    ++tally_.functions[row.function].completed;
    tally_.add(row.function, &FunctionTally::latency_ns, &Carries::latency_ns, sojourn.ns());
  } else {
    ++tally_.extras[row.function].outcomes[static_cast<std::size_t>(outcome)];
    tally_.other_sojourn_ns += sojourn.ns();
  }
}

/// Ends an attempt that is not admitted, or finds no room.
template <class Queue, bool observed>
void Engine<Queue, observed>::turn_away(std::uint32_t request, Rejection why, Time now) {
  end_attempt(request, {outcome_of(why), why, now});
}

/// Ends an attempt that the admission policy has just throttled; the policy gives the reason.
template <class Queue, bool observed>
void Engine<Queue, observed>::throttle(std::uint32_t request, Time now) {
  const Rejection why = ask(*policies_.admission, now, [&] { return policies_.admission->reason(); });
  if (why > Rejection::unstated) [[unlikely]] {
    blame(*policies_.admission, now,
          fmt::format("throttled for a reason that is not admission's: {}", static_cast<unsigned>(why)));
  }
  turn_away(request, why, now);
}

/// When the sender of the request tries again, if it does.
template <class Queue, bool observed>
std::optional<Time> Engine<Queue, observed>::asks_sender(std::uint32_t request, const AttemptEnd& end) {
  const Request& row = rows_.requests[request];
  if ((rows_.functions[row.function].mask & special::senders) == 0) {
    return std::nullopt;
  }
  CURTAIN_MUTANT_SKIPS(ends_of_lost_attempts_count)
  rows_.requests.renew(request);  // pending events of the attempt are stale from now on
  return origins_.senders().tries_again(request, row.arrival, end);
}

/// Ends an attempt that does not run: it was turned away, waited too long, or was lost. The invocation ends
/// with it unless its sender tries again.
template <class Queue, bool observed>
void Engine<Queue, observed>::end_attempt(std::uint32_t request, const AttemptEnd& end) {
  const auto again = asks_sender(request, end);
  if (!again) {
    end_invocation(request, end);
    return;
  }
  const bool was_in_flight = is_in_flight(rows_.requests[request]);
  back_off(request, *again, end);
  if (was_in_flight) {
    leave_flight(rows_.requests[request].function, end.at);
  }
}

/// Prepares the next attempt of the invocation, which reaches the frontend at `again`. Time::never(): its
/// origin decides later (CoreApi::give_up()). An attempt that was never in flight has drawn no random number,
/// so the next attempt has the same number.
template <class Queue, bool observed>
void Engine<Queue, observed>::back_off(std::uint32_t request, Time again, const AttemptEnd& end) {
  Request& row = rows_.requests[request];
  if constexpr (observed) {
    tell(Change::retried, end.at, request, kNone, again, 0, end.outcome, end.why);
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
  tally_.extras[row.function].retried += counted(row) ? 1 : 0;
  Waits& waits = rows_.waits[request];
  waits.lost += again - waits.submitted;
  schedule<Retry>(again, request, rows_.requests.generation(request));
}

/// An attempt of the function no longer counts as concurrency.
template <class Queue, bool observed>
void Engine<Queue, observed>::leave_flight(std::uint32_t id, Time now) {
  Function& function = rows_.functions[id];
  account_.leaves(id);
  --function.in_flight;
  --rows_.tenants[function.tenant].in_flight;
  rows_.rest[id].concurrency_ns +=
      policies_.scaling.needs().concurrency ? static_cast<std::uint64_t>(now.ns()) : 0;
  note_admission(function.tenant);
}

/// Counts an invocation that did not complete, by outcome in the series and by reason.
template <class Queue, bool observed>
void Engine<Queue, observed>::count_failure(const Request& row, Outcome outcome, Rejection why) {
  SeriesBin& now = tally_.series.current();
  if (outcome == Outcome::failed) {
    ++now.failed;
  } else if (is_executed(outcome)) {
    ++(outcome == Outcome::timed_out ? now.timed_out : now.errored);
  } else {
    ++now.rejections[static_cast<std::size_t>(why)];
    tally_.extras[row.function].rejections[static_cast<std::size_t>(why)] += counted(row) ? 1 : 0;
  }
}

/// Ends an invocation whose last attempt does not run. An invocation whose last attempt runs ends in
/// end_execution().
template <class Queue, bool observed>
void Engine<Queue, observed>::end_invocation(std::uint32_t request, const AttemptEnd& end) {
  const auto [outcome, why, now] = end;
  const Time client = now + latency_.response();
  const Request row = rows_.requests[request];
  if constexpr (observed) {
    tell(Change::finished, now, request, kNone, client, 0, outcome, why);
  }
  count_end(row, outcome, client);
  count_failure(row, outcome, why);
  Function& function = rows_.functions[row.function];
  function.hash.add(static_cast<std::uint64_t>(now.ns()));
  function.hash.add((row.ordinal << 4) | static_cast<std::uint64_t>(outcome));
  rows_.requests.release(request);
  if ((function.mask & special::senders) != 0 &&
      CURTAIN_MUTANT(crash_forgets_client, true, outcome != Outcome::failed)) {
    origins_.senders().answer(request, {outcome, client});
  }
  if (is_in_flight(row)) {
    leave_flight(row.function, now);
  }
}

}  // namespace curtain
