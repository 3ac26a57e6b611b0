#pragma once
// The workload as the platform receives it: a table of functions that may grow, and a sorted stream of
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

/// One request to run a function once, as it arrives from outside the platform.
struct Arrival {
  Time time;          ///< when it reaches the frontend
  Duration duration;  ///< execution as measured: wall time inside the instance, start-up excluded
  FunctionId function;
  std::uint32_t flags = 0;  ///< reserved, zero
};
static_assert(sizeof(Arrival) == 24);

/// Whether a client waits for the answer of the function, or only until the platform has accepted the event.
enum class Invoke : std::uint8_t { sync, async };

/// The conditions under which the durations of a function were measured. They say how much CPU time is in the
/// share of a duration that is CPU work (FunctionTraits::cpu).
struct MeasuredAt {
  Mebibytes memory = 0;          ///< memory size of an instance; 0: the function's own
  std::uint32_t neighbours = 0;  ///< other instances of this size that were busy with CPU work on the same VM

  bool operator==(const MeasuredAt&) const = default;
};

/// Work that each execution of a function does in addition to the duration that is drawn for it.
struct WorkMix {
  Duration cpu{};                          ///< CPU time, in vCPU times nanoseconds
  std::uint64_t disk = 0;                  ///< bytes read from or written to the disk
  std::uint64_t network = 0;               ///< bytes sent or received
  std::uint32_t parallelism = kUnlimited;  ///< vCPUs that the CPU work of an execution can use at once

  [[nodiscard]] bool is_any() const { return cpu > Duration{} || disk > 0 || network > 0; }
  bool operator==(const WorkMix&) const = default;
};

/// Attributes that are the same for every function of one workload entry, unless the entry sets them for
/// single functions.
struct FunctionTraits {
  Duration timeout = Duration::infinite();  ///< an execution is cut off here and counts as timed_out
  std::uint32_t requests_per_instance = 1;  ///< requests that one instance takes at once
  std::uint32_t max_instances =
      kUnlimited;  ///< live instances, including starting ones; at this number attempts wait
  std::uint32_t concurrency_limit = kUnlimited;  ///< limit on the invocations in flight; sets nothing aside
  /// Part of its account's concurrency that is set aside for the function: no other function can use it, and
  /// the function cannot use more (0: it is switched off). Empty: it shares the rest with other functions.
  std::optional<std::uint32_t> reserved_concurrency = std::nullopt;
  std::uint32_t provisioned = 0;    ///< instances that the provisioned pre-warm policy keeps ready
  std::uint32_t crash_retries = 0;  ///< number of times that an invocation lost in a VM crash is tried again
  double error_rate = 0;            ///< probability that an execution fails at its end, 0 to 1
  std::uint32_t priority = 0;       ///< for the queueing policy: the highest is served first
  Duration deadline = Duration::infinite();  ///< for the queueing policy: an answer is due within this time
  std::uint32_t sessions = 0;  ///< sessions (users, keys) of its requests; 0: one for each request
  Invoke invoke = Invoke::sync;
  std::optional<std::uint32_t> async_retries = std::nullopt;  ///< after a failure; absent: the platform's
  std::optional<Duration> async_max_age = std::nullopt;       ///< of an event; absent: the platform's
  /// The share of an execution's duration that is CPU work, from 0 to 1; it takes longer if instances share
  /// vCPUs. 0: the function has no CPU work.
  double cpu = 0;
  WorkMix work;
  MeasuredAt durations_measured_at;
  std::optional<sim::Distribution> init;  ///< overrides the profile's function-init stage (nanoseconds)

  /// Whether its executions use resources that the instances in a VM share.
  [[nodiscard]] bool shares_resources() const { return cpu > 0 || work.is_any(); }
  bool operator==(const FunctionTraits&) const;
};

/// A deployed function.
struct FunctionSpec {
  TenantId tenant;
  std::string name;
  Mebibytes memory = 128;
  FunctionTraits traits;
};

