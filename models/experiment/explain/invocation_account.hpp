#pragma once
// The account of one invocation, with its events, their times and their reasons.
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

/// One attempt of an invocation. The time of an event that did not happen is Time::never().
struct AttemptAccount {
  Time submitted = Time::never();           ///< time when the attempt reached the scheduler
  std::vector<DecisionNote> admission;      ///< the first and the last admission decision
  std::uint64_t asked = 0;                  ///< number of admission decisions
  Time queued_at_frontend = Time::never();  ///< beginning of the wait for admission
  Time admitted = Time::never();
  Surroundings around;          ///< the function's instances when the attempt was admitted or
                                ///< rejected
  std::uint32_t in_flight = 0;  ///< number of other invocations of the function that were in progress at that
                                ///< time
  std::optional<InstanceEnd> last_end;  ///< the end of the function's instance that had ended most recently
  std::uint64_t created_before = 0;     ///< number of the function's instances that had been created when the
                                        ///< attempt was admitted
  std::optional<DecisionNote> scaling;
  std::optional<DecisionNote> placement;       ///< if it was turned away because there was no room
  std::optional<DecisionNote> host_placement;  ///< likewise
  std::vector<OutageNote>
      outages;  ///< number of invocations in progress when it was turned away or began to wait
  std::optional<OutageTarget> lost_in;  ///< the outage in which its VM was lost
  std::optional<DecisionNote> routing;
  Time queued_at_function = Time::never();  ///< beginning of the wait in the function's queue
  Time bound = Time::never();               ///< beginning of the wait for a certain instance
  std::optional<StartAccount> start;        ///< start of the instance, if the attempt waited for that start
  bool started_for_it = false;              ///< whether this invocation caused the start
  Time sent = Time::never();                ///< time when the attempt left the scheduler for its host
  Duration thaw;                            ///< time to thaw the instance before the execution
  Time started = Time::never();             ///< beginning of the execution
  Duration init;                            ///< time of the initialisation with which the execution begins
  Time ended = Time::never();               ///< end of the execution
  StartKind kind = StartKind::warm;
  std::uint64_t instance = InvocationRow::kNoNumber;
  std::uint64_t vm = InvocationRow::kNoNumber;
  std::uint64_t host = InvocationRow::kNoNumber;
  Time idle_since = Time::never();       ///< beginning of the instance's idle time, if the instance was idle
  std::uint64_t uses_before = 0;         ///< number of earlier attempts on the instance
  Time over = Time::never();             ///< end of the attempt, with any outcome
  Outcome outcome = Outcome::completed;  ///< valid if the attempt is over
  Rejection why = Rejection::unstated;   ///< reason, if the attempt was rejected
  std::optional<Time> again;  ///< time of the next attempt, if there is one; Time::never() if the invocation
                              ///< is given up later
  Duration billed;            ///< time billed for the execution
  Duration billed_init;       ///< time billed for the initialisation of the instance
  bool on_provisioned = false;  ///< whether the attempt ran on provisioned concurrency
};

struct InvocationAccount {
  InvocationRow row;  ///< as in the file of run --invocations
  Duration duration;  ///< the length of an execution that is not cut off and does not share resources
  std::vector<AttemptAccount> attempts;
  Time client_left = Time::never();
  LatencyParts parts;  ///< the sum of the parts is answered - arrival
  Charge charge;       ///< charge of all attempts

  /// Whether the end of the invocation is known.
  [[nodiscard]] bool is_answered() const { return row.answered != Time::never(); }
  [[nodiscard]] Duration latency() const { return row.answered - row.arrival; }
};

/// Makes the account of one invocation. Memory is used only for this invocation and for the live instances of
/// its function.
class InvocationFollower final : public Observer {
 public:
  /// Invocations that arrive at or after `from` are counted. All references must outlive this object.
  InvocationFollower(const FunctionTable& functions, const BillingParameters& billing, Time from);

  /// Follows the n-th arrival (from 1) of the function. Must be called before the function's first event.
  void follow(FunctionId function, std::uint64_t n);

  void observe(const Observation& seen) override;
  [[nodiscard]] bool wants_decisions() const override { return true; }
  [[nodiscard]] bool wants_decisions_of(FunctionId function) const override { return function == function_; }
  [[nodiscard]] bool wants_choice(FunctionId function, std::uint64_t ordinal) const override {
    return function == function_ && ordinal == ordinal_ && !is_over_;
  }
  void decided(const Decision& made) override;
  void starting(const InstanceStart& start) override;
  void stages_known(const StagesKnown& known) override;
  void ending(const InstanceEnd& end) override;
  void bound(const BoundAttempt& binding) override;
  void no_vm_open(const NoVmOpen& none) override;

  /// Whether the invocation and its last attempt have ended.
  [[nodiscard]] bool is_over() const { return is_over_; }
  /// The account so far. Empty if the invocation has not arrived.
  [[nodiscard]] const std::optional<InvocationAccount>& account() const { return account_; }
  /// The instances and arrivals of the function so far.
  [[nodiscard]] const FunctionWatch& watch() const { return watch_; }
  /// Called when no more events follow. Completes the account of an invocation that has not ended.
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
  std::uint32_t request_ = kNoRequest;  // row of the invocation while it is in flight
  bool routes_ = false;                 // whether decisions about the function concern this invocation
  std::optional<DecisionNote> placement_;
  std::optional<DecisionNote> host_placement_;
  std::optional<InvocationAccount> account_;
  bool is_over_ = false;
};

}  // namespace curtain
