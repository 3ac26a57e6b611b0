#pragma once
// The ids and basic words every model uses.
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "sim/ids.hpp"
#include "sim/time.hpp"

namespace curtain {

using sim::Duration;
using sim::Time;

using TenantId = sim::Id<struct TenantTag>;
using FunctionId = sim::Id<struct FunctionTag>;
using InstanceId = sim::Id<struct InstanceTag>;
using VmId = sim::Id<struct VmTag>;
using HostId = sim::Id<struct HostTag>;

/// Memory in whole MiB, the granularity in which platforms sell it.
using Mebibytes = std::uint32_t;

/// A limit that is never reached.
inline constexpr std::uint32_t kUnlimited = std::numeric_limits<std::uint32_t>::max();

/// Why an invocation was turned away before it ran. Up to and including `unstated` it counts as throttled,
/// then as expired, then as refused (models/metrics/tally.hpp: outcome_of).
enum class Rejection : std::uint8_t {
  account_limit,   ///< the tenant has as many invocations in flight as it may
  function_limit,  ///< the function has as many in flight as it may
  rate,            ///< too many requests a second, of the tenant or of the function
  starts,          ///< it needs an instance, and the tenant or function starts as many as it may at a time
  frontend_queue,  ///< the tenant's queue at the frontend is full
  function_queue,  ///< the function's queue at the scheduler is full
  unstated,        ///< an admission policy gave no reason
  waited_too_long,
  no_room,    ///< no VM or host has room for an instance
  too_large,  ///< an instance of its memory fits no VM, even an empty one
};
inline constexpr std::size_t kRejections = 10;

/// What metrics and files call an invocation that is turned away, by Rejection.
inline constexpr std::array<std::string_view, kRejections> kRejectionNames = {"throttled_by_account_limit",
                                                                              "throttled_by_function_limit",
                                                                              "throttled_by_rate",
                                                                              "throttled_by_starts",
                                                                              "throttled_by_frontend_queue",
                                                                              "throttled_by_function_queue",
                                                                              "throttled_unstated",
                                                                              "expired",
                                                                              "refused_no_room",
                                                                              "refused_too_large"};

/// The host or the zone that an outage takes down.
struct OutageTarget {
  bool is_zone = false;
  std::uint32_t number = 0;  ///< of the host or zone
  bool operator==(const OutageTarget&) const = default;
};

/// 2024-01-01 00:00, a Monday, in minutes since 1970-01-01 00:00.
inline constexpr std::int64_t kMonday2024 = 28'401'120;

/// What a random draw is for: the `purpose` of its address. Workload sources add their number in the high
/// bits
/// (`purpose_of_source`), so that two sources never share a draw. Values are part of the results: never
/// renumber.
enum class Purpose : std::uint32_t {
  interarrival = 1,
  execution = 2,
  function_memory = 3,
  function_rate = 4,
  function_execution = 5,
  arrival_in_minute = 6,
  population = 7,
  arrival_phase = 8,
  client_think = 9,
  common_arrival = 10,
  lag = 11,
  frontend_latency = 16,
  vm_boot = 17,
  sandbox = 18,
  code_download = 19,
  runtime_start = 20,
  function_init = 21,
  retry_backoff = 22,
  instance_lifetime = 23,
  vm_lifetime = 24,
  vm_crash = 25,
  function_error = 26,
  outage = 27,
  outage_repair = 28,
  routing = 32,
  placement = 33,
  host_placement = 34,
  keep_alive = 45,
  session = 55,
  function_sample = 64,
  thinning = 65,
};

constexpr std::uint32_t purpose_of_source(Purpose purpose, std::uint32_t source) {
  return static_cast<std::uint32_t>(purpose) | ((source + 1) << 8);
}

}  // namespace curtain
