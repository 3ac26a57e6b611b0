#pragma once
// What a module may look at, and the transitions that it may ask the core for. A module owns its own state
// and its own kinds of events; the rows belong to the core alone.
#include <cstdint>

#include "models/platform/core/agenda.hpp"
#include "models/platform/core/events.hpp"
#include "models/platform/core/origin.hpp"
#include "models/platform/core/rows.hpp"
#include "models/platform/fleet/cluster.hpp"
#include "models/workload/arrival.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// The core as its modules see it. tests/platform/support/fake_core.hpp stands in for it where a module is
/// tested alone.
class CoreApi {
 public:
  CoreApi() = default;
  CoreApi(const CoreApi&) = delete;  // modules know it by its address
  CoreApi& operator=(const CoreApi&) = delete;
  virtual ~CoreApi() = default;

  // Views
  [[nodiscard]] virtual Time now() const = 0;
  [[nodiscard]] virtual const Rows& rows() const = 0;
  [[nodiscard]] virtual const Cluster& cluster() const = 0;
  /// The family of addressed draws of that purpose, of this run's seed and replication.
  [[nodiscard]] virtual sim::DrawKey key(Purpose purpose) const = 0;

  /// Facts for what has to follow from a change.
  [[nodiscard]] virtual Agenda& agenda() = 0;

  /// Schedules an event of the module's own kind. A subject that may be gone by then needs its present
  /// generation.
  template <class Kind>
  void schedule(Time at, std::uint32_t subject, std::uint32_t generation = 0) {
    push(Kind::event(at, subject, generation));
  }

  // Transitions
  /// A request of `sender` reaches the frontend now, `arrival.time` being when it was sent.
  virtual void send(const Arrival& arrival, const Sender& sender) = 0;
  /// Requests of the function may have a sender that is to hear of their ends: they do not take the warm
  /// path. Those of the plain stream belong to `of_stream`, each under the number of its row, unless that is
  /// nullptr.
  virtual void expect_senders(std::uint32_t function, Origin* of_stream) = 0;
  /// The invocation, for which Origin::tries_again() has returned Time::never(), is over, as `end` says.
  virtual void give_up(std::uint32_t request, const AttemptEnd& end) = 0;
  /// A generic instance of so much memory, which belongs to no function, begins to start; draws are addressed
  /// by `cause`. Returns its row, or kNone if there is no room.
  virtual std::uint32_t start_generic(Mebibytes memory, const Cause& cause) = 0;
  /// The execution of the attempt, which the module runs, ends now; `cut_off`: at its function's timeout.
  virtual void finish_execution(std::uint32_t attempt, bool cut_off) = 0;
  /// Everything on the VM is lost at once.
  virtual void crash(std::uint32_t vm) = 0;
  /// An outage begins: the host, which must have been opened, or every host of the zone takes no VMs any
  /// more, and all VMs there crash, in the order in which they opened. Or, with `is_up`, an outage that has
  /// begun is over: a host that no other outage strikes is up again, empty.
  virtual void set_hosts_up(const OutageTarget& target, bool is_up) = 0;

 protected:
  virtual void push(const sim::Event& event) = 0;
};

}  // namespace curtain
