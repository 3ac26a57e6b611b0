#pragma once
// The base of every policy: what it may ask the platform to keep for it, and the hooks it may have called.
#include <cstdint>
#include <string>

#include "models/words.hpp"
#include "sim/draws.hpp"

namespace curtain {

class Future;

/// What a policy asks of the platform. What is not declared is neither kept nor called.
struct Needs {
  bool on_arrival = false;     ///< call Policy::on_arrival for every attempt that asks for admission
  bool on_start = false;       ///< call Policy::on_start for every attempt that begins on an instance
  bool on_completion = false;  ///< call Policy::on_completion for every attempt that ends on an instance
  bool on_leave = false;     ///< queueing: call QueueingPolicy::on_leave for every attempt that waits no more
  bool on_eviction = false;  ///< call Policy::on_eviction for every instance that is reclaimed
  Duration tick{};           ///< call Policy::on_tick this often; zero: never
  bool asked_again = false;  ///< admission: AdmissionPolicy::again() tells when time alone lets one in
  bool across_functions = false;     ///< queueing: the order holds among functions, too (see its seam)
  bool candidates_by_index = false;  ///< routing: candidates can be had by position
  bool bins_by_age = false;          ///< placement: Bins::oldest_with(), youngest_with() and next_with()
  bool bins_by_free = false;  ///< placement: Bins::fullest_with(), emptiest_with(), count_with(), nth_with()
  bool bins_by_position = false;   ///< placement: Bins::nth() and position()
  bool bins_by_slots = false;      ///< placement: Bins::heaviest_with()
  bool shared_values = false;      ///< keep_alive: a value has a part that a function's instances share
  bool idle_counts = false;        ///< keep_alive: IdleInstanceView::idle
  bool reviews = false;            ///< keep_alive: groups of idle instances are reviewed
  bool start_times = false;        ///< pre-warm: ask PreWarmPolicy::start_at()
  bool bin_contents = false;       ///< placement: BinView::of_function and of_tenant, Bins::in_zone()
  bool bin_code = false;           ///< placement: BinView::has_code
  bool names = false;              ///< placement: PlacementQuery::tenant_name and function_name
  bool bin_load = false;           ///< placement: BinView::busy
  bool future = false;             ///< call Policy::foresee before the run; only of a workload known ahead
  bool on_ready = false;           ///< call Policy::on_ready for every instance whose cold start ends
  bool candidates_by_key = false;  ///< routing: Candidates::lowest(), in the order of RoutingPolicy::key()
  bool candidates_by_vm =
      false;                     ///< routing: Candidates::lowest(), by a RoutingPolicy::key() of the VM alone
  bool keys_follow_vms = false;  ///< routing: key() looks at the VM, and changes with what is in it
  bool candidates_on_ring = false;  ///< routing: Candidates::clockwise_from() and clockwise_after()
  bool sessions = false;            ///< routing: RoutingQuery::session
  bool concurrency = false;         ///< scaling: LoadView::concurrency_ns
  bool hosts_alike = false;         ///< placement: sensible for hosts, too, though it declares bin_contents
  bool provisioned = false;         ///< pre-warm: PreWarmQuery::provisioned, else 0
  bool priority = false;            ///< queueing: QueueingQuery::priority, else 0
  bool deadline = false;            ///< queueing: QueueingQuery::deadline, else infinite
  bool stateless = false;           ///< placement: a choice depends on nothing but the query and the bins
};

struct RunNotice {
  std::int64_t epoch;  ///< the minute of time zero, since 1970-01-01 00:00 UTC
  /// Policy::explain() is asked after every decision: what only it needs is worth finding out.
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
  Duration start_up;  ///< what its instance's own cold start took
};

struct CompletionNotice {
  Time now;
  FunctionId function;
  InstanceId instance;
  Duration execution;
  std::uint32_t in_flight = 0;  ///< as in ArrivalNotice, this one no more
};

/// An instance's cold start has ended.
struct ReadyNotice {
  Time now;
  FunctionId function;
  InstanceId instance;
  Duration start_up;  ///< what its cold start took
};

/// An instance is gone: its keep-alive or its life was over, its VM crashed, or it made room for another one.
struct EvictionNotice {
  Time now;
  FunctionId function;
  InstanceId instance;
  bool under_pressure = false;  ///< it made room
  double value = 0;             ///< what it was worth, if it made room (keep_alive)
  std::uint32_t live = 0;       ///< instances that its function has left
};

struct PolicyDeclaration;

/// Base of every policy: it is owned through this, and used through its seam's class. A policy takes const
/// views, returns its decision as a value and never changes the platform; what it learns it keeps itself.
class Policy {
 public:
  Policy() = default;
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;
  virtual ~Policy() = default;

  [[nodiscard]] virtual Needs needs() const { return {}; }
  /// Called once, before anything else.
  virtual void on_run(const RunNotice&) {}
  virtual void on_arrival(const ArrivalNotice&) {}
  virtual void on_start(const StartNotice&) {}
  virtual void on_completion(const CompletionNotice&) {}
  virtual void on_eviction(const EvictionNotice&) {}
  virtual void on_ready(const ReadyNotice&) {}
  virtual void on_tick(Time) {}
  /// Told once, before anything happens; `future` is gone after the call.
  virtual void foresee(const Future& /*future*/) {}

  /// Why the last decision was as it was, in one line ("12 of its clones are idle, 8 too many"); empty:
  /// nothing to say. Asked only where somebody will read it.
  [[nodiscard]] virtual std::string explain() const { return {}; }

  /// As the catalogue has it; nullptr for a policy that was made in another way.
  [[nodiscard]] const PolicyDeclaration* declaration() const { return declaration_; }
  void set_declaration(const PolicyDeclaration* declaration) { declaration_ = declaration; }

 private:
  const PolicyDeclaration* declaration_ = nullptr;
};

}  // namespace curtain
