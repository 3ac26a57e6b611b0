#pragma once
// The rows of a cell's state. What a warm invocation touches is packed into few cache lines; the rest of a
// function or instance lies in a second table.
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

/// Why an attempt of a function cannot take the warm path. Some bits stand for the whole run, others come and
/// go.
namespace special {
inline constexpr std::uint32_t forced = 1;            ///< the run asks for the general path throughout
inline constexpr std::uint32_t several_slots = 2;     ///< more than one request an instance
inline constexpr std::uint32_t asked_policy = 4;      ///< admission, routing or keep-alive must be asked
inline constexpr std::uint32_t hooks = 8;             ///< a policy wants to know of arrivals or completions
inline constexpr std::uint32_t random_frontend = 16;  ///< the request latency is drawn
inline constexpr std::uint32_t idle_order = 32;       ///< idle instances are kept in some order
inline constexpr std::uint32_t waiting = 64;       ///< comes and goes: attempts wait in the function's queue
inline constexpr std::uint32_t provisioned = 128;  ///< what runs on provisioned concurrency has its own price
inline constexpr std::uint32_t senders =
    256;  ///< some of its requests have a sender that hears of their ends
inline constexpr std::uint32_t not_deployed = 512;  ///< nothing of it has arrived yet, see Engine::deploy()
inline constexpr std::uint32_t shared_cpu = 1024;   ///< SharedCpu says when its executions end
inline constexpr std::uint32_t errors = 2048;       ///< its executions may end in an error
inline constexpr std::uint32_t set_aside = 4096;    ///< concurrency is or may be set aside for it
/// What the end of an execution has to see to, see unusual::.
inline constexpr std::uint32_t unusual_ends = errors | set_aside;
}  // namespace special

/// Extra work at the end of an execution.
namespace unusual {
inline constexpr std::uint32_t cut_off = 1;    ///< it ends at the function's timeout
inline constexpr std::uint32_t pays_init = 2;  ///< its instance started for it: the two are billed together
inline constexpr std::uint32_t on_provisioned = 4;  ///< it runs on provisioned concurrency
inline constexpr std::uint32_t set_aside = 8;       ///< concurrency may be set aside for its function
inline constexpr std::uint32_t waited = 16;         ///< Waits has what came before it
inline constexpr std::uint32_t shared_cpu = 32;     ///< it shares the vCPUs of its VM
inline constexpr std::uint32_t errs = 64;           ///< it ends in an error of its function
}  // namespace unusual

/// One invocation in flight; also its present attempt. 64 bytes.
struct Request {
  Time arrival;     ///< of the invocation at the frontend
  Time dispatched;  ///< of the attempt: admitted and handed to the scheduler
  Time started;     ///< of the attempt's execution; while it waits or is bound: since when
  Duration duration;
  std::uint64_t ordinal = 0;  ///< of the invocation within its function
  std::uint32_t function = kNone;
  std::uint32_t instance = kNone;
  std::uint32_t next = kNone;  ///< in the queue it waits in, or among its instance's requests
  std::uint32_t previous = kNone;
  std::uint8_t attempt = 0;
  std::uint8_t place = 0;  ///< RequestPlace
  std::uint8_t start = 0;  ///< StartKind
  bool first_use = false;
  std::uint32_t unusual = 0;  ///< of unusual::
};
static_assert(sizeof(Request) == 64);

enum class RequestPlace : std::uint8_t { frontend, admission_queue, function_queue, bound, running };
/// Whether the attempt counts as concurrency: it has been admitted.
[[nodiscard]] inline bool is_in_flight(const Request& request) {
  return request.place > static_cast<std::uint8_t>(RequestPlace::admission_queue);
}

/// What lies between a request and its execution, of requests that do not take the warm path.
struct Waits {
  std::uint64_t number = 0;  ///< of the invocation, in the order of arrival
  Duration frontend;         ///< the request's way to the scheduler
  Duration lost;             ///< from reaching the scheduler first to reaching it for the present attempt
  Time submitted;            ///< when the present attempt reached the scheduler
  Duration queued;           ///< of the present attempt, in the frontend's and the function's queue
  Duration starting;         ///< of the present attempt, bound to an instance that was starting
};

