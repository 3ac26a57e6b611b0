#pragma once
// The engine of a cell: merges arrivals with pending events and makes every change of state. A template over
// the event queue and over whether it is observed; its parts are in the folders of what they do
// (engine_parts.hpp).
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/platform/blame.hpp"
#include "models/platform/charges/rounding.hpp"
#include "models/platform/core/agenda.hpp"
#include "models/platform/core/core_api.hpp"
#include "models/platform/core/events.hpp"
#include "models/platform/core/fleet_levels.hpp"
#include "models/platform/core/notices.hpp"
#include "models/platform/core/pace.hpp"
#include "models/platform/core/rows.hpp"
#include "models/platform/core/timer_order.hpp"
#include "models/platform/core/warm_path.hpp"
#include "models/platform/execution/shared_cpu.hpp"
#include "models/platform/faults/crashes.hpp"
#include "models/platform/faults/function_errors.hpp"
#include "models/platform/faults/outages.hpp"
#include "models/platform/fleet/cluster.hpp"
#include "models/platform/gate/account.hpp"
#include "models/platform/gate/admission_heads.hpp"
#include "models/platform/gate/admission_rule.hpp"
#include "models/platform/gate/latency.hpp"
#include "models/platform/gate/queue_rule.hpp"
#include "models/platform/idling/idle_set.hpp"
#include "models/platform/origins/arrival_reader.hpp"
#include "models/platform/origins/origins.hpp"
#include "models/platform/platform.hpp"
#include "models/platform/policy_set.hpp"
#include "models/platform/scheduling/candidates.hpp"
#include "models/platform/scheduling/room_queue.hpp"
#include "models/platform/starts/pool.hpp"
#include "sim/draws.hpp"
#include "sim/event.hpp"
#include "sim/slab.hpp"

namespace curtain {

// The kinds of events, in their ranks.
struct Completion : EventKind<sim::Rank::completion, 0, Subject::attempt> {};
struct InstanceReady : EventKind<sim::Rank::ready, 0, Subject::instance> {};
struct KeepAliveEnds : EventKind<sim::Rank::timer, 0, Subject::instance> {};
struct InstanceLifeEnds : EventKind<sim::Rank::timer, 1, Subject::instance> {};
struct VmRelease : EventKind<sim::Rank::timer, 2, Subject::vm> {};
struct VmLifeEnds : EventKind<sim::Rank::timer, 3, Subject::vm> {};
struct WaitedTooLong : EventKind<sim::Rank::timer, 6, Subject::attempt> {};
struct PlannedStart : EventKind<sim::Rank::timer, 8, Subject::number> {};    // function
struct AdmissionAsked : EventKind<sim::Rank::timer, 9, Subject::number> {};  // tenant
struct LateStart : EventKind<sim::Rank::timer, 10, Subject::attempt> {};     // if it still waits
struct Retry : EventKind<sim::Rank::arrival, 0, Subject::attempt> {};
struct Dispatch : EventKind<sim::Rank::dispatch, 0, Subject::attempt> {};  // after a drawn frontend latency
struct PolicyTick : EventKind<sim::Rank::tick, 0, Subject::number> {};     // position in PolicySet::all()
static_assert(are_distinct<Completion, InstanceReady, KeepAliveEnds, InstanceLifeEnds, VmRelease, VmLifeEnds,
                           VmCrashes, PlannedCrash, WaitedTooLong, GroupReview, PlannedStart, AdmissionAsked,
                           LateStart, AsyncEventTooOld, Retry, ClientSends, Dispatch, PolicyTick, CpuWorkEnds,
                           CpuWaitEnds, CpuWorkBegins, OutageChanges>());

template <class Queue, bool observed>
class Engine final : public Cell, public CoreApi {
 public:
  Engine(const PlatformParameters& parameters, const FunctionTable& functions, ArrivalSource& source,
         const RunOptions& options);
  Stopped advance(Time limit, std::uint64_t most_events) override;
  RunOutcome finish() override;

