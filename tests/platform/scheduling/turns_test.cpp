// Tests of the queueing order among functions that wait for the same room.
#include <utility>
#include <vector>

#include "tests/policies/queueing/queueing_support.hpp"

using namespace support;

TEST_CASE("attempts that wait for room are served one by one in one order, with early and late binding") {
  // One attempt runs at a time, for 100 ms. All arrive before the first ends, so the order is by priority,
  // then by arrival.
  World world = one_place();
  world.parameters.scheduler.binding = GENERATE(Binding::early, Binding::late);
  world.parameters.policies.queueing = policy(Seam::queueing, "priority", {length(Duration::infinite())});
  std::vector<FunctionId> functions;
  for (std::uint32_t priority = 0; priority < 3; ++priority) {
    FunctionTraits traits;
    traits.priority = priority;
    functions.push_back(world.function("f" + std::to_string(priority), traits));
  }
  for (const std::uint32_t which : {0u, 0u, 1u, 2u, 1u, 0u, 2u}) {
    world.arrive(functions[which], at_ms(static_cast<std::int64_t>(world.arrivals.size())), ms(100));
  }
  world.run();
  CHECK(starts(world) == Starts{{0, 0}, {2, 100}, {2, 200}, {1, 300}, {1, 400}, {0, 500}, {0, 600}});
}

TEST_CASE(
    "room for several attempts is used by the first attempts of all functions, not of only one function") {
  // A large instance is reclaimed, which makes room for two small ones: one for the first attempt of f and
  // one for the first attempt of g.
  World world = one_place();
  world.parameters.cluster.hosts = {1, 0, 256};
  world.parameters.cluster.vms.memory = 256;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  const FunctionId large = world.function("large", {}, 256);
  const FunctionId f = world.function("f");
  const FunctionId g = world.function("g");
  world.arrive(large, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(10), ms(500));
  world.arrive(f, at_ms(20), ms(500));
  world.arrive(g, at_ms(15), ms(500));
  std::swap(world.arrivals[2], world.arrivals[3]);
  world.run();
  CHECK(starts(world) == Starts{{0, 0}, {1, 1'000}, {1, 1'000}, {2, 1'500}});
  world.parameters.policies.queueing = policy(Seam::queueing, "priority", {length(Duration::infinite())});
  world.run();
  CHECK(starts(world) == Starts{{0, 0}, {1, 1'000}, {2, 1'000}, {1, 1'500}});
}
