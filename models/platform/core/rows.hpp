#pragma once
// The rows of a cell's state. The data that a warm invocation accesses are packed into few cache lines; the
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

/// Reasons why an attempt of a function cannot take the warm path. Some bits hold for the whole run; other
/// bits are set and cleared.
namespace special {
inline constexpr std::uint32_t forced = 1;         ///< every attempt of the run takes the general path
inline constexpr std::uint32_t several_slots = 2;  ///< an instance serves several requests at the same time
inline constexpr std::uint32_t asked_policy =
    4;                                     ///< the admission, routing or keep-alive policy must be called
inline constexpr std::uint32_t hooks = 8;  ///< a policy needs notices of arrivals or completions
inline constexpr std::uint32_t random_frontend = 16;  ///< the request latency is random
inline constexpr std::uint32_t idle_order = 32;       ///< idle instances are kept in an order
inline constexpr std::uint32_t waiting = 64;  ///< attempts wait in the function's queue (set and cleared)
inline constexpr std::uint32_t provisioned = 128;  ///< executions on provisioned concurrency have a price
inline constexpr std::uint32_t senders =
    256;  ///< some requests have a sender that must be notified of their end
inline constexpr std::uint32_t not_deployed =
    512;  ///< the function has had no arrival yet, see Engine::deploy()
inline constexpr std::uint32_t shared_work =
    1024;                                      ///< SharedWork determines when executions of the function end
inline constexpr std::uint32_t errors = 2048;  ///< executions of the function may end in an error
inline constexpr std::uint32_t set_aside = 4096;  ///< concurrency is or may be set aside for the function
inline constexpr std::uint32_t client_timeout = 8192;  ///< clients of the function have a timeout
inline constexpr std::uint32_t billed_while_busy =
    16384;  ///< the function's instances are charged while they are busy
/// the next execution on an instance of the function begins with an initialisation (set and cleared)
inline constexpr std::uint32_t reset = 32768;
inline constexpr std::uint32_t errors_crash = 65536;  ///< an error of the function crashes its runtime
inline constexpr std::uint32_t freezes = 131072;      ///< idle instances are frozen after some time
inline constexpr std::uint32_t updates = 262144;      ///< the code of the function is replaced during the run
inline constexpr std::uint32_t probed = 524288;  ///< answers say what the execution could see of the platform
inline constexpr std::uint32_t end_tenants = 1048576;  ///< each instance serves one end tenant only
/// Functions whose executions may need extra work at their end, see unusual::.
inline constexpr std::uint32_t unusual_ends = errors | set_aside | client_timeout | billed_while_busy;
}  // namespace special

/// Extra work at the end of an execution, as bits.
namespace unusual {
inline constexpr std::uint8_t cut_off = 1;    ///< the execution ends at the function's timeout
inline constexpr std::uint8_t pays_init = 2;  ///< the execution is billed with its instance's initialisation
inline constexpr std::uint8_t on_provisioned = 4;  ///< the execution runs on provisioned concurrency
inline constexpr std::uint8_t by_function = 8;     ///< the function's mask has set_aside or billed_while_busy
inline constexpr std::uint8_t waited =
    16;  ///< the request has a row of Waits with the times before the execution
inline constexpr std::uint8_t shared_work = 32;      ///< the execution shares resources of its VM
inline constexpr std::uint8_t errs = 64;             ///< the execution ends in an error of its function
inline constexpr std::uint8_t client_timeout = 128;  ///< the client may have left before the answer
}  // namespace unusual

/// One invocation in flight, with its current attempt. The row has 64 bytes.
struct Request {
  Time arrival;     ///< time when the invocation reached the frontend
  Time dispatched;  ///< time when the attempt was admitted and passed to the scheduler
  Time started;  ///< start of the attempt's execution; before that, the time when the attempt began to wait
                 ///< or was bound
  Duration duration;
  std::uint64_t ordinal = 0;  ///< number of the invocation among the invocations of its function
  std::uint32_t function = kNone;
  std::uint32_t instance = kNone;
  std::uint32_t next = kNone;  ///< next request in its queue, or among the requests of its instance
  std::uint32_t previous = kNone;
  std::uint8_t attempt = 0;
  std::uint8_t place = 0;  ///< a RequestPlace
  std::uint8_t start = 0;  ///< a StartKind
  bool first_use = false;
  std::uint8_t unusual = 0;  ///< bits of unusual::
  /// Whether the client has left: then the invocation has ended, but the attempt continues. False in free
  /// rows.
  bool is_abandoned = false;
};
static_assert(sizeof(Request) == 64);

enum class RequestPlace : std::uint8_t { frontend, admission_queue, function_queue, bound, running };
/// Whether the attempt counts as concurrency. An attempt counts once it is admitted.
[[nodiscard]] inline bool is_in_flight(const Request& request) {
  return request.place > static_cast<std::uint8_t>(RequestPlace::admission_queue);
}

/// The times between a request and its execution, for requests that do not take the warm path.
struct Waits {
  std::uint64_t number = 0;  ///< number of the invocation, in the order of arrival
  Duration frontend;         ///< network time from the request to the scheduler
  Duration lost;             ///< time from the first attempt's arrival at the scheduler to the arrival of the
                             ///< current attempt
  Time submitted;            ///< time when the current attempt reached the scheduler
  Duration queued;           ///< time of the current attempt in the queues of frontend and function
  Duration starting;         ///< time that the current attempt was bound to a starting instance
  Duration thaw;             ///< time to thaw the instance of the current attempt
};