  // What modules ask for (CoreApi)
  [[nodiscard]] Time now() const override { return now_; }
  [[nodiscard]] const Rows& rows() const override { return rows_; }
  [[nodiscard]] const Cluster& cluster() const override { return cluster_; }
  [[nodiscard]] sim::DrawKey key(Purpose purpose) const override {
    return {options_.seed, options_.replication, static_cast<std::uint32_t>(purpose)};
  }
  [[nodiscard]] Agenda& agenda() override { return agenda_; }
  void send(const Arrival& arrival, const Sender& sender) override;
  void expect_senders(std::uint32_t function, Origin* of_stream) override;
  void give_up(std::uint32_t request, const AttemptEnd& end) override { end_invocation(request, end); }
  std::uint32_t start_generic(Mebibytes memory, const Cause& cause) override;
  void finish_execution(std::uint32_t attempt, bool cut_off) override;
  void crash(std::uint32_t vm) override { crash_vm(vm, now_); }
  void set_hosts_up(const OutageTarget& target, bool is_up) override;

 private:
  void push(const sim::Event& event) override { queue_.push(event); }
  /// As CoreApi's, without a virtual call.
  template <class Kind>
  void schedule(Time at, std::uint32_t subject, std::uint32_t generation = 0) {
    queue_.push(Kind::event(at, subject, generation));
  }
  /// Whether policies are asked even where they have static answers.
  [[nodiscard]] bool asks() const { return options_.force_general || tells_decisions_; }
  // Before the loop (cell/setup.hpp), with the constructor
  void adopt_functions(std::size_t count);
  void share_cpu(std::uint32_t function, const FunctionSpec& spec);
  void deploy(std::uint32_t function, Time now);
  void look_ahead();

  // The loop (cell/loop.hpp)
  void begin();
  bool read_source();
  bool stop_asked();
  bool has_to_stop();
  void heed_interrupt();
  bool drain();
  bool in_vain(const sim::Event& handled);
  bool stops_draining(const sim::Event& handled);
  bool go_on();
  void handle(const sim::Event& event);
  void settle(Time now) {
    if (!agenda_.empty()) [[unlikely]] {
      work_off(now);
    }
  }
  void work_off(Time now);
  template <class Stops>
  bool take(const sim::Event& event, Stops&& stops);
  template <class Stops>
  bool take_timers(Stops&& stops);
  sim::Event pop_among_timers();
  [[nodiscard]] std::uint64_t number_of(const sim::Event& timer) const;
  void move_clock(Time now);
  void tick(std::uint32_t policy, Time now);
  [[nodiscard]] Course course(Time window_end) const;  // engine_course.hpp
  [[nodiscard]] Levels levels() const {
    return {tally_.busy, levels_.instances(), levels_.vms(), levels_.hosts()};
  }
  void advance_series(Time now);
  void claim_events();
  [[nodiscard]] bool lives(Subject subject, std::uint32_t row, std::uint32_t generation) const;

  // The frontend (gate/frontend.hpp)
  void arrive(const Arrival& arrival, Time now);
  std::uint64_t count_arrival(const Arrival& arrival);
  std::uint32_t new_request(const Arrival& arrival, std::uint64_t ordinal, Time now);
  void arrive_general(const Arrival& arrival, std::uint64_t ordinal, Time now, const Sender& sender);
  void submit(std::uint32_t request, Time now);
  void admit(std::uint32_t request, Time now);
  void pump_admission(std::uint32_t tenant, Time now);
  void note_admission(std::uint32_t tenant);
  void mark_unusual(std::uint32_t request) {
    if ((rows_.functions[rows_.requests[request].function].mask & special::unusual_ends) != 0) [[unlikely]] {
      mark_end(request);
    }
  }
  void mark_end(std::uint32_t request);
  [[nodiscard]] AdmissionQuery admission_query(std::uint32_t request, Time now) const;
  void ask_again(std::uint32_t tenant, Time at);
  Time next_asking(const AdmissionQuery& query);
  void admission_timer_fired(std::uint32_t tenant, Time now);
  void leave_admission(std::uint32_t request, bool goes_on, Time now);
  void tell_leaving(const RequestQueue& queue, std::uint32_t request, bool admitted, bool goes_on, Time now);
  void wait_in(RequestQueue& queue, std::uint32_t request, RequestPlace place, Time now);
  void time_out(std::uint32_t request, Time now);
  Waits& waits_of(std::uint32_t request);
  [[nodiscard]] std::optional<Time> asks_sender(std::uint32_t request, const AttemptEnd& end);
  void end_attempt(std::uint32_t request, const AttemptEnd& end);
  void back_off(std::uint32_t request, Time again, const AttemptEnd& end);
  void leave_flight(std::uint32_t function, Time now);
  void count_failure(const Request& row, Outcome outcome, Rejection why);
  void end_invocation(std::uint32_t request, const AttemptEnd& end);
  void turn_away(std::uint32_t request, Rejection why, Time now);
  void throttle(std::uint32_t request, Time now);

