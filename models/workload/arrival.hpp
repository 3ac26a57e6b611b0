#pragma once
// The interface between workload and platform: a table of functions that may grow, and a sorted stream of
// arrivals.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "models/words.hpp"
#include "sim/distribution.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// A request to run a function once, when it arrives from outside the platform.
struct Arrival {
  Time time;          ///< when the request reaches the frontend
  Duration duration;  ///< wall time of the execution inside the instance, without start-up
  FunctionId function;
  std::uint32_t end_tenant = 0;  ///< the customer of the function's tenant who sends the request, a result of
                                 ///< FunctionTable::end_tenant(); 0: the request names no end tenant
};
static_assert(sizeof(Arrival) == 24);

/// Whether a client waits for the answer of the function (sync), or only until the platform has accepted the
/// event (async).
enum class Invoke : std::uint8_t { sync, async };

/// The processors on which a function runs.
enum class Architecture : std::uint8_t { x86, arm };

/// What an error of a function does to its instance. The function returns an error, or the runtime crashes,
/// so that the next execution in the instance begins with an initialisation.
enum class ErrorKind : std::uint8_t { returned, crash };

/// How the requests of a function without a column of end tenants are assigned to its end tenants.
enum class EndTenantOrder : std::uint8_t { in_turn, random };

/// The conditions under which the durations of a function were measured. They determine how much CPU time is
/// in the share of a duration that is CPU work (FunctionTraits::cpu).
struct MeasuredAt {
  Mebibytes memory = 0;          ///< memory size of an instance; 0: the function's own
  std::uint32_t neighbours = 0;  ///< other instances of this size that were busy with CPU work on the same VM

  bool operator==(const MeasuredAt&) const = default;
};

/// Work that each execution of a function does in addition to the duration that is drawn for it.
struct WorkMix {
  Duration cpu{};                          ///< CPU time, in vCPU times nanoseconds
  std::uint64_t disk = 0;                  ///< bytes that are read from or written to the disk
  std::uint64_t network = 0;               ///< bytes that are sent or received
  std::uint32_t parallelism = kUnlimited;  ///< vCPUs that the CPU work of an execution can use at once

  [[nodiscard]] bool is_any() const { return cpu > Duration{} || disk > 0 || network > 0; }
  bool operator==(const WorkMix&) const = default;
};

/// A scheduled change of the provisioned concurrency of a function.
struct ProvisionedLevel {
  std::string at;           ///< cron expression for the times of the change, see CronSchedule
  std::uint32_t level = 0;  ///< provisioned concurrency from these times on

  bool operator==(const ProvisionedLevel&) const = default;
};

/// Attributes of a function. They are the same for every function of a workload entry, unless the entry sets
/// them for single functions.
struct FunctionTraits {
  Duration timeout = Duration::infinite();  ///< an execution that is longer is cut off and counts as
                                            ///< timed_out
  std::uint32_t requests_per_instance = 1;  ///< number of requests that an instance serves at the same time
  std::uint32_t max_instances =
      kUnlimited;  ///< number of live instances, including starting instances; at the limit, attempts wait
  std::uint32_t concurrency_limit = kUnlimited;  ///< limit on the invocations in flight, which sets no
                                                 ///< concurrency aside
  /// Part of the account's concurrency that is set aside for the function. No other function can use it, and
  /// the function cannot exceed it; 0 switches the function off. Empty: the function shares the remaining
  /// concurrency with other functions.
  std::optional<std::uint32_t> reserved_concurrency = std::nullopt;
  std::uint32_t provisioned = 0;      ///< instances that the provisioned pre-warm policy keeps ready
  std::uint32_t provisioned_max = 0;  ///< limit up to which a pre-warm policy may raise `provisioned`
  std::vector<ProvisionedLevel> provisioned_schedule;  ///< changes of `provisioned` during the run
  std::uint32_t crash_retries = 0;  ///< number of times that an invocation is retried after its VM crashed
  double error_rate = 0;            ///< probability that an execution fails at its end, from 0 to 1
  ErrorKind error_kind = ErrorKind::returned;
  std::uint32_t priority = 0;                ///< for the queueing policy: the highest number is served first
  Duration deadline = Duration::infinite();  ///< for the queueing policy: time from the arrival to the
                                             ///< deadline
  std::uint32_t sessions = 0;  ///< number of sessions (users, keys) of its requests; 0: one session for each
                               ///< request
  /// Whether an instance serves one end tenant only. An end tenant is a customer of the function's tenant.
  bool isolates_end_tenants = false;
  std::uint32_t end_tenants = 0;  ///< number of end tenants of its requests; 0: the requests name none,
                                  ///< except those of a trace with such a column
  EndTenantOrder end_tenant_order = EndTenantOrder::in_turn;
  Invoke invoke = Invoke::sync;
  std::optional<std::uint32_t> async_retries = std::nullopt;  ///< number of retries after a failure; absent:
                                                              ///< as many as the platform allows
  std::optional<Duration> async_max_age = std::nullopt;       ///< age at which an event is dropped; absent:
                                                              ///< the age of the platform
  Architecture architecture = Architecture::x86;
  Mebibytes ephemeral_storage = 0;  ///< local storage of an instance; only the bill uses it
  std::uint64_t payload = 0;        ///< bytes of an asynchronous event; only the bill uses it
  /// The share of an execution's duration that is CPU work, from 0 to 1. CPU work takes longer if instances
  /// share vCPUs. 0: the function has no CPU work.
  double cpu = 0;
  WorkMix work;
  MeasuredAt durations_measured_at;
  std::uint64_t code_size = 0;  ///< bytes of its code, see ColdStartParameters::code_loading
  std::string runtime;          ///< language runtime, see ColdStartParameters::runtime_start_by; empty: none
  bool snapshot = false;        ///< whether instances start from a snapshot
  Duration background{};        ///< CPU time of the work after each answer, in vCPU times nanoseconds
  std::optional<sim::Distribution> init;  ///< overrides the profile's function-init stage (nanoseconds)

