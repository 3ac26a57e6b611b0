#pragma once
// The state that a module may read, and the transitions that it may request from the core. A module owns its
// private state and its kinds of events; only the core changes the rows.
#include <algorithm>
#include <cstdint>

#include "models/metrics/start_stage.hpp"
#include "models/platform/core/agenda.hpp"
#include "models/platform/core/events.hpp"
#include "models/platform/core/origin.hpp"
#include "models/platform/core/rows.hpp"
#include "models/platform/fleet/cluster.hpp"
#include "models/workload/arrival.hpp"
#include "sim/distribution.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// Returns the drawn lifetime or gap, but at least 1 ns. After a duration of zero the next event would follow
/// at the same instant, forever.
[[nodiscard]] inline Duration at_least_an_instant(Duration drawn) {
  return std::max(drawn, Duration{1});
}

/// The core's interface to modules. In tests of a single module, tests/platform/support/fake_core.hpp
/// replaces the core.
class CoreApi {
 public:
  CoreApi() = default;
  CoreApi(const CoreApi&) = delete;  // modules store the address of the core
  CoreApi& operator=(const CoreApi&) = delete;
  virtual ~CoreApi() = default;

  // Views of the state
  [[nodiscard]] virtual Time now() const = 0;
  [[nodiscard]] virtual const Rows& rows() const = 0;
  [[nodiscard]] virtual const Cluster& cluster() const = 0;
  /// The family of addressed draws for `purpose`, with the seed and replication of this run.
  [[nodiscard]] virtual sim::DrawKey key(Purpose purpose) const = 0;

  /// The agenda, on which a module notes facts about the consequences of a change.
  [[nodiscard]] virtual Agenda& agenda() = 0;

  /// Schedules an event of a kind that the module owns. If the subject may be released before the event, pass
  /// the subject's current generation.
  template <class Kind>
  void schedule(Time at, std::uint32_t subject, std::uint32_t generation = 0) {
    push(Kind::event(at, subject, generation));
  }

  // Transitions of the state
  // Delivers a request of `sender` to the frontend now. The request was sent at `arrival.time`.
  virtual void send(const Arrival& arrival, const Sender& sender) = 0;
  /// Declares that requests of the function may have a sender, which must be notified when they end. Such
  /// requests do not take the warm path. If `of_stream` is not nullptr, it is the sender of the function's
  /// requests in the plain stream, and it identifies each request by its row.
  virtual void expect_senders(std::uint32_t function, Origin* of_stream) = 0;
  /// Ends the invocation as given by `end`. Origin::tries_again() must have returned Time::never() for this
  /// invocation.
  virtual void give_up(std::uint32_t request, const AttemptEnd& end) = 0;
  /// Ends the invocation now as abandoned, because its client has left, and notifies its sender. The attempt
  /// continues, is charged, and is tried again after a crash as if the client still waited.
  virtual void abandon(std::uint32_t request) = 0;
  /// Starts a generic instance with that memory, which no function owns yet; `cause` addresses its draws.
  /// Returns the instance's row, or kNone if no VM has enough free memory.
  virtual std::uint32_t start_generic(Mebibytes memory, const Cause& cause) = 0;
  /// Ends the execution of the attempt now. The calling module must be running the execution. `cut_off` means
  /// that the execution ends at its function's timeout.
  virtual void finish_execution(std::uint32_t attempt, bool cut_off) = 0;
  /// Sets the ends of the stages of the instance's start. The instance is ready at the last end. The instance
  /// retires at `retires`, but not before it is ready. Called by the module that determines when the start
  /// ends. If the initialisation exceeds its limit, the core stops it at the limit.
  virtual void end_start(std::uint32_t instance, const StageEnds& ends, Time retires) = 0;
  /// Retires the instance, which is ready, because it has old code. The instance takes no more attempts, and
  /// is reclaimed when it is idle. Does nothing if the instance is already retired.
  virtual void retire(std::uint32_t instance) = 0;
  /// Gives the function new code now, see Updates::replace(). The function's mask must have special::updates.
  virtual void replace_code(std::uint32_t function, const sim::Distribution& consistent_after) = 0;
  /// Crashes the VM. All its instances and attempts are lost at once.
  virtual void crash(std::uint32_t vm) = 0;
  /// Begins an outage of one host, which must have been opened, or of all hosts of a zone. A host that is
  /// down takes no more VMs. All VMs on these hosts crash, in the order in which the VMs were opened. With
  /// `is_up`, the function ends an outage that has begun; a host without any other outage is then up again
  /// and empty.
  virtual void set_hosts_up(const OutageTarget& target, bool is_up) = 0;

 protected:
  virtual void push(const sim::Event& event) = 0;
};

}  // namespace curtain
