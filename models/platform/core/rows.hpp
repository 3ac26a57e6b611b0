#pragma once
// The rows of a cell's state. The data that a warm invocation touches are packed into few cache lines; the
// other data of a function or instance are in a second table.
#include <cstdint>
#include <limits>
#include <vector>

#include "models/platform/core/request_queue.hpp"
#include "models/words.hpp"
#include "sim/fingerprint.hpp"
#include "sim/slab.hpp"
#include "sim/timer.hpp"

namespace curtain {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// Reasons why an attempt of a function cannot take the warm path. Some bits hold for the whole run; others
/// are set and cleared.
namespace special {
inline constexpr std::uint32_t forced = 1;            ///< the run always takes the general path
inline constexpr std::uint32_t several_slots = 2;     ///< an instance serves more than one request at once
inline constexpr std::uint32_t asked_policy = 4;      ///< admission, routing or keep-alive must be called
inline constexpr std::uint32_t hooks = 8;             ///< a policy needs notices of arrivals or completions
inline constexpr std::uint32_t random_frontend = 16;  ///< the request latency is random
inline constexpr std::uint32_t idle_order = 32;       ///< idle instances are kept in an order
inline constexpr std::uint32_t waiting = 64;       ///< set and cleared: attempts wait in the function's queue
inline constexpr std::uint32_t provisioned = 128;  ///< executions on provisioned concurrency have a price
inline constexpr std::uint32_t senders =
    256;  ///< some of its requests have a sender that is informed of their ends
inline constexpr std::uint32_t not_deployed = 512;     ///< no arrival of it yet, see Engine::deploy()
inline constexpr std::uint32_t shared_work = 1024;     ///< SharedWork determines when its executions end
inline constexpr std::uint32_t errors = 2048;          ///< its executions may end in an error
inline constexpr std::uint32_t set_aside = 4096;       ///< concurrency is or may be set aside for it
inline constexpr std::uint32_t client_timeout = 8192;  ///< its clients have a timeout
/// Functions whose executions may need extra work at their end, see unusual::.
inline constexpr std::uint32_t unusual_ends = errors | set_aside | client_timeout;
}  // namespace special

/// Extra work at the end of an execution.
namespace unusual {
inline constexpr std::uint8_t cut_off = 1;           ///< it ends at the function's timeout
inline constexpr std::uint8_t pays_init = 2;         ///< it is billed with the initialisation of its instance
inline constexpr std::uint8_t on_provisioned = 4;    ///< it runs on provisioned concurrency
inline constexpr std::uint8_t set_aside = 8;         ///< concurrency may be set aside for its function
inline constexpr std::uint8_t waited = 16;           ///< Waits has the times before its execution
inline constexpr std::uint8_t shared_work = 32;      ///< it shares resources of its VM
inline constexpr std::uint8_t errs = 64;             ///< it ends in an error of its function
inline constexpr std::uint8_t client_timeout = 128;  ///< its client may have left before the answer
}  // namespace unusual

/// One invocation in flight, with its current attempt. 64 bytes.
struct Request {
  Time arrival;     ///< of the invocation at the frontend
  Time dispatched;  ///< when the attempt was admitted and passed to the scheduler
  Time started;  ///< start of the attempt's execution; before that, the time since when it waits or is bound
  Duration duration;
  std::uint64_t ordinal = 0;  ///< number of the invocation within its function
  std::uint32_t function = kNone;
  std::uint32_t instance = kNone;
  std::uint32_t next = kNone;  ///< next one in the queue where it waits, or among its instance's requests
  std::uint32_t previous = kNone;
  std::uint8_t attempt = 0;
  std::uint8_t place = 0;  ///< RequestPlace
  std::uint8_t start = 0;  ///< StartKind
  bool first_use = false;
  std::uint8_t unusual = 0;  ///< bits of unusual::
  /// The invocation has ended because its client has left; the attempt goes on. False in rows that are free.
  bool is_abandoned = false;
};
static_assert(sizeof(Request) == 64);

enum class RequestPlace : std::uint8_t { frontend, admission_queue, function_queue, bound, running };
/// Whether the attempt counts as concurrency, which it does once it is admitted.
[[nodiscard]] inline bool is_in_flight(const Request& request) {
  return request.place > static_cast<std::uint8_t>(RequestPlace::admission_queue);
}

/// The times between a request and its execution, for requests that do not take the warm path.
struct Waits {
  std::uint64_t number = 0;  ///< number of the invocation, in the order of arrival
  Duration frontend;         ///< network time of the request to the scheduler
  Duration lost;             ///< from first reaching the scheduler to reaching it for the current attempt
  Time submitted;            ///< when the current attempt reached the scheduler
  Duration queued;           ///< time of the current attempt in the frontend's and the function's queue
  Duration starting;         ///< time that the current attempt was bound to a starting instance
};

/// The data of a function that the warm path needs. 64 bytes.
struct Function {
  std::uint32_t front = kNone;  ///< instances with a free slot, the one used last first
  std::uint32_t back = kNone;
  std::uint32_t mask = 0;  ///< bits of special::
  std::uint32_t tenant = 0;
  std::uint32_t in_flight = 0;
  std::uint32_t limit = 0;  ///< admits without calling the policy below so many invocations in flight
  std::uint64_t arrivals = 0;
  Duration timeout;
  sim::RollingHash hash;
  std::uint32_t slots = 1;
  std::uint32_t live = 0;  ///< instances, including starting ones
  std::uint64_t unused = 0;
};
static_assert(sizeof(Function) == 64);

/// The other data of a function.
struct FunctionRest {
  Mebibytes memory = 0;
  std::uint32_t tenant = 0;
  std::uint32_t starting = 0;
  std::uint32_t max_instances = 0;
  std::uint32_t concurrency_limit = 0;  ///< the lower of concurrency limit and reserved concurrency
  std::uint32_t idle = 0;               ///< idle instances, if idle instances are kept in order
  std::uint32_t floor = 0;              ///< live instances that pre-warm keeps at least
  std::uint32_t provisioned = 0;
  std::uint32_t on_provisioned = 0;  ///< attempts that run on the provisioned concurrency
  std::uint32_t crash_retries = 0;
  double error_rate = 0;
  std::uint32_t priority = 0;
  Duration deadline;               ///< its own deadline, else its timeout
  std::uint32_t serial = 0;        ///< number of instances created so far
  std::uint32_t joinable = kNone;  ///< a starting instance with an unbound slot
  std::uint32_t isolation_class = 0;
  std::uint64_t pre_warmed = 0;  ///< starts that were not caused by an attempt
  sim::LazyTimer planned_start;  ///< when pre-warm starts an instance, if no attempt comes before
  RequestQueue queue;
  std::uint32_t bound = 0;     ///< attempts bound to starting instances
  std::uint32_t claimed = 0;   ///< starting instances to which attempts are bound
  std::uint32_t draining = 0;  ///< instances that take no more attempts
  /// Sum of ends less admissions, in ns modulo 2^64, if scaling declares it. Adding in_flight * now gives the
  /// integral of in_flight.
  std::uint64_t concurrency_ns = 0;
};

enum class InstanceState : std::uint8_t { starting, ready, draining };

/// The data of an instance that the warm path needs. 64 bytes.
struct Instance {
  std::uint32_t next = kNone;  ///< next one in its function's list of instances with a free slot
  std::uint32_t previous = kNone;
  std::uint32_t function = kNone;
  std::uint32_t in_flight = 0;  ///< attempts that run on it, or are bound to it while it starts
  std::uint32_t slots = 1;
  std::uint32_t first_request = kNone;
  sim::LazyTimer keep_alive;  ///< the end of its keep-alive, if the instance is idle
  Duration distance;          ///< one-way latency from the frontend to its host
  std::uint32_t uses = 0;
  std::uint32_t serial = 0;  ///< number within its function
  InstanceState state = InstanceState::starting;
  bool listed = false;  ///< in its function's list
  std::uint32_t vm = kNone;
};
static_assert(sizeof(Instance) == 64);

/// The other data of an instance.
struct InstanceRest {
  std::uint64_t number = 0;  ///< number of the instance in the order of creation
  Time created;
  Time ready;
  Time last_used;
  Duration init;  ///< runtime start and function init, the part of its start-up that may be billed
  Mebibytes memory = 0;
  std::uint32_t vm_next = kNone;  ///< next one among its VM's instances
  std::uint32_t vm_previous = kNone;
  bool idle = false;  ///< set if idle instances are kept in an order
};

struct Tenant {
  std::uint32_t in_flight = 0;
  std::uint32_t limit = 0;    ///< below this, admission need not be called; 0 if concurrency is set aside
  std::uint32_t waiting = 0;  ///< attempts in its admission queue
  sim::EarliestTimer asked_again;  ///< when a waiting attempt may be admitted just by the passing of time
  RequestQueue queue;
};

/// The address of a draw within a function: the cause of a start. Starts by pre-warm are numbered separately.
struct Cause {
  std::uint32_t function = 0;
  std::uint64_t ordinal = 0;

  static Cause of_attempt(std::uint32_t function, std::uint64_t ordinal, std::uint8_t attempt) {
    return {function, (ordinal << 8) | attempt};
  }
  static Cause of_pre_warm(std::uint32_t function, std::uint64_t count) {
    return {function, count | (std::uint64_t{1} << 63)};
  }
};

/// The tables of a cell. Only the core writes them; modules read them through a const reference.
struct Rows {
  std::vector<Function> functions;
  std::vector<FunctionRest> rest;  ///< by function
  std::vector<Tenant> tenants;
  sim::Slab<Request> requests;
  std::vector<Waits> waits;  ///< by request; only for requests that do not take the warm path
  sim::Slab<Instance> instances;
  std::vector<InstanceRest> instance_rest;  ///< by instance
  std::uint64_t instances_ever = 0;
};

}  // namespace curtain
