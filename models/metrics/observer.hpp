#pragma once
// The interface of an observer of a run, which receives every change of state, in order. Observation is a
// compile-time switch of the loop; an unobserved run pays nothing for it.
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/metrics/tally.hpp"
#include "models/words.hpp"

namespace curtain {

enum class Change : std::uint8_t {
  arrived,   ///< an invocation reached the frontend; `amount` is its duration in ns
  admitted,  ///< handed to the scheduler; `attempt` is the number of the attempt
  queued,    ///< waits in the frontend's or the function's queue
  started,   ///< an attempt runs on `instance` from `until` on; `start` is warm, cold or waited
  ended,     ///< an attempt's execution ended on `instance`; `amount` is the time in ns that is charged for
             ///< it, with the initialisation that is billed with it
  retried,   ///< the attempt ended with `outcome` and `why`; the next attempt comes at `until`, or if that is
             ///< never, the invocation is given up later
  finished,  ///< the invocation ended with `outcome` and `why`; the answer reaches the client at `until`. For
             ///< an abandoned invocation: its last attempt has ended, and its client left at `until`
  left,      ///< its client left: the invocation is abandoned, and its attempt goes on until `finished`
  instance_created,  ///< on `vm`, ready at `until`; `amount` is its memory in MiB, `init` the last part of
                     ///< its start-up
  instance_ready,
  instance_idle,       ///< reclaimed at `until` unless it is used; reported again when that time changes
  instance_draining,   ///< retired: it takes no more attempts
  instance_reclaimed,  ///< `amount` is 1 if another instance needed its room, else 0
  vm_created,          ///< on `host`; `amount` is its capacity for instances in MiB
  vm_released,
  vm_crashed,     ///< `amount` is 1 in an outage, which the last `outage_began` reported, else 0
  outage_began,   ///< on `host`, or on all hosts of the zone `amount` if `host` is not valid
  outage_ended,   ///< likewise
  floor_changed,  ///< pre-warm keeps `amount` instances of `function` live at least from now on
};

/// A set of changes.
class Changes {
 public:
  constexpr Changes(std::initializer_list<Change> changes) {
    for (const Change change : changes) {
      bits_ |= bit(change);
    }
  }
  [[nodiscard]] static constexpr Changes all() {
    Changes every{};
    every.bits_ = ~std::uint32_t{0};
    return every;
  }
  [[nodiscard]] constexpr bool has(Change change) const { return (bits_ & bit(change)) != 0; }
  constexpr void add(Changes others) { bits_ |= others.bits_; }

