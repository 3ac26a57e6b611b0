#pragma once
// The ids and basic types that every model uses.
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

/// A memory size in whole MiB, the unit in which platforms sell memory.
using Mebibytes = std::uint32_t;

/// The value of a limit that means that there is no limit.
inline constexpr std::uint32_t kUnlimited = std::numeric_limits<std::uint32_t>::max();

/// The reason why an invocation was turned away before it ran. Each reason belongs to an outcome: throttled,
/// expired or refused (models/metrics/function_tally.hpp: outcome_of).
enum class Rejection : std::uint8_t {
  account_limit,   ///< the tenant has the maximum number of invocations in flight
  function_limit,  ///< the function has the maximum number of invocations in flight
  rate,            ///< the tenant or the function has too many requests per second
  starts,          ///< the invocation needs an instance, but the tenant or function starts the maximum number
                   ///< already
  frontend_queue,  ///< the tenant's queue at the frontend is full
  function_queue,  ///< the function's queue at the scheduler is full
  unstated,        ///< the admission policy gave no reason
  waited_too_long,
  no_room,       ///< no VM or host has room for an instance
  too_large,     ///< an instance of this memory size does not fit even an empty VM
  end_tenants,   ///< the function has the maximum number of instances that each serve one end tenant
  no_end_tenant  ///< the function serves each end tenant apart, but the request names no end tenant
};
inline constexpr std::size_t kRejections = 12;

/// The name of each reason in metrics and files, indexed by Rejection.
inline constexpr std::array<std::string_view, kRejections> kRejectionNames = {"throttled_by_account_limit",
                                                                              "throttled_by_function_limit",
                                                                              "throttled_by_rate",
                                                                              "throttled_by_starts",
                                                                              "throttled_by_frontend_queue",
                                                                              "throttled_by_function_queue",
                                                                              "throttled_unstated",
                                                                              "expired",
                                                                              "refused_no_room",
                                                                              "refused_too_large",
                                                                              "throttled_by_end_tenants",
                                                                              "refused_no_end_tenant"};

/// The host or the zone that an outage takes down.
struct OutageTarget {
  bool is_zone = false;
  std::uint32_t number = 0;  ///< of the host or zone
  bool operator==(const OutageTarget&) const = default;
};

/// 2024-01-01 00:00, a Monday, in minutes since 1970-01-01 00:00.
inline constexpr std::int64_t kMonday2024 = 28'401'120;

/// The purpose of a random draw, which is part of its address. Workload sources add their number in the high
/// bits (`purpose_of_source`), so that two sources never share a draw. The values affect the results, so they
/// must never be changed.
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
  repeated_runtime_start = 29,
  repeated_function_init = 30,
  pooled_vm_boot = 31,
  routing = 32,
  placement = 33,
  host_placement = 34,
  snapshot_restore = 35,
  repeated_restore = 36,
  thaw = 37,
  code_update = 38,
  programme_memory = 39,
  programme_execution = 40,
  end_tenant = 41,
  keep_alive = 45,
  session = 55,
  function_sample = 64,
  thinning = 65,
};

constexpr std::uint32_t purpose_of_source(Purpose purpose, std::uint32_t source) {
  return static_cast<std::uint32_t>(purpose) | ((source + 1) << 8);
}

}  // namespace curtain
