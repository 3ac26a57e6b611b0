#pragma once
// Common functions for the tests of queueing by keys.
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "models/policies/queueing/seam.hpp"
#include "tests/policies/seam_support.hpp"

namespace support {

// The possible values of `known`.
constexpr std::int64_t kMean = 0;
constexpr std::int64_t kExact = 1;

inline std::unique_ptr<QueueingPolicy> queueing(std::string_view name, std::vector<Argument> arguments = {}) {
  return made<QueueingPolicy>(policy(Seam::queueing, name, std::move(arguments)));
}

inline QueueingQuery waiting(Time arrival, std::uint32_t function, Duration duration = ms(1),
                             std::uint32_t tenant = 0) {
  return {arrival, arrival, TenantId{tenant}, FunctionId{function}, duration, 0};
}

/// A world with room for one instance. Idle instances are evicted, and attempts without room wait.
inline World one_place() {
  World world;
  world.parameters.cluster.hosts = {1, 0, 128};
  world.parameters.cluster.vms.memory = 128;
  world.parameters.scheduler.no_room = NoRoom::wait;
  world.parameters.scheduler.evict_idle = true;
  return world;
}

using Starts = std::vector<std::pair<std::uint32_t, std::int64_t>>;

/// Returns the times at which each function's attempts started, as (function, ms), in order.
inline Starts starts(const World& world) {
  Starts all;
  for (const Observation& seen : world.record.of(Change::started)) {
    all.emplace_back(seen.function.value(), seen.now.ns() / 1'000'000);
  }
  return all;
}

}  // namespace support
