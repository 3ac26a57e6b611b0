#include "models/experiment/explain/function_watch.hpp"

#include "tests/experiment/explain/followed_rows.hpp"

using namespace support;

TEST_CASE(
    "the surroundings of an invocation are the live instances of its function, those free first in front") {
  // Starts take 100 ms. Instance 0 is busy from 100 to 1,100 ms, and instance 1 from 300 to 500 ms. Instance
  // 2 starts from 350 ms to 450 ms for the third call. The fourth call arrives at 400 ms.
  World world;
  world.parameters.cold_start.sandbox = takes(ms(100));
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(200), ms(200));
  world.arrive(f, at_ms(350), ms(10));
  world.arrive(f, at_ms(400), ms(10));
  const InvocationAccount account = followed(world, f, 4);
  REQUIRE(account.attempts.size() == 1);
  const Surroundings& around = account.attempts[0].around;
  CHECK(around.live == 3);
  CHECK(around.available == 0);
  CHECK(around.busy == 2);
  CHECK(around.starting == 1);
  CHECK(around.draining == 0);
  REQUIRE(around.occupied.size() == 3);
  CHECK(around.occupied[0].number == 1);
  CHECK(around.occupied[0].activity == InstanceActivity::busy);
  CHECK(around.occupied[0].until == at_ms(500));
  CHECK(around.occupied[1].number == 0);
  CHECK(around.occupied[1].until == at_ms(1'100));
  CHECK(around.occupied[2].number == 2);
  CHECK(around.occupied[2].activity == InstanceActivity::starting);
  CHECK(around.occupied[2].until == Time::never());  // instance 2 starts for another call, and has one slot
  CHECK(account.attempts[0].in_flight == 3);
  CHECK(account.attempts[0].created_before == 3);
}

TEST_CASE("an instance with a free slot is available while it runs, and an instance of a retired VM is not") {
  World world;
  FunctionTraits traits;
  traits.requests_per_instance = 2;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(100), ms(10));
  const Surroundings around = followed(world, f, 2).attempts[0].around;
  CHECK(around.live == 1);
  CHECK(around.available == 1);
  CHECK(around.idle == 0);
  CHECK(around.occupied.empty());

  World retired;  // VMs live for 50 ms, so the instance drains from then on
  retired.parameters.lifetimes.vm = takes(ms(50));
  const FunctionId g = retired.function("g");
  retired.arrive(g, at_ms(0), ms(1'000));
  retired.arrive(g, at_ms(100), ms(10));
  const Surroundings draining = followed(retired, g, 2).attempts[0].around;
  CHECK(draining.live == 1);
  CHECK(draining.draining == 1);
  REQUIRE(draining.occupied.size() == 1);
  CHECK(draining.occupied[0].activity == InstanceActivity::draining);
  CHECK(draining.occupied[0].until == Time::never());
}

TEST_CASE("the end of the last instance has its reason, even if the instance drained before") {
  World world;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(300))});
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(100));
  world.arrive(f, at_ms(1'000), ms(100));
  const InvocationAccount kept = followed(world, f, 2);
  REQUIRE(kept.attempts[0].last_end.has_value());
  CHECK(kept.attempts[0].last_end->reason == EndReason::keep_alive);
  CHECK(kept.attempts[0].last_end->now == at_ms(400));

  world.parameters.lifetimes.vm = takes(ms(50));
  const InvocationAccount old = followed(world, f, 2);
  REQUIRE(old.attempts[0].last_end.has_value());
  CHECK(old.attempts[0].last_end->reason == EndReason::vm_lifetime);
  CHECK(old.attempts[0].last_end->now == at_ms(100));
}