/// All tenants and functions of a run, in the order in which they are first named; ids are positions. Sources
/// add functions when they are opened, or while they are read (a CSV trace names a function in the row that
/// first uses it).
class FunctionTable {
 public:
  /// The tenant of that name, added if new. Names are printable(); throws TraceError for any other, as
  /// function() does.
  TenantId tenant(std::string_view name);
  /// The function `name` of `tenant`, added if new. If it exists with another memory size or other traits,
  /// two workload entries contradict each other: throws std::invalid_argument with the difference.
  FunctionId function(TenantId tenant, std::string_view name, Mebibytes memory, const FunctionTraits& traits);

  /// From now on, tenants and functions are named by this entry of the workload.
  void begin_entry(std::uint32_t entry) { entry_ = entry; }
  /// Whether the entry has named the function, and whether another entry has also named it.
  [[nodiscard]] bool is_of_entry(FunctionId id, std::uint32_t entry) const;
  [[nodiscard]] bool is_shared(FunctionId id) const;

  [[nodiscard]] std::size_t size() const { return functions_.size(); }
  [[nodiscard]] std::size_t tenant_count() const { return tenants_.size(); }
  [[nodiscard]] const FunctionSpec& operator[](FunctionId id) const { return functions_[id.index()]; }
  [[nodiscard]] const std::string& tenant_name(TenantId id) const { return tenants_[id.index()]; }

 private:
  std::vector<std::string> tenants_;
  std::vector<FunctionSpec> functions_;
  std::vector<std::uint32_t> first_entry_;  // entry that named each function first
  std::set<std::pair<std::uint32_t, std::uint32_t>>
      also_;  // pairs of a function and a further entry that named it
  std::uint32_t entry_ = 0;
  std::unordered_map<std::string, TenantId> tenant_by_name_;      // looked up only, never iterated
  std::unordered_map<std::string, FunctionId> function_by_name_;  // key: tenant index, NUL, name
  std::string key_;  // the key being looked up; kept so that a look-up allocates nothing
};

/// Clients of one function in a closed loop: each sends a request, waits for its end (success or failure),
/// thinks, and sends the next. The times of requests depend on the answers, so the platform generates them;
/// they are not in a stream.
///
/// The pause before a client's k-th request (k from 0) and that request's duration are draws at (client, k),
/// independent of the order of the function's invocations. Two policies answer at different times and in a
/// different order, but each client does the same work after the same pauses.
struct ClientGroup {
  FunctionId function;
  std::uint32_t clients = 0;
  Duration ramp_up;            ///< client i (from 0) of n starts at i / n of this time
  sim::Distribution first;     ///< nanoseconds from a client's start to its first request
  sim::Distribution think;     ///< nanoseconds from an answer to the next request
  sim::Distribution duration;  ///< nanoseconds
  sim::DrawKey think_key;
  sim::DrawKey duration_key;
  Time until;  ///< every request is sent before this time
};

/// A sorted stream of arrivals, read in batches; a trace is never held whole in memory.
class ArrivalSource {
 public:
  virtual ~ArrivalSource() = default;
  /// Writes up to `out.size()` next arrivals, in non-decreasing time and, within a time, in row order.
  /// Returns their number; 0 means the end. When it returns, the table has all functions named in these rows.
  /// Throws TraceError for bad input (a row that cannot be read, times that decrease), with file and line.
  virtual std::size_t fill(std::span<Arrival> out) = 0;
  /// The end of the source: the last minute of a per-minute trace, or the scenario's duration for a
  /// generator. Empty for a list of rows.
  [[nodiscard]] virtual std::optional<Time> horizon() const { return std::nullopt; }
  /// The clients that send in addition to the stream; the list never changes. Their functions are in the
  /// table.
  [[nodiscard]] virtual std::vector<ClientGroup> clients() const { return {}; }
};

/// A trace that cannot be used: `what()` is "file:line:column: what was found; what is allowed".
class TraceError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace curtain
