// The audit of the lengths and outcomes of executions.
#include <algorithm>

#include "models/platform/watch/audit.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// Checks that an execution begins with an initialisation only if the initialisation of the start was stopped
/// at its limit, or if the last execution may have reset the instance.
void Audit::check_init(const Observation& seen, InstanceState& state) {
  if (seen.init > Duration{} && !state.may_init) {
    violation(seen.now, place(seen) + " begins with an initialisation, but its instance is initialised");
  }
  if (functions_[seen.function].traits.requests_per_instance == 1) {
    state.may_init = false;
  }
}

/// Whether the ending execution may have reset its instance.
bool Audit::may_reset(const Observation& seen, const Invocation& invocation) const {
  const FunctionTraits& traits = functions_[seen.function].traits;
  const bool is_cut_off = invocation.execution >= static_cast<std::uint64_t>(traits.timeout.ns());
  return is_cut_off || (traits.error_kind == ErrorKind::crash && traits.error_rate > 0);
}

void Audit::end_execution(const Observation& seen, Invocation& invocation) {
  if (!invocation.running || invocation.instance != seen.instance.value()) {
    violation(seen.now, place(seen) + " ended on an instance on which it did not run");
  }
  invocation.running = false;
  invocation.ran = true;
  const auto execution = static_cast<std::uint64_t>((seen.now - invocation.started).ns());
  invocation.execution = execution;
  const auto instance = instances_.find(seen.instance.value());
  const std::uint32_t running = instance == instances_.end() ? 0 : instance->second.running;
  if (work_.is_shared(seen.function.value())) {
    const std::string wrong = work_.ended(execution_of(seen.function.value(), invocation),
                                          running == 0 ? 0 : running - 1, seen.now);
    if (!wrong.empty()) {
      violation(seen.now, place(seen) + " " + wrong);
    }
  } else {
    const auto timeout = static_cast<std::uint64_t>(functions_[seen.function].traits.timeout.ns());
    const std::uint64_t expected = std::min(invocation.duration + invocation.init, timeout);
    if (execution != expected) {
      violation(seen.now, place(seen) + " ran for " + std::to_string(execution) + " ns instead of " +
                              std::to_string(expected));
    }
  }
  const bool counts = counted(invocation.arrival);
  if (const auto charged = billing_.end(seen.function.value(), invocation.billed, execution, counts);
      charged != seen.amount) {
    violation(seen.now, place(seen) + " is not charged for " + std::to_string(charged) + " ns");
  }
  if (running == 0) {
    violation(seen.now,
              "instance " + std::to_string(seen.instance.value()) + " ended an attempt that it did not run");
  } else {
    --instance->second.running;
    instance->second.may_init |= may_reset(seen, invocation);
    instance->second.billed.on_provisioned -= invocation.billed.on_provisioned ? 1 : 0;
    billing_.slot_free(instance->second.billed, seen.now);
  }
}

/// Returns the outcome that the execution must have, given its length, the timeout and the draw of its
/// attempt.
Outcome Audit::executed_as(const Observation& seen, const Invocation& invocation) const {
  const FunctionTraits& traits = functions_[seen.function].traits;
  const auto timeout = static_cast<std::uint64_t>(traits.timeout.ns());
  // Sharing resources may stretch an execution up to its timeout. At the instant of the timeout the execution
  // may also end normally.
  const bool is_stretched =
      traits.shares_resources() && invocation.execution >= timeout && seen.outcome == Outcome::timed_out;
  if (invocation.duration + invocation.init > timeout || is_stretched) {
    return Outcome::timed_out;
  }
  sim::Draw draw(errors_, seen.function.value(), (seen.ordinal << 8) | seen.attempt);
  return draw.uniform() < traits.error_rate ? Outcome::errored : Outcome::completed;
}

AuditedWork::Execution Audit::execution_of(std::uint32_t function, const Invocation& invocation) const {
  const Duration timeout = functions_[FunctionId{function}].traits.timeout;
  const Duration init = std::min(Duration{static_cast<std::int64_t>(invocation.init)}, timeout);
  return {invocation.vm, function, invocation.started + init, invocation.duration,
          static_cast<std::uint64_t>(init.ns())};
}

/// If the invocation still runs, its execution is lost.
void Audit::lose_execution(const Observation& seen, const Invocation& invocation) {
  if (invocation.running && work_.is_shared(seen.function.value())) {
    work_.not_ended(execution_of(seen.function.value(), invocation));
  }
}

}  // namespace curtain
