#pragma once
// The interface of an observer, which receives every change of state of a run in order. Observation is
// switched on at compile time of the event loop, so it has no cost in an unobserved run.
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

#include "models/metrics/start_stage.hpp"
#include "models/metrics/tally.hpp"
#include "models/words.hpp"

namespace curtain {

enum class Change : std::uint8_t {
  arrived,   ///< an invocation arrived at the frontend; `amount` is its duration in ns
  admitted,  ///< an attempt reached the scheduler; `attempt` is its number
  queued,    ///< an attempt waits in the queue of the frontend or of the function
  started,   ///< an attempt runs on `instance` from `until` on; `start` is warm, cold or waited; `amount` is
             ///< the time in ns to thaw the instance, which ends at `until`
  ended,     ///< the execution of an attempt on `instance` ended; `amount` is the charged time in ns,
             ///< including the billed initialisation
  retried,   ///< the attempt ended with `outcome` and `why`; the next attempt comes at `until`, or if that is
             ///< never, the invocation is given up later
  finished,  ///< the invocation ended with `outcome` and `why`; the answer reaches the client at `until`. For
             ///< an abandoned invocation: its last attempt has ended, and its client left at `until`
  left,      ///< the client left, so the invocation is abandoned; its attempt continues until `finished`
  instance_created,  ///< an instance was created on `vm`, ready at `until`; `amount` is its memory in MiB,
                     ///< `init` the last part of its start-up; if starts share stages, the instance is ready
                     ///< at the time that stages_known() reports
  instance_ready,
  instance_idle,       ///< an instance is idle and is reclaimed at `until` unless it is used; reported again
                       ///< if this time changes
  instance_draining,   ///< an instance was retired, so it takes no more attempts
  instance_reclaimed,  ///< an instance was reclaimed; `amount` is 1 if another instance needed its room,
                       ///< otherwise 0
  vm_created,          ///< a VM was created on `host`; `amount` is its capacity for instances in MiB
  vm_released,
  vm_crashed,     ///< `amount` is 1 in an outage, which the last `outage_began` reported, else 0
  outage_began,   ///< an outage of `host` began, or of all hosts of the zone `amount` if `host` is not valid
  outage_ended,   ///< an outage of `host` ended, or of all hosts of the zone `amount` if `host` is not valid
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
  std::uint32_t request = 0;  ///< row of the invocation, which is reused after the end of the invocation
  std::uint64_t ordinal = 0;  ///< number of the invocation among the invocations of its function
  std::uint32_t attempt = 0;
  Time arrival;                       ///< arrival of the invocation, if the change is about an invocation
  InstanceId instance;                ///< a row, like `vm` and `host`
  std::uint32_t instance_number = 0;  ///< number among the instances of the function in order of creation
  VmId vm;
  std::uint64_t vm_number = 0;  ///< number among all VMs in order of opening
  HostId host;
  Time until;
  std::uint64_t amount = 0;
  Duration init;  ///< for a created instance: the time of runtime_start and function_init; for a started
                  ///< attempt: the time of the initialisation with which the execution begins
  Outcome outcome = Outcome::completed;
  Rejection why = Rejection::unstated;  ///< the reason, if `outcome` is throttled, expired or refused
  StartKind start = StartKind::warm;
  bool on_provisioned = false;  ///< whether the attempt runs on provisioned concurrency
};

/// A number that means that there is no request, or no invocation.
inline constexpr std::uint32_t kNoRequest = std::numeric_limits<std::uint32_t>::max();
inline constexpr std::uint64_t kNoOrdinal = std::numeric_limits<std::uint64_t>::max();

/// The reason for which an instance is started.
enum class StartReason : std::uint8_t {
  attempt,  ///< for an attempt that found no free instance
  hedge,    ///< for an attempt that also waits for a busy instance
  queue,    ///< for the attempts in the queue of the function
  floor,    ///< pre-warm keeps a minimum number of instances live
  scaling,  ///< the scaling policy has requested more instances
  planned,  ///< pre-warm has planned the start for this time
};

/// The reason why an instance ends, or takes no more attempts.
enum class EndReason : std::uint8_t {
  keep_alive,  ///< the keep-alive of the instance has ended
  review,      ///< the keep-alive policy chose the instance in a review of several instances
  floor,       ///< the keep-alive of the instance had ended, and the minimum number that pre-warm keeps has
               ///< fallen
  scaling,     ///< the scaling policy has requested fewer instances
  evicted,     ///< the instance was evicted to make room for another instance
  instance_lifetime,  ///< the instance has reached the age at which the platform retires instances
  vm_lifetime,        ///< the VM has reached the age at which the platform retires VMs
  crash,              ///< the instance was lost in a crash of its VM
  outage,             ///< the instance was lost with its VM in an outage of its host or zone
  update,             ///< the instance had the code from before an update of its function
  drained,            ///< the instance was retired before, and its last attempt has ended
};

/// The start of an instance. It is reported after Change::instance_created.
struct InstanceStart {
  Time now;
  FunctionId function;
  InstanceId instance;       ///< a row
  std::uint32_t number = 0;  ///< see Observation::instance_number
  StartReason reason = StartReason::attempt;
  std::uint64_t ordinal = kNoOrdinal;  ///< the number of the invocation for which the instance is started, if
                                       ///< there is one
  bool in_new_vm = false;              ///< whether a VM was opened for the instance
  bool vm_from_pool = false;           ///< whether this VM was taken from the pool of ready VMs
  bool is_spare = false;       ///< whether the start uses a spare instance of the pool, which has completed
                               ///< the first stages
  bool is_restored = false;    ///< whether a snapshot is restored instead of the last two stages
  bool init_given_up = false;  ///< whether the initialisation exceeds its limit, so that the first execution
                               ///< repeats it
  bool has_code = false;       ///< whether its host has the code, or another instance is downloading it there
  StageEnds stage_ends{};  ///< the first stage begins now; if the start shares stages with other starts, the
                           ///< ends are those without sharing
};

/// The ends of the stages of a start that shares stages with other starts (cold_start.shared_stages). It is
/// reported as soon as all ends are known.
struct StagesKnown {
  Time now;
  FunctionId function;
  InstanceId instance;         ///< a row
  std::uint32_t number = 0;    ///< see Observation::instance_number
  StageEnds stage_ends{};      ///< the instance is ready at the last end
  bool init_given_up = false;  ///< see InstanceStart
};

/// The end or the retirement of an instance. It is reported before Change::instance_reclaimed.
struct InstanceEnd {
  Time now;
  FunctionId function;
  InstanceId instance;       ///< a row
  std::uint32_t number = 0;  ///< see Observation::instance_number
  EndReason reason = EndReason::keep_alive;
  bool is_over = true;   ///< false: the instance takes no more attempts, and ends after its current attempts
  FunctionId in_favour;  ///< for an evicted instance: the function that needs the room
  std::optional<OutageTarget> outage;  ///< given if the instance is lost in an outage
};

/// The end of a VM. It is reported before Change::vm_released. The reason is `keep_alive` if the VM was empty
/// for the time for which empty VMs are kept, and `evicted` if an empty VM's memory on its host was needed.
struct VmEnd {
  Time now;
  std::uint64_t vm_number = 0;  ///< see Observation::vm_number
  EndReason reason = EndReason::keep_alive;
  std::optional<OutageTarget> outage;  ///< given if the VM is lost in an outage
};

/// An attempt that will run on an instance that is still starting.
struct BoundAttempt {
  Time now;
  FunctionId function;
  std::uint32_t request = kNoRequest;  ///< a row
  InstanceId instance;                 ///< a row
  std::uint32_t number = 0;            ///< see Observation::instance_number
  Time ready;                          ///< the time at which the instance will be ready
};

/// A figure by which a placement policy compares VMs.
struct VmFigure {
  std::string of;  ///< the name of the figure, such as "free", in MiB, or "order of opening"
  double value = 0;
  bool is_least_best = false;
};

/// A VM that a placement policy can choose, with the figures by which the policy compares VMs. There are no
/// figures if the policy compares VMs by other means.
struct RatedVm {
  std::uint64_t number = 0;       ///< see Observation::vm_number
  std::vector<VmFigure> figures;  ///< the first figure decides; if it is equal, the next figure decides, and
                                  ///< so on
};

/// The VMs among which the policy chooses the VM of an instance.
struct VmChoice {
  std::uint64_t of_class = 0;   ///< VMs whose isolation allows the instance
  std::uint64_t with_room = 0;  ///< those of these VMs that have room for the instance
  std::uint64_t retired = 0;    ///< further VMs of this isolation that take no more instances
  std::optional<RatedVm> chosen;
  std::optional<RatedVm>
      runner_up;  ///< the best of the other VMs; empty if there is none, or if VMs are not rated
};

/// No existing VM may take an instance of the function. The placement policy is not called.
struct NoVmOpen {
  Time now;
  FunctionId function;
  std::uint64_t retired = 0;  ///< VMs whose isolation allows the instance, but which take no more instances
};

/// The end of an invocation whose execution ends.
struct InvocationEnd {
  Time client;  ///< the time at which the client gets the answer, or has left
  Outcome outcome = Outcome::completed;
};

/// A decision of a policy.
struct Decision {
  Time now;
  std::string_view seam;    ///< the name in a scenario, such as "host_placement"
  std::string_view policy;  ///< the name of the policy; empty if the policy was not created from the
                            ///< catalogue
  FunctionId function;      ///< the function of the decision; not valid() if there is none, as for a generic
                            ///< instance
  std::string decision;     ///< the decision as text, such as "VM 3"
  std::string why;  ///< the facts about the decision in the platform, and the reason that the policy states;
                    ///< may be empty
  std::uint32_t request = kNoRequest;  ///< row of the invocation, for decisions of admission and routing
  const VmChoice* choice = nullptr;    ///< for decisions of placement, if requested; valid during the call
};

class Observer {
 public:
  Observer() = default;
  /// An observer of some changes. The run is faster if observe() is not called for the others.
  explicit Observer(Changes wanted) : wanted_(wanted) {}
  Observer(const Observer&) = default;
  Observer& operator=(const Observer&) = default;
  virtual ~Observer() = default;
  /// Called for each change in wants().
  virtual void observe(const Observation& observation) = 0;
  [[nodiscard]] bool wants(Change change) const { return wanted_.has(change); }
  [[nodiscard]] Changes wanted() const { return wanted_; }