 private:
  static constexpr std::uint32_t bit(Change change) {
    return std::uint32_t{1} << static_cast<std::uint32_t>(change);
  }
  std::uint32_t bits_ = 0;
};

struct Observation {
  Change change;
  Time now;
  FunctionId function;
  TenantId tenant;
  std::uint32_t request = 0;  ///< row of the invocation, which is reused after its end
  std::uint64_t ordinal = 0;  ///< of the invocation within its function
  std::uint32_t attempt = 0;
  Time arrival;                       ///< arrival of the invocation, if one is concerned
  InstanceId instance;                ///< row, like `vm` and `host`
  std::uint32_t instance_number = 0;  ///< number among its function's instances in order of creation
  VmId vm;
  std::uint64_t vm_number = 0;  ///< number in the order in which VMs opened
  HostId host;
  Time until;
  std::uint64_t amount = 0;
  Duration init;  ///< of an instance that is created: the start of the runtime and the function's own
  Outcome outcome = Outcome::completed;
  Rejection why = Rejection::unstated;  ///< if `outcome` is throttled, expired or refused
  StartKind start = StartKind::warm;
  bool on_provisioned = false;  ///< the attempt runs on provisioned concurrency
};

/// The number of no request, or of no invocation.
inline constexpr std::uint32_t kNoRequest = std::numeric_limits<std::uint32_t>::max();
inline constexpr std::uint64_t kNoOrdinal = std::numeric_limits<std::uint64_t>::max();

/// What an instance is started for.
enum class StartReason : std::uint8_t {
  attempt,  ///< an attempt that found no free instance
  hedge,    ///< an attempt that also waits for a busy instance
  queue,    ///< the attempts in the queue of its function
  floor,    ///< pre-warm keeps so many instances live
  scaling,  ///< the scaling policy has requested more instances
  planned,  ///< pre-warm has planned the start for this time
};

/// Why an instance ends, or takes no more attempts.
enum class EndReason : std::uint8_t {
  keep_alive,         ///< its keep-alive has ended
  review,             ///< the keep-alive policy chose it in a review of several
  floor,              ///< its keep-alive had ended, and the number that pre-warm holds has fallen
  scaling,            ///< the scaling policy has requested fewer instances
  evicted,            ///< to make room for another one
  instance_lifetime,  ///< it has reached the age at which the platform retires it
  vm_lifetime,        ///< its VM has reached that age
  crash,              ///< it was lost in a crash of its VM
  outage,             ///< it was lost with its VM in an outage of its host or zone
  drained,            ///< it was retired before, and its last attempt has ended
};

/// The stages of a start, in order.
enum class StartStage : std::uint8_t { vm_boot, sandbox, code_download, runtime_start, function_init };
inline constexpr std::size_t kStartStages = 5;
/// Their names in a scenario's `cold_start`.
inline constexpr std::array<std::string_view, kStartStages> kStartStageNames = {
    "vm_boot", "sandbox", "code_download", "runtime_start", "function_init"};

/// The start of an instance; reported after Change::instance_created.
struct InstanceStart {
  Time now;
  FunctionId function;
  InstanceId instance;       ///< row
  std::uint32_t number = 0;  ///< as Observation::instance_number
  StartReason reason = StartReason::attempt;
  std::uint64_t ordinal = kNoOrdinal;  ///< of the invocation that it is started for, if there is one
  bool in_new_vm = false;              ///< its VM was opened for it
  bool is_spare = false;               ///< it takes a spare of the pool, whose first stages are over
  bool has_code = false;  ///< its host has the code, or another instance already downloads it there
  std::array<Time, kStartStages>
      stage_ends;  ///< a stage begins when the stage before it ends; the first, now
};

/// An instance ends, or is retired; reported before Change::instance_reclaimed.
struct InstanceEnd {
  Time now;
  FunctionId function;
  InstanceId instance;       ///< row
  std::uint32_t number = 0;  ///< as Observation::instance_number
  EndReason reason = EndReason::keep_alive;
  bool is_over = true;                 ///< false: it takes no more attempts, and ends after those that it has
  FunctionId in_favour;                ///< if it is evicted: the function that needs the room
  std::optional<OutageTarget> outage;  ///< if it is lost in an outage
};

/// A VM ends; reported before Change::vm_released. A VM that is empty for as long as it is kept ends by
/// `keep_alive`; one that is empty, by `evicted` if its host's memory is needed.
struct VmEnd {
  Time now;
  std::uint64_t vm_number = 0;  ///< as Observation::vm_number
  EndReason reason = EndReason::keep_alive;
  std::optional<OutageTarget> outage;  ///< if it is lost in an outage
};

/// An attempt will run on an instance that is still starting.
struct BoundAttempt {
  Time now;
  FunctionId function;
  std::uint32_t request = kNoRequest;  ///< row
  InstanceId instance;                 ///< row
  std::uint32_t number = 0;            ///< as Observation::instance_number
  Time ready;                          ///< when the instance will be ready
};

/// A figure by which a placement policy compares VMs.
struct VmFigure {
  std::string of;  ///< "free", in MiB; "order of opening"
  double value = 0;
  bool is_least_best = false;
};

/// A VM that a placement policy could choose, with the figures by which it compares VMs; none if it compares
/// by other means.
struct RatedVm {
  std::uint64_t number = 0;       ///< as Observation::vm_number
  std::vector<VmFigure> figures;  ///< the first decides, among equals the next one, and so on
};

/// The VMs among which an instance is placed.
struct VmChoice {
  std::uint64_t of_class = 0;   ///< VMs whose isolation allows the instance
  std::uint64_t with_room = 0;  ///< those of them that have room for it
  std::uint64_t retired = 0;    ///< further VMs of this isolation that take no more instances
  std::optional<RatedVm> chosen;
  std::optional<RatedVm>
      runner_up;  ///< the best of the others; empty if there is none, or they are not rated
};

/// No existing VM may take an instance of the function. The placement policy is not called.
struct NoVmOpen {
  Time now;
  FunctionId function;
  std::uint64_t retired = 0;  ///< VMs whose isolation allows the instance, but which take no more instances
};

/// The end of an invocation whose execution ends.
struct InvocationEnd {
  Time client;  ///< when the client knows, or has left
  Outcome outcome = Outcome::completed;
};

/// A decision of a policy.
struct Decision {
  Time now;
  std::string_view seam;    ///< as a scenario names it: "host_placement"
  std::string_view policy;  ///< the policy's name; empty if the policy was not made from the catalogue
  FunctionId function;   ///< the function concerned; not valid() if there is none, as for a generic instance
  std::string decision;  ///< "VM 3"
  std::string why;  ///< the facts that the platform knows about the decision, and the policy's own reason;
                    ///< may be empty
  std::uint32_t request = kNoRequest;  ///< row of the invocation, of admission and routing
  const VmChoice* choice = nullptr;    ///< of placement, if wanted; valid during the call
};

class Observer {
 public:
  Observer() = default;
  /// For an observer of some changes: the run is faster if observe() is not called for the others.
  explicit Observer(Changes wanted) : wanted_(wanted) {}
  Observer(const Observer&) = default;
  Observer& operator=(const Observer&) = default;
  virtual ~Observer() = default;
  /// Called for each change that wants() names.
  virtual void observe(const Observation& observation) = 0;
  [[nodiscard]] bool wants(Change change) const { return wanted_.has(change); }
  [[nodiscard]] Changes wanted() const { return wanted_; }