/// The data of a function that the warm path needs. The row has 64 bytes.
struct Function {
  std::uint32_t front = kNone;  ///< first in the list of instances with a free slot, the most recently used
  std::uint32_t back = kNone;
  std::uint32_t mask = 0;  ///< bits of special::
  std::uint32_t tenant = 0;
  std::uint32_t in_flight = 0;
  std::uint32_t limit = 0;  ///< below this number in flight, a request is admitted without calling the policy
  std::uint64_t arrivals = 0;
  Duration timeout;
  sim::RollingHash hash;
  std::uint32_t slots = 1;
  std::uint32_t live = 0;  ///< number of instances, including starting instances
  std::uint64_t unused = 0;
};
static_assert(sizeof(Function) == 64);

/// The data of a function that the warm path does not need.
struct FunctionRest {
  Mebibytes memory = 0;
  std::uint32_t tenant = 0;
  std::uint32_t starting = 0;
  std::uint32_t max_instances = 0;
  std::uint32_t concurrency_limit = 0;  ///< the lower of concurrency limit and reserved concurrency
  std::uint32_t idle = 0;               ///< idle instances, if idle instances are kept in order
  std::uint32_t floor = 0;              ///< minimum number of live instances that pre-warm keeps
  std::uint32_t provisioned = 0;
  std::uint32_t on_provisioned = 0;  ///< number of attempts that run on the provisioned concurrency
  bool sells_floor = false;          ///< whether the floor is provisioned concurrency, which is charged
  /// Like concurrency_ns, for `on_provisioned`, if the pre-warm policy declares the need.
  std::uint64_t provisioned_busy_ns = 0;
  std::uint32_t crash_retries = 0;
  double error_rate = 0;
  std::uint32_t priority = 0;
  Duration deadline;               ///< the deadline of the function, or its timeout if it has no deadline
  std::uint32_t serial = 0;        ///< number of instances created so far
  std::uint32_t joinable = kNone;  ///< a starting instance with an unbound slot
  std::uint32_t isolation_class = 0;
  std::uint64_t pre_warmed = 0;  ///< starts that were not caused by an attempt
  sim::LazyTimer planned_start;  ///< time when pre-warm starts an instance unless an attempt arrives earlier
  RequestQueue queue;
  std::uint32_t bound = 0;     ///< attempts bound to starting instances
  std::uint32_t claimed = 0;   ///< starting instances to which attempts are bound
  std::uint32_t draining = 0;  ///< number of instances that take no more attempts
  /// Sum of the ends minus the sum of the admissions, in ns modulo 2^64, if the scaling policy declares the
  /// need. Adding in_flight * now gives the integral of in_flight.
  std::uint64_t concurrency_ns = 0;
};

enum class InstanceState : std::uint8_t { starting, ready, draining };

/// The data of an instance that the warm path needs. The row has 64 bytes.
struct Instance {
  std::uint32_t next = kNone;  ///< next in the function's list of instances with a free slot
  std::uint32_t previous = kNone;
  std::uint32_t function = kNone;
  std::uint32_t in_flight = 0;  ///< attempts that run on the instance, or are bound to it while it starts
  std::uint32_t slots = 1;
  std::uint32_t first_request = kNone;
  sim::LazyTimer keep_alive;  ///< the end of the keep-alive, if the instance is idle
  Duration distance;          ///< one-way latency from the frontend to the instance's host
  std::uint32_t uses = 0;
  std::uint32_t serial = 0;  ///< number of the instance within its function
  InstanceState state = InstanceState::starting;
  bool listed = false;     ///< the instance is in its function's list
  bool must_init = false;  ///< the next execution begins with an initialisation
  std::uint32_t vm = kNone;
};
static_assert(sizeof(Instance) == 64);

/// The data of an instance that the warm path does not need.
struct InstanceRest {
  std::uint64_t number = 0;  ///< number of the instance in the order of creation
  Time created;
  Time ready;
  Time last_used;
  Time thawed;    ///< end of the last thaw of the frozen instance
  Duration init;  ///< runtime start and function init, the part of the start-up that may be billed
  Mebibytes memory = 0;
  std::uint32_t vm_next = kNone;  ///< next among the instances of the same VM
  std::uint32_t vm_previous = kNone;
  bool idle = false;                ///< valid if idle instances are kept in an order
  bool may_give_up = false;         ///< the initialisation of its start has a limit
  Time init_until = Time::never();  ///< end of the last initialisation in an execution; never if there was
                                    ///< none since the last reset
};

struct Tenant {
  std::uint32_t in_flight = 0;
  std::uint32_t limit =
      0;  ///< below this number in flight, the admission policy is not called; 0 if concurrency is set aside
  std::uint32_t waiting = 0;  ///< number of attempts in the tenant's admission queue
  sim::EarliestTimer
      asked_again;  ///< time at which a waiting attempt may be admitted even if nothing changes before
  RequestQueue queue;
};

/// The cause of a start, which addresses the random draws of the start within its function. Starts by
/// pre-warm are numbered separately.
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

/// The tables of a cell. Only the core writes the tables; modules read them through a const reference.
struct Rows {
  std::vector<Function> functions;
  std::vector<FunctionRest> rest;  ///< indexed by function
  std::vector<Tenant> tenants;
  sim::Slab<Request> requests;
  std::vector<Waits> waits;  ///< indexed by request; only for requests that do not take the warm path
  sim::Slab<Instance> instances;
  std::vector<InstanceRest> instance_rest;  ///< indexed by instance
  std::uint64_t instances_ever = 0;
};

}  // namespace curtain
