#pragma once
// The account of one invocation: what happened to it, when, and why.
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "models/experiment/explain/function_watch.hpp"
#include "models/experiment/explain/latency_parts.hpp"
#include "models/experiment/invocation_log.hpp"
#include "models/metrics/charge.hpp"
#include "models/platform/parameters.hpp"

namespace curtain {

/// One attempt of an invocation. Times of events that did not happen are Time::never().
struct AttemptAccount {
  Time submitted = Time::never();           ///< it reached the scheduler
  std::vector<DecisionNote> admission;      ///< the first and the last decision about it
  std::uint64_t asked = 0;                  ///< admission decisions about it
  Time queued_at_frontend = Time::never();  ///< begin of its wait for admission
  Time admitted = Time::never();
  Surroundings around;  ///< instances of its function when it was admitted, or when it was turned away
  std::uint32_t in_flight = 0;          ///< invocations of its function in progress at that time, without it
  std::optional<InstanceEnd> last_end;  ///< of the instance of its function that had ended last
  std::uint64_t created_before = 0;     ///< instances of its function that were created before
  std::optional<DecisionNote> scaling;
  std::optional<DecisionNote> placement;       ///< if it was turned away because there was no room
  std::optional<DecisionNote> host_placement;  ///< likewise
  std::vector<OutageNote> outages;             ///< in progress when it was turned away or began to wait
  std::optional<OutageTarget> lost_in;         ///< the outage in which its VM was lost
  std::optional<DecisionNote> routing;
  Time queued_at_function = Time::never();  ///< begin of its wait in the queue of its function
  Time bound = Time::never();               ///< begin of its wait for a certain instance
  std::optional<StartAccount> start;        ///< of its instance, if it waited for the start
  bool started_for_it = false;              ///< the start was caused by this invocation
  Time sent = Time::never();                ///< leaves the scheduler for its host
  Time started = Time::never();             ///< begin of the execution
  Time ended = Time::never();               ///< end of the execution
  StartKind kind = StartKind::warm;
  std::uint64_t instance = InvocationRow::kNoNumber;
  std::uint64_t vm = InvocationRow::kNoNumber;
  std::uint64_t host = InvocationRow::kNoNumber;
  Time idle_since = Time::never();       ///< if its instance was idle: since then
  std::uint64_t uses_before = 0;         ///< attempts that ran on its instance before
  Time over = Time::never();             ///< the attempt is over, in any way
  Outcome outcome = Outcome::completed;  ///< if it is over
  Rejection why = Rejection::unstated;   ///< if it was turned away
  std::optional<Time> again;             ///< if it is tried again: when; never: given up later
  Duration billed;                       ///< for its execution
  Duration billed_init;                  ///< for the initialisation of its instance
  bool on_provisioned = false;           ///< it ran on provisioned concurrency
};

struct InvocationAccount {
  InvocationRow row;  ///< as in the file of run --invocations
  Duration duration;  ///< the length of an execution that is not cut off and does not share resources
  std::vector<AttemptAccount> attempts;
  Time client_left = Time::never();
  LatencyParts parts;  ///< their sum is answered - arrival
  Charge charge;       ///< of all attempts

  /// Whether the end of the invocation is known.
  [[nodiscard]] bool is_answered() const { return row.answered != Time::never(); }
  [[nodiscard]] Duration latency() const { return row.answered - row.arrival; }
};

/// Makes the account of one invocation. Only this invocation and the live instances of its function take
/// memory.
class InvocationFollower final : public Observer {
 public:
  /// Invocations that arrive at or after `from` are counted. All references must outlive it.
  InvocationFollower(const FunctionTable& functions, const BillingParameters& billing, Time from);

  /// Follows the n-th arrival (from 1) of the function. To be called before the function's first event.
  void follow(FunctionId function, std::uint64_t n);

  void observe(const Observation& seen) override;
  [[nodiscard]] bool wants_decisions() const override { return true; }
  [[nodiscard]] bool wants_decisions_of(FunctionId function) const override { return function == function_; }
  [[nodiscard]] bool wants_choice(FunctionId function, std::uint64_t ordinal) const override {
    return function == function_ && ordinal == ordinal_ && !is_over_;
  }
  void decided(const Decision& made) override;
  void starting(const InstanceStart& start) override;
  void ending(const InstanceEnd& end) override;
  void bound(const BoundAttempt& binding) override;
  void no_vm_open(const NoVmOpen& none) override;

  /// The invocation and its last attempt have ended.
  [[nodiscard]] bool is_over() const { return is_over_; }
  /// The account so far; empty if the invocation has not arrived.
  [[nodiscard]] const std::optional<InvocationAccount>& account() const { return account_; }
  /// The function's instances and arrivals so far.
  [[nodiscard]] const FunctionWatch& watch() const { return watch_; }
  /// No more events come: completes the account of an invocation that has not ended.
  void finish();

 private:
  [[nodiscard]] bool is_asked(const Observation& seen) const;
  AttemptAccount& attempt();
  void happened(const Observation& seen);
  void started(const Observation& seen);
  void ended(const Observation& seen);
  void note_surroundings(AttemptAccount& of, Time now);

  const FunctionTable& functions_;
  const BillingParameters& billing_;
  FunctionWatch watch_;
  OutageWatch outages_;
  InvocationLog log_;
  LatencyClock clock_;
  FunctionId function_;
  std::uint64_t ordinal_ = kNoOrdinal;
  std::uint32_t request_ = kNoRequest;  // while it is in flight
  bool routes_ = false;                 // decisions of its function are about it
  std::optional<DecisionNote> placement_;
  std::optional<DecisionNote> host_placement_;
  std::optional<InvocationAccount> account_;
  bool is_over_ = false;
};

}  // namespace curtain