  // The scheduler (scheduling/attempts.hpp)
  void route(std::uint32_t request, Time now);
  bool enqueue(std::uint32_t request, Time now);
  void leave_queue(std::uint32_t request, bool goes_on, Time now);
  enum class Fed : std::uint8_t { one, none, no_room };
  Fed feed_one(std::uint32_t function, Time now);
  void feed(std::uint32_t function, Time now);
  void pump_starved(Time now);
  void take_from_queue(std::uint32_t instance, Time now);
  void take_one(std::uint32_t instance, Time now);

  // Among functions (scheduling/turns.hpp)
  [[nodiscard]] bool yields(std::uint32_t instance) const;
  void pump_turns(Time now);
  void bind(std::uint32_t request, std::uint32_t instance);
  void release_claim(std::uint32_t instance);
  template <bool warm_path = false>
  void start(std::uint32_t request, std::uint32_t instance, Time now, StartKind kind);
  void complete(const sim::Event& event);
  template <bool usual>
  void end_execution(std::uint32_t request, Time now);
  void end_unusual(std::uint32_t request, Time now);
  void count_start(Request& row, StartKind kind);
  void count_waits(std::uint32_t request, Duration start_up);
  void count_end(const Request& row, Outcome outcome, Time client);

  // Routing (scheduling/routing.hpp)
  std::uint32_t choose_instance(std::uint32_t request, Time now);
  [[nodiscard]] std::uint64_t session_of(std::uint32_t request) const;
  [[nodiscard]] std::uint32_t serving(std::uint32_t function) const;

  // Scaling (scheduling/scaling.hpp)
  bool may_start(const FunctionRest& rest, const Function& function) const;
  [[nodiscard]] ScalingQuery scaling_query(std::uint32_t function, std::uint32_t waiting, Time now) const;
  Scale ask_scaling(std::uint32_t function, std::uint32_t waiting, Time now);
  void wait_and_start(std::uint32_t request, Time now);
  void late_start(std::uint32_t request, Time now);
  void scale_at_tick(Time now);

  // Billing (charges/charges.hpp)
  Outcome settle_charges(std::uint32_t request, Duration execution);
  void bill_unused_start(std::uint32_t instance, Time now);
  void take_provisioned(std::uint32_t request);
  void set_floor(std::uint32_t function, std::uint32_t floor, Time now);
  void close_provisioned(std::uint64_t close);
  [[nodiscard]] std::uint32_t billing_mask(const FunctionTraits& traits) const;

  // Instances (starts/instances.hpp)
  std::uint32_t start_instance(std::uint32_t function, const Cause& cause, Time now);
  void become_ready(std::uint32_t instance, Time now);
  void become_idle(std::uint32_t instance, Time now);
  [[nodiscard]] bool release_slot(std::uint32_t instance, Time now);
  void release_slot_general(std::uint32_t instance, Time now);
  void list(std::uint32_t instance);
  void unlist(std::uint32_t instance);
  void keep_alive_fired(std::uint32_t instance, Time now);
  void life_ended(std::uint32_t instance, Time now);
  void retire_instance(std::uint32_t instance, Time now);
  void reclaim(std::uint32_t instance, Time now, bool under_pressure = false);
  void ensure_floor(std::uint32_t function, Time now);
  void start_up_to(std::uint32_t function, std::uint32_t live, Time now);
  void lower_floor(std::uint32_t function, Time now);
  void reclaim_idle_above(std::uint32_t function, std::uint32_t live, Time deadline_by, Time now);
  void note_loss(std::uint32_t function);
  void note_room();

  // Idle instances (idling/idle.hpp)
  void attend_start(std::uint32_t function, std::uint32_t instance, Time now);
  void enter_idleness(std::uint32_t instance, Time now);
  void leave_idleness(std::uint32_t instance);
  void review_group(std::uint32_t group, Time now);

