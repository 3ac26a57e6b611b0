#pragma once
// The engine of a cell: merges arrivals with pending events and makes every change of state. A template over
// the event queue and over whether it is observed; engine_*.hpp hold its parts.
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/platform/blame.hpp"
#include "models/platform/core/agenda.hpp"
#include "models/platform/core/core_api.hpp"
#include "models/platform/core/events.hpp"
#include "models/platform/core/fleet_levels.hpp"
#include "models/platform/core/notices.hpp"
#include "models/platform/core/rows.hpp"
#include "models/platform/core/timer_order.hpp"
#include "models/platform/faults/crashes.hpp"
#include "models/platform/fleet/cluster.hpp"
#include "models/platform/gate/account.hpp"
#include "models/platform/gate/admission_heads.hpp"
#include "models/platform/idling/eviction.hpp"
#include "models/platform/idling/reviews.hpp"
#include "models/platform/origins/async.hpp"
#include "models/platform/origins/clients.hpp"
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
                           LateStart, AsyncEventTooOld, Retry, ClientSends, Dispatch, PolicyTick>());

/// How many arrivals ahead the rows of their functions are fetched into the cache.
inline constexpr std::size_t kPrefetched = 12;

/// The arrivals that have been read and not handled.
struct ArrivalCursor {
  std::vector<Arrival> batch;
  std::size_t next = 0;
  std::size_t end = 0;   ///< of those in the window; beyond it the batch has what is prefetched
  bool is_last = false;  ///< nothing is read after this batch
};

