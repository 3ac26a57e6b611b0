#include "models/policies/scaling/seam.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

TEST_CASE("per-request starts an instance for each of ten at once, queue-length for as many as it must") {
  World world;
  world.parameters.cold_start.sandbox = takes(ms(100));
  const FunctionId f = world.function("f");
  for (int i = 0; i < 10; ++i) {
    world.arrive(f, at_ms(0), ms(100));
  }
  CHECK(world.counts().created == 10);
  // At most 2 may wait for each live instance: the first starts one (1 live); the 2nd and 3rd wait; the 4th
  // would be the third to wait for one, so it starts the second (2 live), bound to it; the 5th and 6th wait
  // (4 wait); the 7th starts the third; 8th and 9th wait (6 wait); the 10th starts the fourth.
  world.parameters.policies.scaling = policy(Seam::scaling, "queue-length", {whole(2)});
  const Counts counts = world.counts();
  CHECK(counts.created == 4);
  CHECK(counts.cold == 4);
  CHECK(counts.waited == 6);
}

TEST_CASE("queue-length never waits for nothing") {
  const auto scaling = made<ScalingPolicy>(policy(Seam::scaling, "queue-length", {whole(1)}));
  CHECK(scaling->decide({Time{}, FunctionId{0u}, 0, 0, 0, 1}) == Scale::start);
  CHECK(scaling->decide({Time{}, FunctionId{0u}, 0, 0, 1, 1}) == Scale::wait);
  CHECK(scaling->decide({Time{}, FunctionId{0u}, 1, 0, 1, 1}) == Scale::start);
  const auto always = made<ScalingPolicy>(policy(Seam::scaling, "per-request"));
  CHECK(always->decide({Time{}, FunctionId{0u}, 0, 0, 1, 1}) == Scale::start);
}