  // Pre-warm beside floors (starts/pre_warm.hpp)
  void plan_start(std::uint32_t function, Time now);
  void start_time_fired(std::uint32_t function, Time now);
  void spare_ready(std::uint32_t instance, Time now);
  std::uint32_t adopt_spare(Mebibytes memory);
  void drop_spare(std::uint32_t instance, Time now);
  void forget_spare(std::uint32_t instance);

  // VMs (fleet/vms.hpp)
  std::uint32_t find_room(std::uint32_t function, const Cause& cause, Time now);
  bool evict_for(std::uint32_t function, Time now);
  std::uint32_t open_vm(std::uint32_t isolation_class, std::uint32_t tenant, const Cause& cause, Time now);
  void vm_is_empty(std::uint32_t vm, Time now);
  void vm_release_fired(std::uint32_t vm, Time now);
  void release_vm(std::uint32_t vm, Time now);
  void retire_vm(std::uint32_t vm, Time now);
  void crash_vm(std::uint32_t vm, Time now);
  bool lose_attempt(std::uint32_t request, Time now);
  /// What lived for no time at all would be replaced endlessly within one instant.
  static Duration at_least_an_instant(Duration life) { return std::max(life, Duration{1}); }
  void sync_levels(Time now) { levels_.sync(tally_, cluster_, now); }
  IdleInstanceView view_of(std::uint32_t instance, Time now) const;

  [[nodiscard]] bool counted(const Request& row) const { return row.arrival >= tally_.from; }
  void tell(Change change, Time now, std::uint32_t request, std::uint32_t instance, Time until = {},
            std::uint64_t amount = 0, Outcome outcome = Outcome::completed,
            Rejection why = Rejection::unstated);
  void tell_vm(Change change, Time now, std::uint32_t vm, std::uint64_t amount = 0);
  void take_down(const OutageTarget& target);
  void bring_up(const OutageTarget& target);
  void tell_outage(Change change, const OutageTarget& target);

  // How an observer is notified of decisions (watch/decisions.hpp); nothing of it is in an unobserved engine.
  [[nodiscard]] bool tells_decisions() const;
  [[nodiscard]] std::string vm_name(std::uint32_t vm) const;
  template <class Words>
  void tell_decision(const Policy& policy, const char* seam, Time now, std::uint32_t function, Words&& words,
                     std::string_view known = {});
  void tell_admission(std::uint32_t request, Admission decision, Time now);
  void tell_key(std::uint32_t function, std::int64_t key, Time now);
  void tell_scale(std::uint32_t function, Scale decision, Time now);
  void tell_vm_choice(std::uint32_t function, std::uint32_t isolation_class,
                      std::optional<std::uint32_t> chosen, Time now);
  void tell_host_choice(std::uint32_t function, std::optional<std::uint32_t> opened, Time now);
  void tell_floor(std::uint32_t function, std::uint32_t floor, Time now);
  void tell_kept(std::uint32_t instance, Duration keep, Time now);
  void tell_evicted(std::uint32_t instance, Time now);

  PlatformParameters parameters_;
  const FunctionTable& table_;
  RunOptions options_;
  bool tells_decisions_;  // to the observer
  PolicySet policies_;
  Cluster cluster_;
  Queue queue_;
  EventTable events_;
  Agenda agenda_;
  TimerOrder timers_;
  Tally tally_;
  FrontendLatency latency_;
  Rounding rounding_;
  ArrivalReader reader_;
  Pace pace_;
  WarmPath warm_path_;
  AdmissionRule admission_rule_;
  QueueRule queue_rule_;

  Rows rows_;
  FleetLevels levels_;
  Notices notices_;
  Account account_;
  Origins origins_;
  Pool pool_;
  Crashes crashes_;
  std::optional<SharedCpu> shared_cpu_;  // if functions have CPU work
  Outages outages_;
  CandidateIndex candidates_;
  RoomQueue room_{rows_, cluster_};
  AdmissionHeads admission_heads_;  // if the admission rule holds by function
  IdleSet idle_;
  std::uint64_t pending_ticks_ = 0;
  std::uint32_t pumping_ = kNone;  // the tenant whose admission queue is being asked for
  Time now_{};
  Time last_client_{};
};

}  // namespace curtain
