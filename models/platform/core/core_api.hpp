#pragma once
// The state that a module may read, and the transitions that it may request from the core. A module owns its
// own state and its own kinds of events; only the core changes the rows.
#include <algorithm>
#include <cstdint>

#include "models/platform/core/agenda.hpp"
#include "models/platform/core/events.hpp"
#include "models/platform/core/origin.hpp"
#include "models/platform/core/rows.hpp"
#include "models/platform/fleet/cluster.hpp"
#include "models/workload/arrival.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// A drawn lifetime or gap, or the shortest that is not zero: after zero the next one would follow at the
/// same instant, endlessly.
[[nodiscard]] inline Duration at_least_an_instant(Duration drawn) {
  return std::max(drawn, Duration{1});
}

/// The core as its modules see it. In tests of a single module, tests/platform/support/fake_core.hpp replaces
/// it.
class CoreApi {
 public:
  CoreApi() = default;
  CoreApi(const CoreApi&) = delete;  // modules keep its address
  CoreApi& operator=(const CoreApi&) = delete;
  virtual ~CoreApi() = default;

  // Views
  [[nodiscard]] virtual Time now() const = 0;
  [[nodiscard]] virtual const Rows& rows() const = 0;
  [[nodiscard]] virtual const Cluster& cluster() const = 0;
  /// The family of addressed draws for that purpose, with this run's seed and replication.
  [[nodiscard]] virtual sim::DrawKey key(Purpose purpose) const = 0;

  /// The agenda, which takes facts about the consequences of a change.
  [[nodiscard]] virtual Agenda& agenda() = 0;

  /// Schedules an event of the module's own kind. If the subject may be released before the event, pass its
  /// current generation.
  template <class Kind>
  void schedule(Time at, std::uint32_t subject, std::uint32_t generation = 0) {
    push(Kind::event(at, subject, generation));
  }

  // Transitions
  // A request of `sender` reaches the frontend now; it was sent at `arrival.time`.
  virtual void send(const Arrival& arrival, const Sender& sender) = 0;
  /// Requests of the function may have a sender that must be informed of their ends, so they do not take the
  /// warm path. The sender of its requests in the plain stream is `of_stream`, unless that is nullptr; each
  /// of these requests is identified by its row.
  virtual void expect_senders(std::uint32_t function, Origin* of_stream) = 0;
  /// Ends the invocation as given by `end`; Origin::tries_again() has returned Time::never() for it.
  virtual void give_up(std::uint32_t request, const AttemptEnd& end) = 0;
  /// Ends the invocation now as abandoned, because its client has left; informs its sender. The attempt goes
  /// on, is charged, and is tried again after a crash as if the client still waited.
  virtual void abandon(std::uint32_t request) = 0;
  /// Starts a generic instance with that memory, which belongs to no function; its draws are addressed by
  /// `cause`. Returns its row, or kNone if there is no room.
  virtual std::uint32_t start_generic(Mebibytes memory, const Cause& cause) = 0;
  /// Ends the execution of the attempt now; the module must be running it. `cut_off`: at its function's
  /// timeout.
  virtual void finish_execution(std::uint32_t attempt, bool cut_off) = 0;
  /// Loses everything on the VM at once.
  virtual void crash(std::uint32_t vm) = 0;
  /// Begins an outage of one host, which must have been opened, or of all hosts of a zone. A host that is
  /// down takes no more VMs. All VMs on these hosts crash, in the order in which the VMs were opened. With
  /// `is_up`, ends an outage that has begun: a host without any other outage is up again, empty.
  virtual void set_hosts_up(const OutageTarget& target, bool is_up) = 0;

 protected:
  virtual void push(const sim::Event& event) = 0;
};

}  // namespace curtain
