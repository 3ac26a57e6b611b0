#pragma once
// The accounts of invocations in scenarios made by hand or at random, and the rows of these invocations.
#include <map>
#include <vector>

#include "models/experiment/explain/invocation_account.hpp"
#include "tests/support/random_scenario.hpp"

namespace support {

/// Makes a random scenario with all features. Every second scenario has outages, errors and asynchronous
/// events, every third has clients that leave, and every fifth has shared vCPUs.
inline World any_scenario(std::uint32_t seed) {
  return RandomScenario(seed, seed % 4 == 0 ? Instants::apart : Instants::shared,
                        seed % 5 == 0 ? CpuWork::shared : CpuWork::none,
                        seed % 2 == 0 ? Trouble::some : Trouble::none,
                        seed % 3 == 0 ? ClientsWait::briefly : ClientsWait::forever)
      .make();
}

/// Returns the rows of all invocations, in the order of their ends.
inline std::vector<InvocationRow> all_rows(World& world) {
  std::vector<InvocationRow> rows;
  InvocationLog log(world.options.warmup, [&rows](const InvocationRow& row) { rows.push_back(row); });
  world.run_observed(log);
  log.finish();
  return rows;
}

/// Returns the account of the n-th invocation, which must arrive.
inline InvocationAccount followed(World& world, FunctionId function, std::uint64_t n) {
  InvocationFollower follower(world.table, world.parameters.billing, world.options.warmup);
  follower.follow(function, n);
  world.run_observed(follower);
  follower.finish();
  REQUIRE(follower.account().has_value());
  return *follower.account();
}

}  // namespace support
