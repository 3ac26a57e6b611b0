#include "models/experiment/instance_lanes.hpp"

#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

using Busy = std::vector<std::pair<Time, Time>>;

/// A scenario with cold starts of 100 ms, and instances that are kept for 1 s.
World short_lives() {
  World world;
  world.parameters.cold_start.sandbox = takes(ms(100));
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(1'000))});
  return world;
}

}  // namespace

TEST_CASE("an instance's life has its start, its busy times and its end") {
  World world = short_lives();
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(50));
  world.arrive(f, at_ms(400), ms(200));
  world.horizon = at_ms(5'000);
  InstanceLanes lanes(100);
  world.run_observed(lanes);
  REQUIRE(lanes.lives().size() == 1);
  const InstanceLife& life = lanes.lives().front();
  CHECK(life.created == at_ms(0));
  CHECK(life.ready == at_ms(100));
  CHECK(life.busy == Busy{{at_ms(100), at_ms(150)}, {at_ms(400), at_ms(600)}});
  CHECK(life.gone == at_ms(1'600));
}

TEST_CASE("lives at the same time are in different lanes, and a lane that became free is reused") {
  World world = short_lives();
  const FunctionId f = world.function("f");
  const FunctionId g = world.function("g");
  world.arrive(f, at_ms(0), ms(50));
  world.arrive(f, at_ms(10), ms(50));
  world.arrive(g, at_ms(20), ms(50));
  world.arrive(f, at_ms(5'000), ms(50));
  InstanceLanes lanes(100);
  world.run_observed(lanes);
  REQUIRE(lanes.lives().size() == 4);
  CHECK(lanes.lives()[0].lane == 0);
  CHECK(lanes.lives()[1].lane == 1);
  CHECK(lanes.lives()[2].lane == 0);
  CHECK(lanes.lives()[2].function == g);
  CHECK(lanes.lives()[3].lane == 0);
}

TEST_CASE(
    "if a run has more lives than the limit, no lives are shown, so that a part of a run is not mistaken for "
    "all of it") {
  World world = short_lives();
  const FunctionId f = world.function("f");
  for (int i = 0; i < 20; ++i) {
    world.arrive(f, at_ms(100 * i), ms(10));
  }
  InstanceLanes few(20);
  world.run_observed(few);
  CHECK(few.has_too_many());
  CHECK(few.lives().empty());
}
