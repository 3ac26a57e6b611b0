#pragma once
// The base class of every policy, with the data that a policy requests from the platform, and the hooks that
// it can implement.
#include <cstdint>
#include <string>

#include "models/words.hpp"
#include "sim/draws.hpp"

namespace curtain {

class Future;

/// The needs of a policy. The platform keeps only data, and calls only hooks, that are declared here.
struct Needs {
  bool on_arrival = false;     ///< calls Policy::on_arrival for every attempt that requests admission
  bool on_start = false;       ///< calls Policy::on_start for every attempt that begins on an instance
  bool on_completion = false;  ///< calls Policy::on_completion for every attempt that ends on an instance
  bool on_leave = false;  ///< queueing: calls QueueingPolicy::on_leave for every attempt that stops waiting
  bool on_eviction = false;  ///< calls Policy::on_eviction for every instance that is reclaimed
  Duration tick{};           ///< interval between calls of Policy::on_tick; zero: no calls
  bool asked_again = false;  ///< admission: the policy implements AdmissionPolicy::again()
  bool across_functions =
      false;  ///< queueing: the order also applies between functions (see queueing/seam.hpp)
  bool candidates_by_index = false;  ///< routing: candidates can be read by position
  bool bins_by_age = false;          ///< placement: Bins::oldest_with(), youngest_with() and next_with()
  bool bins_by_free = false;  ///< placement: Bins::fullest_with(), emptiest_with(), count_with(), nth_with()
  bool bins_by_position = false;  ///< placement: Bins::nth() and position()
  bool bins_by_slots = false;     ///< placement: Bins::heaviest_with()
  bool shared_values = false;     ///< keep_alive: a value has a part that a function's instances share
  bool idle_counts = false;       ///< keep_alive: IdleInstanceView::idle
  bool reviews = false;           ///< keep_alive: groups of idle instances are reviewed
  bool start_times = false;       ///< pre-warm: calls PreWarmPolicy::start_at()
  bool bin_contents = false;      ///< placement: BinView::of_function and of_tenant, Bins::in_zone()
  bool bin_code = false;          ///< placement: BinView::has_code
  bool names = false;             ///< placement: PlacementQuery::tenant_name and function_name
  bool bin_load = false;          ///< placement: BinView::busy
  bool bin_demand = false;        ///< placement: BinView::demand
  bool future = false;    ///< calls Policy::foresee before the run; only for a workload known in advance
  bool on_ready = false;  ///< calls Policy::on_ready for every instance whose cold start ends
  bool candidates_by_key = false;  ///< routing: Candidates::lowest(), in the order of RoutingPolicy::key()
  bool candidates_by_vm =
      false;  ///< routing: Candidates::lowest(), for a RoutingPolicy::key() that depends only on the VM
  bool keys_follow_vms = false;     ///< routing: key() reads the VM's view, and changes with the VM's content
  bool candidates_on_ring = false;  ///< routing: Candidates::clockwise_from() and clockwise_after()
  bool sessions = false;            ///< routing: RoutingQuery::session
  bool concurrency = false;         ///< scaling: LoadView::concurrency_ns
  bool hosts_alike =
      false;  ///< placement: the policy is also useful for hosts, although it declares bin_contents
  bool provisioned = false;           ///< pre-warm: PreWarmQuery::provisioned, otherwise 0
  bool provisioned_schedule = false;  ///< pre-warm: PreWarmQuery::schedule, otherwise empty
  bool provisioned_use = false;       ///< pre-warm: PreWarmQuery::provisioned_max and provisioned_busy_ns
  bool priority = false;              ///< queueing: QueueingQuery::priority, otherwise 0
  bool deadline = false;              ///< queueing: QueueingQuery::deadline, otherwise infinite
  bool stateless = false;             ///< placement: a choice depends only on the query and the bins
};

struct RunNotice {
  std::int64_t epoch;  ///< time zero, in minutes since 1970-01-01 00:00 UTC
  /// Policy::explain() is called after every decision, so the policy must record the data that only explain()
  /// needs.
  bool explained = false;
};

struct ArrivalNotice {
  Time now;
  FunctionId function;
  TenantId tenant;
  std::uint32_t in_flight =
      0;  ///< number of invocations of the function that are admitted and have not ended
};

/// The start of an attempt.
struct StartNotice {
  Time now;
  FunctionId function;
  InstanceId instance;
  Mebibytes memory;
  Duration start_up;  ///< duration of the cold start of the instance
};

struct CompletionNotice {
  Time now;
  FunctionId function;
  InstanceId instance;
  Duration execution;
  std::uint32_t in_flight =
      0;  ///< number of invocations in flight, as in ArrivalNotice::in_flight, but without this invocation
};

/// The end of an instance's cold start.
struct ReadyNotice {
  Time now;
  FunctionId function;
  InstanceId instance;
  Duration start_up;  ///< duration of the instance's cold start
};

/// The end of an instance that was reclaimed, because its keep-alive or its lifetime ended, its VM crashed,
/// or it was evicted.
struct EvictionNotice {
  Time now;
  FunctionId function;
  InstanceId instance;
  bool under_pressure = false;  ///< the instance was evicted to make room
  double value = 0;             ///< value of the instance, if it was evicted (keep_alive)
  std::uint32_t live = 0;       ///< number of live instances that the function still has
};

struct PolicyDeclaration;

/// The base class of every policy. Objects are owned through this class and called through the class of their
/// seam. A policy takes const views, returns its decision as a value, never changes the platform, and stores
/// the data that it learns.
class Policy {
 public:
  Policy() = default;
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;
  virtual ~Policy() = default;

  [[nodiscard]] virtual Needs needs() const { return {}; }
  /// Called once, before any other member function.
  virtual void on_run(const RunNotice&) {}
  virtual void on_arrival(const ArrivalNotice&) {}
  virtual void on_start(const StartNotice&) {}
  virtual void on_completion(const CompletionNotice&) {}
  virtual void on_eviction(const EvictionNotice&) {}
  virtual void on_ready(const ReadyNotice&) {}
  virtual void on_tick(Time) {}
  /// Called once, before the first event of the run; `future` is destroyed after the call.
  virtual void foresee(const Future& /*future*/) {}

  /// The reason for the last decision, in one line ("12 of its clones are idle, 8 too many"). Empty if there
  /// is nothing to report. Called only if the answer is shown.
  [[nodiscard]] virtual std::string explain() const { return {}; }

  /// The declaration in the catalogue, or nullptr for a policy that was created in another way.
  [[nodiscard]] const PolicyDeclaration* declaration() const { return declaration_; }
  void set_declaration(const PolicyDeclaration* declaration) { declaration_ = declaration; }

 private:
  const PolicyDeclaration* declaration_ = nullptr;
};

}  // namespace curtain