/// A function, as the warm path needs it. 64 bytes.
struct Function {
  std::uint32_t front = kNone;  ///< instances with a free slot, the one used last in front
  std::uint32_t back = kNone;
  std::uint32_t mask = 0;  ///< of special::
  std::uint32_t tenant = 0;
  std::uint32_t in_flight = 0;
  std::uint32_t limit = 0;  ///< invocations in flight below which it may be admitted without asking
  std::uint64_t arrivals = 0;
  Duration timeout;
  sim::RollingHash hash;
  std::uint32_t slots = 1;
  std::uint32_t live = 0;  ///< instances, starting ones included
  std::uint64_t unused = 0;
};
static_assert(sizeof(Function) == 64);

/// The rest of a function.
struct FunctionRest {
  Mebibytes memory = 0;
  std::uint32_t tenant = 0;
  std::uint32_t starting = 0;
  std::uint32_t max_instances = 0;
  std::uint32_t concurrency_limit = 0;  ///< and reserved concurrency: the lower
  std::uint32_t idle = 0;               ///< idle instances, if idle instances are kept in order
  std::uint32_t floor = 0;              ///< live instances that pre-warm wants at least
  std::uint32_t provisioned = 0;
  std::uint32_t on_provisioned = 0;  ///< attempts that run within the provisioned concurrency
  std::uint32_t crash_retries = 0;
  double error_rate = 0;
  std::uint32_t priority = 0;
  Duration deadline;               ///< its own, else its timeout
  std::uint32_t serial = 0;        ///< instances ever created
  std::uint32_t joinable = kNone;  ///< a starting instance with a slot not yet bound
  std::uint32_t isolation_class = 0;
  std::uint64_t pre_warmed = 0;  ///< starts that no attempt caused
  sim::LazyTimer planned_start;  ///< when pre-warm starts an instance if nothing comes before
  RequestQueue queue;
  std::uint32_t bound = 0;     ///< attempts bound to instances that start
  std::uint32_t claimed = 0;   ///< starting instances that attempts are bound to
  std::uint32_t draining = 0;  ///< instances that take no more attempts
  /// Ends less admissions, in ns modulo 2^64, if scaling declares it: with in_flight * now the integral of
  /// in_flight.
  std::uint64_t concurrency_ns = 0;
};

enum class InstanceState : std::uint8_t { starting, ready, draining };

/// An instance, as the warm path needs it. 64 bytes.
struct Instance {
  std::uint32_t next = kNone;  ///< in its function's list of those with a free slot
  std::uint32_t previous = kNone;
  std::uint32_t function = kNone;
  std::uint32_t in_flight = 0;  ///< running, or bound while it starts
  std::uint32_t slots = 1;
  std::uint32_t first_request = kNone;
  sim::LazyTimer keep_alive;  ///< when it ends, if the instance is idle
  Duration distance;          ///< one way, frontend to its host
  std::uint32_t uses = 0;
  std::uint32_t serial = 0;  ///< within its function
  InstanceState state = InstanceState::starting;
  bool listed = false;  ///< in its function's list
  std::uint32_t vm = kNone;
};
static_assert(sizeof(Instance) == 64);

/// The rest of an instance.
struct InstanceRest {
  std::uint64_t number = 0;  ///< of all instances, in the order of their creation
  Time created;
  Time ready;
  Time last_used;
  Duration init;  ///< runtime start and function init, the part of its start that may be billed
  Mebibytes memory = 0;
  std::uint32_t vm_next = kNone;  ///< among its VM's instances
  std::uint32_t vm_previous = kNone;
  bool idle = false;  ///< told if idle instances are kept in some order
};

struct Tenant {
  std::uint32_t in_flight = 0;
  std::uint32_t limit = 0;         ///< below which admission need not be asked; 0 where any is set aside
  std::uint32_t waiting = 0;       ///< in its admission queue
  sim::EarliestTimer asked_again;  ///< when time may let in one of them
  RequestQueue queue;
};

/// A draw's address within a function: what caused a start. Pre-warm starts have an ordinal space of their
/// own.
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

/// The tables of a cell. Only the core writes them; modules look at them through a const reference.
struct Rows {
  std::vector<Function> functions;
  std::vector<FunctionRest> rest;  ///< by function
  std::vector<Tenant> tenants;
  sim::Slab<Request> requests;
  std::vector<Waits> waits;  ///< by request; of those that do not take the warm path
  sim::Slab<Instance> instances;
  std::vector<InstanceRest> instance_rest;  ///< by instance
  std::uint64_t instances_ever = 0;
};

}  // namespace curtain