  /// Called if an invocation arrives, is admitted and starts at one instant on a warm instance. These are
  /// three changes, the last of which is `started`. `duration` is the amount of the first change. An observer
  /// of invocations may override this function and observe_end() for speed. Both are called only if the
  /// observer wants one of their changes.
  virtual void observe_warm_start(const Observation& started, Duration duration);
  /// Called if an execution and its invocation end. These are the two changes `ended` and `finished`.
  virtual void observe_end(const Observation& ended, const InvocationEnd& end);

  /// Whether decided() must be called. This function is called once, before the run. If it returns true, the
  /// platform calls policies even where a constant answer is known. This makes the run slower and does not
  /// change its results.
  [[nodiscard]] virtual bool wants_decisions() const { return false; }
  virtual void decided(const Decision&) {}
  /// Whether decided() must be called for decisions about this function. It is called for each decision.
  [[nodiscard]] virtual bool wants_decisions_of(FunctionId) const { return true; }

  /// Whether a decision about the VM of an instance must contain the choice. `ordinal` is the invocation for
  /// which the instance is started, or kNoOrdinal. The choice takes time proportional to the number of VMs.
  [[nodiscard]] virtual bool wants_choice(FunctionId, std::uint64_t /*ordinal*/) const { return false; }

  /// Is called if no existing VM may take the instance. In this case decided() is not called for the choice
  /// of a VM.
  virtual void no_vm_open(const NoVmOpen&) {}

  virtual void starting(const InstanceStart&) {}
  virtual void stages_known(const StagesKnown&) {}
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
