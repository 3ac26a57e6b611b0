#pragma once
// The engine of a cell merges arrivals with pending events and makes every change of state. The engine is a
// template; its parameters are the event queue and whether the run is observed. The parts of the engine are
// in the folders of their concerns. The engine's own functions are defined in the other files of this folder.
#include <cstdint>

#include "models/platform/charges/charges.hpp"
#include "models/platform/core/cell_state.hpp"
#include "models/platform/core/events.hpp"
#include "models/platform/core/pace.hpp"
#include "models/platform/core/timer_order.hpp"
#include "models/platform/execution/execution.hpp"
#include "models/platform/faults/losses.hpp"
#include "models/platform/fleet/vms.hpp"
#include "models/platform/gate/frontend.hpp"
#include "models/platform/idling/idle.hpp"
#include "models/platform/idling/keep_alive.hpp"
#include "models/platform/origins/arrival_reader.hpp"
#include "models/platform/origins/ends.hpp"
#include "models/platform/platform.hpp"
#include "models/platform/scheduling/attempts.hpp"
#include "models/platform/scheduling/routing.hpp"
#include "models/platform/scheduling/scaling.hpp"
#include "models/platform/scheduling/turns.hpp"
#include "models/platform/starts/instances.hpp"
#include "models/platform/starts/pre_warm.hpp"
#include "models/platform/starts/resets.hpp"
#include "models/platform/watch/decisions.hpp"
#include "models/platform/watch/telling.hpp"
#include "sim/event.hpp"

namespace curtain {

/// A tick of a policy; the subject is the policy's position in PolicySet::all().
struct PolicyTick : EventKind<sim::Rank::tick, 0, Subject::number> {};
static_assert(are_distinct<Completion, InstanceReady, KeepAliveEnds, InstanceLifeEnds, VmRelease, VmLifeEnds,
                           VmCrashes, PlannedCrash, WaitedTooLong, GroupReview, PlannedStart, AdmissionAsked,
                           LateStart, AsyncEventTooOld, ClientLeaves, Retry, ClientSends, ProgrammeSends,
                           ProgrammeContinues, Dispatch, PolicyTick, CpuWorkEnds, WorkWaitEnds, DiskWorkEnds,
                           NetworkWorkEnds, WorkBegins, OutageChanges, SharedStageBegins, SharedStageEndsInVm,
                           SharedStageEndsOnHost, InitTimesOut, CodeUpdate, OldCodeEnds>());

/// The engine. Users of a run see the engine as a Cell, and modules see it as a CoreApi; only the parts have
/// access to the whole class.
template <class Queue, bool observed>
class Engine final : public Cell,
                     public CellState,
                     public Telling<Engine<Queue, observed>>,
                     public Decisions<Engine<Queue, observed>>,
                     public Charges<Engine<Queue, observed>>,
                     public Frontend<Engine<Queue, observed>>,
                     public Ends<Engine<Queue, observed>>,
                     public Routing<Engine<Queue, observed>>,
                     public Attempts<Engine<Queue, observed>>,
                     public Turns<Engine<Queue, observed>>,
                     public Scaling<Engine<Queue, observed>>,
                     public Execution<Engine<Queue, observed>>,
                     public Idling<Engine<Queue, observed>>,
                     public KeepAlive<Engine<Queue, observed>>,
                     public PreWarming<Engine<Queue, observed>>,
                     public Instances<Engine<Queue, observed>>,
                     public Resets<Engine<Queue, observed>>,
                     public Vms<Engine<Queue, observed>>,
                     public Losses<Engine<Queue, observed>> {
 public:
  static constexpr bool kObserved = observed;

  // Implementation of Cell
  Engine(const PlatformParameters& parameters, const FunctionTable& functions, ArrivalSource& source,
         const RunOptions& options);
  Stopped advance(Time limit, std::uint64_t most_events) override;
  [[nodiscard]] Time now() const override { return CellState::now(); }
  RunOutcome finish() override;

  // Implementation of CoreApi
  void send(const Arrival& arrival, const Sender& sender) override { this->receive(arrival, sender); }
  void expect_senders(std::uint32_t function, Origin* of_stream) override {
    this->adopt_senders(function, of_stream);
  }
  void give_up(std::uint32_t request, const AttemptEnd& end) override { this->end_invocation(request, end); }
  void abandon(std::uint32_t request) override { this->client_leaves(request); }
  std::uint32_t start_generic(Mebibytes memory, const Cause& cause) override {
    return this->start_spare(memory, cause);
  }
  void finish_execution(std::uint32_t attempt, bool cut_off) override { this->end_shared(attempt, cut_off); }
  void end_start(std::uint32_t instance, const StageEnds& ends, Time retires) override {
    this->start_ends(instance, ends, retires);
  }
  void retire(std::uint32_t instance) override { this->code_is_old(instance, now()); }
  void replace_code(std::uint32_t function, const sim::Distribution& consistent_after) override {
    this->updates().replace(function, consistent_after);
  }
  void crash(std::uint32_t vm) override { this->crash_vm(vm, now()); }
  void set_hosts_up(const OutageTarget& target, bool is_up) override {
    if (is_up) {
      this->bring_up(target);
    } else {
      this->take_down(target);
    }
  }
  void push(const sim::Event& event) override { queue_.push(event); }

  // These functions of the loop are called by parts of the engine.
  void deploy(std::uint32_t function, Time now);
  void heed_interrupt();
  bool stop_asked();
  void settle(Time now) {
    if (!agenda().empty()) [[unlikely]] {
      work_off(now);
    }
  }

 private:
  using CellState::agenda;
  using CellState::cluster;
  using CellState::counted;
  using CellState::notices;
  using CellState::policies;
  using CellState::rows;
  using CellState::table;
  using CellState::tally;
  using CellState::warm_path;

  /// Whether policies are called even if they have static answers.
  static bool asks_always(const RunOptions& options) {
    return options.force_general || (observed && options.observer->wants_decisions());
  }

  // Setup before the loop, defined in cell/setup.hpp
  void adopt_functions(std::size_t count);
  void isolate_end_tenants(std::uint32_t function, std::uint32_t own_limit);
  void look_ahead();

  // The loop, defined in cell/loop.hpp
  void begin();
  bool read_source();
  bool has_to_stop();
  bool drain();
  bool in_vain(const sim::Event& handled);
  bool stops_draining(const sim::Event& handled);
  bool go_on();
  void handle(const sim::Event& event);
  void work_off(Time now);
  template <class Stops>
  bool take(const sim::Event& event, Stops&& stops);
  template <class Stops>
  bool take_timers(Stops&& stops);
  sim::Event pop_among_timers();
  [[nodiscard]] std::uint64_t number_of(const sim::Event& timer) const;
  void move_clock(Time now);
  void tick(std::uint32_t policy, Time now);
  void advance_series(Time now);
  void claim_events();
  [[nodiscard]] bool lives(Subject subject, std::uint32_t row, std::uint32_t generation) const;
  [[nodiscard]] Course course(Time window_end) const;  // defined in cell/course.hpp
  [[nodiscard]] Levels levels() const {
    const FleetTimelines& fleet = tally().fleet();
    return {tally().busy(), fleet.now(FleetLevel::instances), fleet.now(FleetLevel::vms),
            fleet.now(FleetLevel::hosts)};
  }

  const PlatformParameters& parameters_;
  Queue queue_;
  EventTable events_;
  TimerOrder timers_;
  ArrivalReader reader_;
  Pace pace_;
  std::uint64_t pending_ticks_ = 0;
  std::int64_t epoch_;
  bool by_time_;
};

}  // namespace curtain
