// Checks that each invocation ends as required by its history and by the timeout of its client.
#include "models/platform/watch/audit.hpp"

namespace curtain {

std::string Audit::place(const Observation& seen) {
  return "invocation " + std::to_string(seen.ordinal) + " of function " +
         std::to_string(seen.function.value());
}

/// Returns the time when the client of the invocation leaves. Returns Time::never() if the client waits
/// without limit, or if no client waits for an answer.
Time Audit::client_leaves(const Observation& seen, const Invocation& invocation) const {
  return functions_[seen.function].traits.invoke == Invoke::async
             ? Time::never()
             : sim::saturating_add(invocation.arrival, parameters_.frontend.client_timeout);
}

/// Called when the invocation ends because its client leaves, while its attempt continues.
void Audit::client_left(const Observation& seen, Invocation& invocation) {
  if (invocation.left || seen.now != client_leaves(seen, invocation)) {
    violation(seen.now, place(seen) + " lost its client twice, or not at the time of its client timeout");
  }
  invocation.left = true;
  outcomes_[static_cast<std::size_t>(Outcome::abandoned)] += counted(invocation.arrival) ? 1 : 0;
}

void Audit::finish_invocation(const Observation& seen, Invocation& invocation) {
  const bool is_abandoned = seen.outcome == Outcome::abandoned;
  const Time leaves = client_leaves(seen, invocation);
  if (is_abandoned ? seen.until != leaves : (invocation.left || seen.until > leaves)) {
    violation(seen.now, place(seen) + " ended in a way that contradicts the timeout of its client");
  }
  const bool executed = is_executed(seen.outcome);
  if (!is_abandoned &&
      (executed != invocation.ran || (executed && seen.outcome != executed_as(seen, invocation)))) {
    violation(seen.now, place(seen) + " ended in a way that contradicts its history");
  }
  const bool turned_away = !executed && !is_abandoned && seen.outcome != Outcome::failed;
  if (turned_away && outcome_of(seen.why) != seen.outcome) {
    violation(seen.now, place(seen) + " was turned away for a reason that contradicts its outcome");
  }
  if (seen.until < seen.now && !invocation.left) {
    violation(seen.now, place(seen) + " was answered before it ended");
  }
  if (counted(invocation.arrival) && !invocation.left) {
    ++outcomes_[static_cast<std::size_t>(seen.outcome)];
    rejections_[static_cast<std::size_t>(seen.why)] += turned_away ? 1 : 0;
  }
}

}  // namespace curtain