  /// An invocation arrives, is admitted and starts in one instant on a warm instance: three changes, of which
  /// `started` is the last. `duration` is the amount of the first. An observer of invocations may override
  /// this and observe_end() for speed; both are called only if it wants one of their changes.
  virtual void observe_warm_start(const Observation& started, Duration duration);
  /// An execution ends, and its invocation with it: two changes, `ended` and `finished`.
  virtual void observe_end(const Observation& ended, const InvocationEnd& end);

  /// Whether decided() is to be called; asked once, before the run. If so, policies are asked even where a
  /// constant would do. This changes only the time that the run takes.
  [[nodiscard]] virtual bool wants_decisions() const { return false; }
  virtual void decided(const Decision&) {}
  /// Whether decided() is to be called for decisions about the function; asked for each decision.
  [[nodiscard]] virtual bool wants_decisions_of(FunctionId) const { return true; }

  /// Whether the decision about the VM of an instance of the function, which is started for the invocation
  /// `ordinal` (or kNoOrdinal), is to contain the choice. This takes time in proportion to the number of VMs.
  [[nodiscard]] virtual bool wants_choice(FunctionId, std::uint64_t /*ordinal*/) const { return false; }

  /// Called instead of decided() with the choice of a VM, if there is no VM to choose.
  virtual void no_vm_open(const NoVmOpen&) {}

  virtual void starting(const InstanceStart&) {}
  virtual void ending(const InstanceEnd&) {}
  virtual void vm_ending(const VmEnd&) {}
  virtual void bound(const BoundAttempt&) {}

 protected:
  void want(Changes more) { wanted_.add(more); }

 private:
  Changes wanted_ = Changes::all();
};

inline void Observer::observe_warm_start(const Observation& started, Duration duration) {
  if (wants(Change::arrived) || wants(Change::admitted)) {
    Observation seen{};
    seen.change = Change::arrived;
    seen.now = started.now;
    seen.function = started.function;
    seen.tenant = started.tenant;
    seen.request = started.request;
    seen.ordinal = started.ordinal;
    seen.attempt = started.attempt;
    seen.arrival = started.arrival;
    seen.amount = static_cast<std::uint64_t>(duration.ns());
    if (wants(Change::arrived)) {
      observe(seen);
    }
    seen.change = Change::admitted;
    seen.amount = 0;
    if (wants(Change::admitted)) {
      observe(seen);
    }
  }
  if (wants(Change::started)) {
    observe(started);
  }
}

inline void Observer::observe_end(const Observation& ended, const InvocationEnd& end) {
  if (wants(Change::ended)) {
    observe(ended);
  }
  if (wants(Change::finished)) {
    Observation seen = ended;
    seen.change = Change::finished;
    seen.until = end.client;
    seen.outcome = end.outcome;
    seen.amount = 0;
    observe(seen);
  }
}

}  // namespace curtain
