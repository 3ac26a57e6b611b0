#include "models/policies/pre_warm/seam.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

TEST_CASE("none starts nothing ahead, provisioned starts what the function asks for") {
  // Two at once after 20 s: none, both cold; provisioned 1, one is warm; provisioned 2, both are.
  const std::uint32_t provisioned = GENERATE(0u, 1u, 2u);
  World world;
  FunctionTraits traits;
  traits.provisioned = provisioned;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(20'000), ms(10));
  world.arrive(f, at_ms(20'000), ms(10));
  CHECK(world.counts().cold == 2);
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  CHECK(world.counts().cold == 2 - provisioned);
}

TEST_CASE("the floor is the function's own figure") {
  CHECK(made<PreWarmPolicy>(policy(Seam::pre_warm, "provisioned"))->floor({Time{}, FunctionId{0u}, 7, 3}) ==
        7);
  CHECK(made<PreWarmPolicy>(policy(Seam::pre_warm, "none"))->floor({Time{}, FunctionId{0u}, 7, 3}) == 0);
}