  /// True if its executions use resources that the instances in a VM share.
  [[nodiscard]] bool shares_resources() const { return cpu > 0 || work.is_any() || background > Duration{}; }
  /// The largest provisioned concurrency that a pre-warm policy may set: `provisioned`, or a higher level of
  /// the schedule if the policy reads the schedule, or `provisioned_max` if the policy reads the use.
  [[nodiscard]] std::uint32_t most_provisioned(bool reads_schedule, bool reads_use) const;
  bool operator==(const FunctionTraits&) const;
};

/// A deployed function.
struct FunctionSpec {
  TenantId tenant;
  std::string name;
  Mebibytes memory = 128;
  FunctionTraits traits;
};

/// All tenants and functions of a run. Ids are positions in the order in which they are first named. Sources
/// add functions when they are opened, or while they are read, because a CSV trace names a function in the
/// row that first uses it.
class FunctionTable {
 public:
  /// The tenant with this name, which is added if it is new. Names must be printable(). Throws TraceError for
  /// any other name, as function() does.
  TenantId tenant(std::string_view name);
  /// The function `name` of `tenant`, which is added if it is new. Throws std::invalid_argument with the
  /// difference if the function exists with another memory size or other traits, because then two workload
  /// entries contradict each other.
  FunctionId function(TenantId tenant, std::string_view name, Mebibytes memory, const FunctionTraits& traits);

  /// The number of the end tenant with this name, from 1. A new name gets a new number.
  std::uint32_t end_tenant(std::string_view name);

  /// After this call, the tenants and functions that are named belong to this entry of the workload.
  void begin_entry(std::uint32_t entry) { entry_ = entry; }
  /// Whether the entry has named the function. named_by_others() returns whether another entry has also named
  /// it.
  [[nodiscard]] bool is_of_entry(FunctionId id, std::uint32_t entry) const;
  [[nodiscard]] bool is_shared(FunctionId id) const;

  [[nodiscard]] std::size_t size() const { return functions_.size(); }
  [[nodiscard]] std::size_t tenant_count() const { return tenants_.size(); }
  [[nodiscard]] const FunctionSpec& operator[](FunctionId id) const { return functions_[id.index()]; }
  [[nodiscard]] const std::string& tenant_name(TenantId id) const { return tenants_[id.index()]; }

 private:
  std::vector<std::string> tenants_;
  std::vector<FunctionSpec> functions_;
  std::vector<std::uint32_t> first_entry_;  // the entry that first named each function
  std::set<std::pair<std::uint32_t, std::uint32_t>>
      also_;  // pairs of a function and a further entry that has named it
  std::uint32_t entry_ = 0;
  std::unordered_map<std::string, TenantId> tenant_by_name_;           // only looked up, never iterated
  std::unordered_map<std::string, std::uint32_t> end_tenant_by_name_;  // only looked up, never iterated
  std::unordered_map<std::string, FunctionId> function_by_name_;  // the key consists of the tenant's index,
                                                                  // NUL and the name
  std::string key_;  // the key of the current look-up, which is kept so that a look-up allocates nothing
};

/// Clients of one function in a closed loop. Each client sends a request, waits for its end (success or
/// failure), thinks, and sends the next request. The times of requests depend on the answers, so the platform
/// generates the requests, and they are not in a stream.
///
/// The draws at (client, k) determine the pause before a client's k-th request (k from 0) and the duration of
/// this request. They do not depend on the order of the function's invocations. With two policies, answers
/// come at different times and in a different order, but each client does the same work after the same
/// pauses.
struct ClientGroup {
  FunctionId function;
  std::uint32_t clients = 0;
  Duration ramp_up;            ///< client i (from 0) of n clients starts at i / n of this time
  sim::Distribution first;     ///< time from a client's start to its first request, in nanoseconds
  sim::Distribution think;     ///< time from an answer to the next request, in nanoseconds
  sim::Distribution duration;  ///< duration of an execution, in nanoseconds
  sim::DrawKey think_key;
  sim::DrawKey duration_key;
  Time until;  ///< every request is sent before this time
};

struct Programme;  // models/workload/programme.hpp

/// A sorted stream of arrivals, which is read in batches. A trace is never completely in memory.
class ArrivalSource {
 public:
  virtual ~ArrivalSource() = default;
  /// Writes the next arrivals, at most `out.size()`, to `out`. Arrivals are sorted by time, and arrivals at
  /// one instant are in row order. Returns the number of arrivals; 0 means the end. After the call, the table
  /// has all functions that these arrivals name. Throws TraceError with file and line for bad input, such as
  /// a row that cannot be read, or times that decrease.
  virtual std::size_t fill(std::span<Arrival> out) = 0;
  /// The end of the source: the last minute of a per-minute trace, or the scenario's duration for a
  /// generator. Empty for a source without a known end, such as a list of rows.
  [[nodiscard]] virtual std::optional<Time> horizon() const { return std::nullopt; }
  /// The clients that send requests in addition to the stream. The list never changes, and the functions of
  /// the clients are in the table.
  [[nodiscard]] virtual std::vector<ClientGroup> clients() const { return {}; }
  /// The measurement programmes, whose requests depend on answers and are not in the stream. Their functions
  /// are in the table.
  [[nodiscard]] virtual std::vector<std::shared_ptr<const Programme>> programmes() const { return {}; }
};

/// Thrown if a trace cannot be used. what() is "file:line:column: what was found; what is allowed".
class TraceError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace curtain