/// How long a run goes on beyond its window while no invocation ends.
struct Patience {
  std::uint64_t ended = 0;    ///< invocations, when one ended last
  std::uint64_t in_vain = 0;  ///< events since then, ticks not included
  std::uint64_t looked = 0;   ///< functions that ticks have looked at since then
};

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
  void crash(std::uint32_t vm) override { crash_vm(vm, now_); }

 private:
  void push(const sim::Event& event) override { queue_.push(event); }
  /// As CoreApi's, without a virtual call.
  template <class Kind>
  void schedule(Time at, std::uint32_t subject, std::uint32_t generation = 0) {
    queue_.push(Kind::event(at, subject, generation));
  }
  // Before the loop (engine_setup.hpp), with the constructor
  void adopt_functions(std::size_t count);
  void deploy(std::uint32_t function, Time now);
  void look_ahead();

  // The loop (engine_loop.hpp)
  void begin();
  bool read_batch();
  bool read_source();
  bool stop_asked();
  bool look();
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

  // The frontend (engine_frontend.hpp)
  void arrive(const Arrival& arrival, Time now);
  std::uint64_t count_arrival(const Arrival& arrival);
  std::uint32_t new_request(const Arrival& arrival, std::uint64_t ordinal, Time now);
  void arrive_general(const Arrival& arrival, std::uint64_t ordinal, Time now, const Sender& sender);
  void submit(std::uint32_t request, Time now);
  void admit(std::uint32_t request, Time now);
  void pump_admission(std::uint32_t tenant, Time now);
  void note_admission(std::uint32_t tenant);
  void mark_set_aside(std::uint32_t request);
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

  // The scheduler (engine_scheduler.hpp)
  void route(std::uint32_t request, Time now);
  bool enqueue(std::uint32_t request, Time now);
  void leave_queue(std::uint32_t request, bool goes_on, Time now);
  enum class Fed : std::uint8_t { one, nobody, no_room };
  Fed feed_one(std::uint32_t function, Time now);
  void feed(std::uint32_t function, Time now);
  void pump_starved(Time now);
  void take_from_queue(std::uint32_t instance, Time now);
  void take_one(std::uint32_t instance, Time now);

  // Among functions (engine_turns.hpp)
  [[nodiscard]] bool yields(std::uint32_t instance) const;
  void pump_turns(Time now);
  void bind(std::uint32_t request, std::uint32_t instance);
  void release_claim(std::uint32_t instance);
  void start(std::uint32_t request, std::uint32_t instance, Time now, StartKind kind);
  void complete(const sim::Event& event);
  template <bool usual>
  void end_execution(std::uint32_t request, Time now);
  void end_unusual(std::uint32_t request, Time now);
  void count_start(Request& row, StartKind kind);
  void count_waits(std::uint32_t request, Duration start_up);
  void count_end(const Request& row, Outcome outcome, Time client);

  // Routing (engine_routing.hpp)
  std::uint32_t choose_instance(std::uint32_t request, Time now);
  [[nodiscard]] std::uint64_t session_of(std::uint32_t request) const;
  [[nodiscard]] std::uint32_t serving(std::uint32_t function) const;

  // Scaling (engine_scaling.hpp)
  bool may_start(const FunctionRest& rest, const Function& function) const;
  [[nodiscard]] ScalingQuery scaling_query(std::uint32_t function, std::uint32_t waiting, Time now) const;
  Scale ask_scaling(std::uint32_t function, std::uint32_t waiting, Time now);
  void wait_and_start(std::uint32_t request, Time now);
  void late_start(std::uint32_t request, Time now);
  void scale_at_tick(Time now);

  // Billing (engine_billing.hpp)
  std::int64_t billed(Duration execution);
  Outcome settle_charges(std::uint32_t request, Duration execution);
  void bill_unused_start(std::uint32_t instance, Time now);
  void take_provisioned(std::uint32_t request);
  void set_floor(std::uint32_t function, std::uint32_t floor, Time now);
  void close_provisioned(std::uint64_t close);
  [[nodiscard]] std::uint32_t billing_mask(const FunctionTraits& traits) const;

  // Instances (engine_instances.hpp)
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

  // Idle instances (engine_idle.hpp)
  void attend_start(std::uint32_t function, std::uint32_t instance, Time now);
  void enter_idleness(std::uint32_t instance, Time now);
  void leave_idleness(std::uint32_t instance);
  void review_group(std::uint32_t group, Time now);

  // Pre-warm beside floors (engine_pre_warm.hpp)
  void plan_start(std::uint32_t function, Time now);
  void start_time_fired(std::uint32_t function, Time now);
  void spare_ready(std::uint32_t instance, Time now);
  std::uint32_t adopt_spare(Mebibytes memory);
  void drop_spare(std::uint32_t instance, Time now);
  void forget_spare(std::uint32_t instance);

  // VMs (engine_vms.hpp)
  std::uint32_t find_room(std::uint32_t function, const Cause& cause, Time now);
  bool evict_for(std::uint32_t function, Time now);
  std::uint32_t open_vm(std::uint32_t isolation_class, std::uint32_t tenant, const Cause& cause, Time now);
  void vm_is_empty(std::uint32_t vm, Time now);
  void vm_release_fired(std::uint32_t vm, Time now);
  void release_vm(std::uint32_t vm, Time now);
  void retire_vm(std::uint32_t vm, Time now);
  void crash_vm(std::uint32_t vm, Time now);
  bool lose_attempt(std::uint32_t request, Time now);
  [[nodiscard]] static std::uint64_t vm_fingerprint(const Vm& vm) {
    return sim::entity_fingerprint(vm.cause.ordinal ^ (std::uint64_t{vm.cause.function} << 40),
                                   vm.hash.value());
  }
  /// What lived for no time at all would be replaced endlessly within one instant.
  static Duration at_least_an_instant(Duration life) { return std::max(life, Duration{1}); }
  void sync_levels(Time now) { levels_.sync(tally_, cluster_, now); }
  IdleInstanceView view_of(std::uint32_t instance, Time now) const;

  [[nodiscard]] bool counted(const Request& row) const { return row.arrival >= tally_.from; }
  void tell(Change change, Time now, std::uint32_t request, std::uint32_t instance, Time until = {},
            std::uint64_t amount = 0, Outcome outcome = Outcome::completed,
            Rejection why = Rejection::unstated);
  void tell_vm(Change change, Time now, std::uint32_t vm, std::uint64_t amount = 0);

  // What an observer is told of decisions (engine_decisions.hpp); nothing of it is in an unobserved engine.
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
  ArrivalSource& source_;
  std::unique_ptr<ArrivalSource>
      replay_;  // of what has been read ahead, if a policy wants to know the future
  RunOptions options_;
  PolicySet policies_;
  Cluster cluster_;
  Queue queue_;
  EventTable events_;
  Agenda agenda_;
  TimerOrder timers_;
  Tally tally_;

  // Static answers of the policies.
  bool most_recent_ = true;
  std::uint32_t run_mask_ = 0;  // bits that every function has
  std::uint32_t tenant_limit_ = kUnlimited;
  std::uint32_t function_limit_ = kUnlimited;
  Duration keep_alive_{};
  bool keep_alive_constant_ = true;
  QueueOrder queue_order_ = QueueOrder::first_in_first_out;
  bool asked_again_ = false;
  /// Which traits of functions the policies declare that they read.
  struct Heeded {
    bool provisioned = false;
    bool priority = false;
    bool deadline = false;
  } heeds_;
  bool across_ = false;
  bool told_of_leaving_ = false;
  bool admits_by_function_ = false;  // what admission says of an attempt holds for all of its function
  bool sessions_ = false;
  bool keeps_concurrency_ = false;
  bool orders_idle_ = false;     // idle instances are in order, in groups or counted, of a function or a bin
  bool attends_starts_ = false;  // that, or a policy is told of starts
  bool idle_counts_ = false;
  bool asks_start_times_ = false;
  bool watches_load_ = false;  // a policy looks at which instances are idle
  std::array<Duration, 8> ticks_{};

  Duration request_latency_{};  // if constant
  Duration response_latency_{};
  std::int64_t billing_granularity_ = 1;
  std::int64_t billing_minimum_ = 1;
  BilledInit billed_init_ = BilledInit::none;

  Rows rows_;
  FleetLevels levels_;
  Notices notices_;
  Account account_;
  Senders senders_;
  Pool pool_;
  Crashes crashes_;
  Clients clients_;
  AsyncQueue async_;
  CandidateIndex candidates_;
  RoomQueue room_{rows_, cluster_};
  AdmissionHeads admission_heads_;    // if admits_by_function_
  std::optional<Eviction> eviction_;  // if instances may be evicted
  std::optional<Reviews> reviews_;    // if groups of idle instances are reviewed
  std::uint64_t vm_serial_ = 0;
  std::uint64_t queue_position_ = 0;
  std::uint64_t hash_sum_ = 0;
  std::uint64_t pending_ticks_ = 0;
  std::uint32_t pumping_ = kNone;  // the tenant whose admission queue is being asked for
  ArrivalCursor arrivals_;
  Patience patience_;
  bool has_begun_ = false;
  bool is_draining_ = false;  // all arrivals have been handled
  bool is_over_ = false;
  std::uint64_t handled_ = 0;    // events
  std::uint64_t next_look_ = 0;  // handled_ at which to look whether to stop
  std::uint64_t budget_ = 0;     // handled_ at which advance() stops
  Time limit_ = Time::never();   // at which advance() stops
  bool budget_is_spent_ = false;
  bool interrupted_ = false;
  Time now_{};
  Time last_client_{};
  bool tells_decisions_ = false;           // of an observed engine only
  std::vector<std::uint64_t> vm_serials_;  // by VM row: how many were opened before
  std::uint64_t instances_ever_ = 0;
};

}  // namespace curtain
