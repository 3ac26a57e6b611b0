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

TEST_CASE("hybrid-histogram holds no floor: it names times, once it knows of idle times") {
  const auto keeps = made<KeepAlivePolicy>(policy(Seam::keep_alive, "hybrid-histogram",
                                                  {length(sim::minutes(1)),
                                                   whole(240),
                                                   {0, 0.05},
                                                   {0, 0.99},
                                                   {0, 0.1},
                                                   whole(1),
                                                   {0, 2},
                                                   {0, 0.5},
                                                   {0, 0.15},
                                                   length(sim::hours(4))}));
  const auto starts = made<PreWarmPolicy>(policy(Seam::pre_warm, "hybrid-histogram"));
  starts->work_with(*keeps);
  const FunctionId f{0u};
  CHECK(starts->floor({Time{}, f, 7, 3}) == 0);
  CHECK_FALSE(starts->start_at({at_ms(0), f, 0, 1}));
  keeps->on_arrival({at_ms(0), f, TenantId{0u}});
  keeps->on_completion({at_ms(0), f, InstanceId{0u}, Duration{}});
  keeps->on_arrival({at_ms(20 * 60'000), f, TenantId{0u}});
  CHECK(starts->start_at({at_ms(0), f, 0, 1}) == at_ms(18 * 60'000));  // 20 min x 0.9
}
