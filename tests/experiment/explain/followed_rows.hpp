#pragma once
// Accounts of invocations of scenarios made by hand or at random, and their rows.
#include <map>
#include <vector>

#include "models/experiment/explain/invocation_account.hpp"
#include "tests/support/random_scenario.hpp"

namespace support {

/// A random scenario with all features: outages, errors and asynchronous events in every second one, clients
/// that leave in every third, shared vCPUs in every fifth.
inline World any_scenario(std::uint32_t seed) {
  return RandomScenario(seed, seed % 4 == 0 ? Instants::apart : Instants::shared,
                        seed % 5 == 0 ? CpuWork::shared : CpuWork::none,
                        seed % 2 == 0 ? Trouble::some : Trouble::none,
                        seed % 3 == 0 ? ClientsWait::briefly : ClientsWait::forever)
      .make();
}

/// The rows of all invocations, in the order of their ends.
inline std::vector<InvocationRow> all_rows(World& world) {
  std::vector<InvocationRow> rows;
  InvocationLog log(world.options.warmup, [&rows](const InvocationRow& row) { rows.push_back(row); });
  world.run_observed(log);
  log.finish();
  return rows;
}

/// The account of the n-th invocation, which must arrive.
inline InvocationAccount followed(World& world, FunctionId function, std::uint64_t n) {
  InvocationFollower follower(world.table, world.parameters.billing, world.options.warmup);
  follower.follow(function, n);
  world.run_observed(follower);
  follower.finish();
  REQUIRE(follower.account().has_value());
  return *follower.account();
}

}  // namespace support
