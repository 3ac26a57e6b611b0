#pragma once
// The base class of every policy: the data it asks the platform to keep for it, and the hooks it can
// implement.
#include <cstdint>
#include <string>

#include "models/words.hpp"
#include "sim/draws.hpp"

namespace curtain {

class Future;

/// What a policy asks of the platform. The platform keeps no data and calls no hook that is not declared
/// here.
struct Needs {
  bool on_arrival = false;     ///< call Policy::on_arrival for every attempt that asks for admission
  bool on_start = false;       ///< call Policy::on_start for every attempt that begins on an instance
  bool on_completion = false;  ///< call Policy::on_completion for every attempt that ends on an instance
  bool on_leave = false;     ///< queueing: call QueueingPolicy::on_leave for every attempt that stops waiting
  bool on_eviction = false;  ///< call Policy::on_eviction for every instance that is reclaimed
  Duration tick{};           ///< call Policy::on_tick this often; zero: never
  bool asked_again =
      false;  ///< admission: AdmissionPolicy::again() says when time alone admits an invocation
  bool across_functions = false;  ///< queueing: the order also holds among functions (see queueing/seam.hpp)
  bool candidates_by_index = false;  ///< routing: candidates can be read by position
  bool bins_by_age = false;          ///< placement: Bins::oldest_with(), youngest_with() and next_with()
  bool bins_by_free = false;  ///< placement: Bins::fullest_with(), emptiest_with(), count_with(), nth_with()
  bool bins_by_position = false;  ///< placement: Bins::nth() and position()
  bool bins_by_slots = false;     ///< placement: Bins::heaviest_with()
  bool shared_values = false;     ///< keep_alive: a value has a part that a function's instances share
  bool idle_counts = false;       ///< keep_alive: IdleInstanceView::idle
  bool reviews = false;           ///< keep_alive: groups of idle instances are reviewed
  bool start_times = false;       ///< pre-warm: ask PreWarmPolicy::start_at()
  bool bin_contents = false;      ///< placement: BinView::of_function and of_tenant, Bins::in_zone()
  bool bin_code = false;          ///< placement: BinView::has_code
  bool names = false;             ///< placement: PlacementQuery::tenant_name and function_name
  bool bin_load = false;          ///< placement: BinView::busy
  bool future = false;  ///< call Policy::foresee before the run; only for a workload that is known in advance
  bool on_ready = false;           ///< call Policy::on_ready for every instance whose cold start ends
  bool candidates_by_key = false;  ///< routing: Candidates::lowest(), in the order of RoutingPolicy::key()
  bool candidates_by_vm =
      false;                     ///< routing: Candidates::lowest(), by a RoutingPolicy::key() of the VM alone
  bool keys_follow_vms = false;  ///< routing: key() reads the VM's view, and changes with the VM's content
  bool candidates_on_ring = false;  ///< routing: Candidates::clockwise_from() and clockwise_after()
  bool sessions = false;            ///< routing: RoutingQuery::session
  bool concurrency = false;         ///< scaling: LoadView::concurrency_ns
  bool hosts_alike = false;         ///< placement: also sensible for hosts, although it declares bin_contents
  bool provisioned = false;         ///< pre-warm: PreWarmQuery::provisioned, else 0
  bool priority = false;            ///< queueing: QueueingQuery::priority, else 0
  bool deadline = false;            ///< queueing: QueueingQuery::deadline, else infinite
  bool stateless = false;           ///< placement: a choice depends only on the query and the bins
};

struct RunNotice {
  std::int64_t epoch;  ///< the minute of time zero, since 1970-01-01 00:00 UTC
  /// Policy::explain() is called after every decision, so the policy should record what only explain() needs.
  bool explained = false;
};

struct ArrivalNotice {
  Time now;
  FunctionId function;
  TenantId tenant;
  std::uint32_t in_flight = 0;  ///< invocations of the function that are admitted and have not ended
};

/// An attempt begins to run.
struct StartNotice {
  Time now;
  FunctionId function;
  InstanceId instance;
  Mebibytes memory;
  Duration start_up;  ///< duration of its instance's own cold start
};

struct CompletionNotice {
  Time now;
  FunctionId function;
  InstanceId instance;
  Duration execution;
  std::uint32_t in_flight = 0;  ///< as in ArrivalNotice, without this invocation
};

/// An instance's cold start has ended.
struct ReadyNotice {
  Time now;
  FunctionId function;
  InstanceId instance;
  Duration start_up;  ///< duration of its cold start
};

/// An instance was reclaimed: its keep-alive or its lifetime ended, its VM crashed, or it was evicted.
struct EvictionNotice {
  Time now;
  FunctionId function;
  InstanceId instance;
  bool under_pressure = false;  ///< it was evicted to make room
  double value = 0;             ///< its value, if it was evicted (keep_alive)
  std::uint32_t live = 0;       ///< live instances that its function still has
};

struct PolicyDeclaration;

/// Base class of every policy: objects are owned through this class and called through the class of their
/// seam. A policy takes const views, returns its decision as a value, never changes the platform, and keeps
/// what it learns itself.
class Policy {
 public:
  Policy() = default;
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;
  virtual ~Policy() = default;

  [[nodiscard]] virtual Needs needs() const { return {}; }
  /// Called once, before any other member.
  virtual void on_run(const RunNotice&) {}
  virtual void on_arrival(const ArrivalNotice&) {}
  virtual void on_start(const StartNotice&) {}
  virtual void on_completion(const CompletionNotice&) {}
  virtual void on_eviction(const EvictionNotice&) {}
  virtual void on_ready(const ReadyNotice&) {}
  virtual void on_tick(Time) {}
  /// Called once, before the first event of the run; `future` is destroyed after the call.
  virtual void foresee(const Future& /*future*/) {}

  /// The reason for the last decision, in one line ("12 of its clones are idle, 8 too many"); empty if there
  /// is nothing to report. Called only where the answer is shown.
  [[nodiscard]] virtual std::string explain() const { return {}; }

  /// The declaration in the catalogue; nullptr for a policy that was made in another way.
  [[nodiscard]] const PolicyDeclaration* declaration() const { return declaration_; }
  void set_declaration(const PolicyDeclaration* declaration) { declaration_ = declaration; }

 private:
  const PolicyDeclaration* declaration_ = nullptr;
};

}  // namespace curtain
